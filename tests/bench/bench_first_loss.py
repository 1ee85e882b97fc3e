"""Click on Launch to the first loss on the screen, against a bare torchrun script; and event log to chart.

Run it by hand: ``python tests/bench/bench_first_loss.py``. The last line of output is one JSON value.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.system.paths import MAIN, Home
from gui.app import create_application, create_window
from gui.main_window import MainWindow

REPEATS = 5
BARE = """
import os, time, torch, torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
ranks = int(os.environ["WORLD_SIZE"])
if ranks > 1:
    dist.init_process_group("gloo")
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(10, 64), torch.nn.ReLU(), torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 1))
model = DistributedDataParallel(model) if ranks > 1 else model
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
loss = (model(torch.randn(16, 10))[:, 0] - torch.randn(16)).square().mean()
loss.backward()
optimizer.step()
print("loss", loss.item(), flush=True)
"""


def main() -> None:
    application = create_application()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home").create()
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        window = create_window(home)
        window.settings["ask_before_closing"] = False
        window.resize(1280, 800)
        window.show()
        window.connection.start()
        take_the_recipe(window)
        result = {}
        for ranks in (1, 2):
            pairs = [(click_to_first_loss(window, ranks), bare(script, ranks)) for _ in range(REPEATS)]
            result[f"{ranks}_rank_s"] = round(statistics.median(pair[0] for pair in pairs), 2)
            result[f"{ranks}_rank_torchrun_s"] = round(statistics.median(pair[1] for pair in pairs), 2)
            result[f"{ranks}_rank_ratio"] = round(statistics.median(a / b for a, b in pairs), 2)
        result["event_to_chart_ms"] = round(event_to_chart(window), 1)
        window.close()
        application.processEvents()
        subprocess.run(
            [sys.executable, str(MAIN), "engine", "--stop", "--all", "--home", str(home.root)], check=True
        )
    print(json.dumps(result))


def take_the_recipe(window: MainWindow) -> None:
    window.show_page("new_run")
    page = window.page("new_run")
    wait(lambda: "linear-regression" in page._recipe_menu.recipes)
    page.start.recipe_chosen.emit("linear-regression")
    wait(lambda: page.bar.launch.isEnabled())


def click_to_first_loss(window: MainWindow, ranks: int) -> float:
    """Seconds from a mouse click on Launch until the loss chart holds a point and has been painted."""
    page = window.page("new_run")
    window.show_page("new_run")
    spec = page.draft.spec
    strategy = {"name": "ddp" if ranks > 1 else "single", "devices": ["cpu"] * ranks}
    page.draft.replace({**spec, "name": f"first-loss-{time.monotonic_ns()}", "strategy": strategy})
    wait(lambda: page.bar.launch.isEnabled())
    begun = time.perf_counter()
    QTest.mouseClick(page.bar.launch, Qt.MouseButton.LeftButton)
    wait(lambda: window.current_page[0] == "run" and points(window) > 0)
    window.repaint()
    seconds = time.perf_counter() - begun
    run = window.current_page[1]
    wait(lambda: str(window.library.jobs[run].state) in ("finished", "failed"))
    if window.library.jobs[run].state != "finished":
        raise RuntimeError(f"{run} failed: {window.library.jobs[run].error}")
    return seconds


def bare(script: Path, ranks: int) -> float:
    """Seconds from starting torchrun until its first rank prints a loss."""
    begun = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--standalone",
        f"--nproc-per-node={ranks}",
        str(script),
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"}
    )
    process.stdout.readline()
    seconds = time.perf_counter() - begun
    process.communicate()
    return seconds


def event_to_chart(window: MainWindow) -> float:
    """Median milliseconds from a line in a live run's event log to its point in the drawn series."""
    spec = window.page("new_run").draft.spec
    page = window.page("new_run")
    window.show_page("new_run")
    training = {**spec["training"], "epochs": 1_000_000}
    page.draft.replace({**spec, "name": "delay", "training": training})
    wait(lambda: page.bar.launch.isEnabled())
    QTest.mouseClick(page.bar.launch, Qt.MouseButton.LeftButton)
    wait(lambda: window.current_page[0] == "run" and points(window) > 0)
    run = window.current_page[1]
    log = window.connection.home.run(run).events
    delays = []
    for _ in range(40):
        written, step = next_metrics(log)
        wait(lambda step=step: points(window) >= step)
        delays.append((time.time() - written) * 1000)
    window.page("run").view._orders.stop(run, now=True)
    wait(lambda: str(window.library.jobs[run].state) == "stopped")
    return statistics.median(delays)


def next_metrics(log: Path) -> tuple[float, int]:
    """When the next lot of losses was written, and its last step."""
    with log.open() as file:
        file.seek(0, os.SEEK_END)
        text = ""
        while True:
            QTest.qWait(1)
            text += file.read()
            for line in text.splitlines(keepends=True)[1:]:  # the first may be cut
                if line.endswith("\n") and '"kind":"metrics"' in line:
                    event = json.loads(line)
                    return event["time"], event["first_step"] + len(event["values"]["loss"]) - 1


def points(window: MainWindow) -> int:
    view = window.page("run").view
    return len(view.state.record.series["loss"]) if view else 0


def wait(condition: Callable[[], object], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not get there")
        QTest.qWait(5)


if __name__ == "__main__":
    main()
