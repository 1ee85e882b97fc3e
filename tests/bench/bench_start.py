"""Process start to first painted frame, against the smallest window Qt can show, and what the idle program holds.

Run it by hand: ``python tests/bench/bench_start.py``. The last line of output is one JSON value.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psutil

from engine.client.find import find_engine
from engine.system.paths import MAIN, Home

REPEATS = 7
SMALLEST = """
import sys, time, psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication(sys.argv)
class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, self.told)
    def told(self):
        print(f"first frame after {(time.time() - psutil.Process().create_time()) * 1000:.0f} ms", file=sys.stderr, flush=True)
window = Window()
window.resize(1280, 800)
window.show()
application.exec()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home").create()
        ours = [sys.executable, str(MAIN), "--home", str(home.root)]
        smallest = [sys.executable, "-I", "-c", SMALLEST]
        first_frame(ours), first_frame(smallest)  # files come from the disk only once
        pairs = [(first_frame(ours), first_frame(smallest)) for _ in range(REPEATS)]
        result = {
            "first_frame_ms": statistics.median(pair[0] for pair in pairs),
            "smallest_window_ms": statistics.median(pair[1] for pair in pairs),
            "ratio": round(statistics.median(a / b for a, b in pairs), 2),
            **idle_memory(ours, home),
        }
        subprocess.run(
            [sys.executable, str(MAIN), "engine", "--stop", "--all", "--home", str(home.root)], check=True
        )
    print(json.dumps(result))


def first_frame(command: list[str]) -> float:
    """Milliseconds from the start of the process to its first frame, as the process itself says."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=_environment())
    try:
        for line in process.stderr:
            if found := re.search(r"first frame after (\d+) ms", line):
                return float(found[1])
        raise RuntimeError(f"{command[:3]} ended without a frame")
    finally:
        process.kill()
        process.communicate()


def idle_memory(command: list[str], home: Home) -> dict[str, float]:
    """MiB that a window and its engine hold (USS: what would be free without them) after 10 quiet seconds."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=_environment())
    try:
        deadline = time.monotonic() + 60
        while find_engine(home) is None and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(10)
        engine = find_engine(home).pid
        return {
            "window_mib": round(psutil.Process(process.pid).memory_full_info().uss / 2**20, 1),
            "engine_mib": round(psutil.Process(engine).memory_full_info().uss / 2**20, 1),
        }
    finally:
        process.kill()
        process.communicate()


def _environment() -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ, "MODELYARD_STARTUP_TRACE": "1"}


if __name__ == "__main__":
    main()
