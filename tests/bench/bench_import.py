"""How fast a CSV file becomes a dataset, and in how much memory, against pyarrow and polars reading the same file.

``python tests/bench/bench_import.py [MB] [reader …]`` writes a file of so many megabytes (default 200) and prints a line
a reader: MB/s and the highest resident memory of a process of its own (Linux). The import does more than the other two, which
only parse and infer types: it hashes the file, writes a copy, and counts what the card shows. ``streamed`` are their
ways that hold little in memory. Goal: 5,000 MB in less than 1 GB.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

READERS = {
    "modelyard": """
from engine.data.intake.importing import import_file
card = import_file(path, path.parent)
rows = card.rows
""",
    "pyarrow": """
import pyarrow.csv
rows = pyarrow.csv.read_csv(path).num_rows
""",
    "pyarrow streamed": """
import pyarrow.csv
rows = sum(batch.num_rows for batch in pyarrow.csv.open_csv(path))
""",
    "polars": """
import polars
rows = polars.read_csv(path).height
""",
    "polars streamed": """
import polars
rows = 0
polars.scan_csv(path).sink_parquet(path.with_suffix(".parquet"))
rows = polars.scan_parquet(path.with_suffix(".parquet")).select(polars.len()).collect().item()
""",
}
_PROGRAM = """
import json, re, sys, time
from pathlib import Path
path = Path(sys.argv[1])
began = time.perf_counter()
{body}
took = time.perf_counter() - began
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])  # its own, not its parent's
print(json.dumps({{"seconds": took, "peak_kb": peak, "rows": rows}}))
"""
_GOAL_KB = 1 << 20


def main(words: list[str]) -> int:
    """Measure; 1 when an import took more memory than the goal."""
    size = int(words[0]) if words and words[0].isdigit() else 200
    wanted = [word for word in words if not word.isdigit()] or list(READERS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        rows = write_table(path, size)
        peaks = {name: _measure(name, path, rows) for name in wanted}
    return int(peaks.get("modelyard", 0) > _GOAL_KB)


def write_table(path: Path, megabytes: int) -> int:
    """Numbers, words, dates, gaps and quoted texts; blocks of 50,000 different rows, each row with its own number."""
    lines = [
        f"{i * 7919 % 1000003},{i / 7:.4f},{'abcdefgh'[i % 8]}{i % 50},2024-{i % 12 + 1:02}-{i % 28 + 1:02},"
        f"{'' if i % 9 == 0 else i % 100},{i % 2 == 0},"
        f'"a text of some length, number {i * 31 % 50021}, with commas"\n'
        for i in range(50_000)
    ]
    rows = 0
    with path.open("w") as file:
        file.write("n,amount,count,group,day,gaps,ok,text\n")
        while file.tell() < megabytes * 1_000_000:
            file.write("".join(f"{rows + place},{line}" for place, line in enumerate(lines)))
            rows += len(lines)
    return rows


def _measure(name: str, path: Path, rows: int) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(body=READERS[name]), str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    if done.returncode:
        print(json.dumps({"reader": name, "failed": done.stderr.strip().splitlines()[-1][:200]}), flush=True)
        return 0
    told = json.loads(done.stdout)
    megabytes = path.stat().st_size / 1e6
    line = {
        "reader": name,
        "mb": round(megabytes),
        "rows": told["rows"],
        "right": told["rows"] == rows,
        "mb_per_s": round(megabytes / told["seconds"], 1),
        "peak_mb": round(told["peak_kb"] / 1024),
        "at": time.strftime("%H:%M:%S"),
    }
    print(json.dumps(line), flush=True)
    return int(told["peak_kb"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
