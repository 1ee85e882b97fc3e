"""What a set-up says while it works: pip's lines folded into bytes, rate and time left."""

from pathlib import Path

import pytest

from engine.setup.packages import follow, trouble_of
from engine.setup.progress import Download, Progress, duration, size

A, B = "a-1-py3-none-any.whl", "b-2-py3-none-any.whl"


def fold(download: Download, lines: list[tuple[float, str]]) -> list[str] | None:
    names = None
    for now, line in lines:
        names = follow(download, line, now) or names
    return names


def test_bytes_rate_and_time_left_come_from_pips_lines():
    download = Download({A: 1000, B: 3000}, files=2)
    fold(
        download,
        [
            (0.0, "Collecting a==1"),
            (0.0, f"  Downloading {A} (1.0 kB)"),
            (0.0, "Progress 0 of 1000"),
            (1.0, "Progress 500 of 1000"),
            (2.0, "Progress 1000 of 1000"),
            (2.0, f"  Downloading https://index.example/{B} (3.0 kB)"),
            (4.0, "Progress 1000 of 3000"),
        ],
    )
    assert (download.current, download.done, download.total) == (B, 2000, 4000)
    assert download.rate == 500
    assert download.seconds_left == 4


def test_files_from_the_cache_or_the_disk_count_as_done_but_not_as_speed():
    download = Download({A: 1000, B: 3000}, files=2)
    fold(download, [(0.0, f"  Using cached {A} (1.0 kB)"), (0.1, f"Processing /wheels/{B}")])
    names = fold(download, [(0.2, "Installing collected packages: a, b")])
    assert names == ["a", "b"]
    assert download.done == download.total == 4000
    assert download.rate is None
    assert download.is_over


def test_an_unknown_size_hides_the_total_until_the_file_tells_it():
    download = Download({A: 1000}, files=2)
    assert download.total is None
    fold(download, [(0.0, f"  Downloading {B} (3.0 kB)"), (0.5, "Progress 100 of 3000")])
    assert download.total == 4000


def test_a_file_name_that_is_written_percent_encoded_is_the_same_file():
    download = Download({"torch-2.13.0+cpu-cp311.whl": 10}, files=1)
    fold(download, [(0.0, "  Downloading https://index.example/torch-2.13.0%2Bcpu-cp311.whl (10 B)")])
    fold(download, [(0.1, "Installing collected packages: torch")])
    assert download.done == 10


def test_the_line_says_step_bytes_rate_and_time_left():
    progress = Progress(3, 4, "Downloading", "torch", 412 << 20, 900 << 20, True, 34 << 20, 14.3)
    assert progress.line() == "Step 3 of 4 · Downloading · torch · 412 MiB of 900 MiB · 34 MiB/s · 14 s left"
    assert Progress(4, 4, "Installing", "", 5, 41).line() == "Step 4 of 4 · Installing · 5 of 41"
    assert Progress(1, 4, "Making the environment").line() == "Step 1 of 4 · Making the environment"


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 B"), (999, "999 B"), (1500, "1 KiB"), (80_292_754, "77 MiB"), (5 << 29, "2.5 GiB")],
)
def test_sizes_read_well(count, said):
    assert size(count) == said


def test_durations_read_well():
    said = [duration(seconds) for seconds in (0.4, 42, 185, 7800)]
    assert said == ["0 s", "42 s", "3 min 05 s", "2 h 10 min"]


@pytest.mark.parametrize(
    ("output", "what"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "The disk is full.",
        ),
        ("Failed to establish a new connection: [Errno -3]", "The packages could not be downloaded."),
        ("ERROR: No matching distribution (from versions: none)", "The packages could not be downloaded."),
        ("OSError: [Errno 13] Permission denied: '/x'", "The packages could not be written."),
        ("ERROR: something else", "The packages could not be installed."),
    ],
)
def test_pips_failures_are_said_in_a_persons_words(output, what):
    error = trouble_of(output, Path("/home/me/setup.log"))
    assert error.what == what
    assert error.why
    assert error.what_to_do
