"""What a finished run measured is kept, and corrects the next plan; a damaged file costs nothing."""

import json
from pathlib import Path

import pytest

from engine.jobs.history import MOST, OF_A_KIND, History
from engine.jobs.measuring import TAIL, readings_of
from engine.planning.history import Measured
from engine.system.paths import Home


def _events(path: Path, *events: dict) -> Path:
    path.write_text("".join(json.dumps(event) + "\n" for event in events))
    return path


def _metrics(step: int, *speeds: float | None) -> dict:
    return {"kind": "metrics", "first_step": step, "values": {"samples_per_second": speeds}}


def _ranks(*rows: dict, elapsed: float = 10.0) -> dict:
    return {"kind": "ranks", "elapsed": elapsed, "ranks": [{"device": "cpu", **row} for row in rows]}


def test_speed_is_the_median_of_the_steps_without_the_first_of_each_start(tmp_path: Path):
    started = {"kind": "started", "parameters": 7}
    events = (started, _metrics(1, 1.0, 100.0, None), _metrics(4, 110.0), started, _metrics(5, 2.0, 90.0))
    readings = readings_of(_events(tmp_path / "events.jsonl", *events))
    assert readings.rows_per_second == 100.0
    assert readings.parameters == 7


def test_a_run_of_one_step_says_what_it_can(tmp_path: Path):
    assert readings_of(_events(tmp_path / "e", _metrics(1, 5.0))).rows_per_second == 5.0
    assert readings_of(tmp_path / "missing").rows_per_second is None


def test_memory_disk_and_power_come_from_the_ranks_and_checkpoints(tmp_path: Path):
    rows = {"memory": 300, "energy": 400.0}, {"memory": 500, "energy": 400.0}
    saved = {"kind": "checkpoint", "bytes": 100, "seconds": 2.0}
    readings = readings_of(_events(tmp_path / "e", _ranks({"memory": 900}, elapsed=1), _ranks(*rows), saved))
    assert (readings.memory, readings.disk_speed) == (900, 50.0)
    assert readings.watts == 40.0, "both ranks share the device, whose energy counts once"


def test_lines_that_are_no_events_are_left_out(tmp_path: Path):
    path = _events(tmp_path / "e", _metrics(1, 1.0), _metrics(2, 4.0))
    path.write_text(path.read_text() + '{"kind": "metr\n[1]\n{"kind": "ranks", "ranks": 3}\n')
    assert readings_of(path).rows_per_second == 4.0


def test_of_long_events_the_beginning_and_the_end_are_read(tmp_path: Path):
    filler = [{"kind": "note", "text": "x" * 1000} for _ in range(TAIL // 500)]
    events = ({"kind": "started", "parameters": 3}, *filler, _metrics(1, 1.0, 8.0))
    readings = readings_of(_events(tmp_path / "e", *events))
    assert (readings.parameters, readings.rows_per_second) == (3, 8.0)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_measurement_is_there_after_a_restart(home: Home):
    History(home).add(Measured(model="mlp", memory=5))
    assert [entry.memory for entry in History(home).entries()] == [5]


def test_of_runs_of_one_kind_the_newest_stay(home: Home):
    history = History(home)
    for number in range(OF_A_KIND + 3):
        history.add(Measured(model="mlp", memory=number))
    history.add(Measured(model="linear", memory=99))
    assert [entry.memory for entry in history.entries()] == [*range(3, OF_A_KIND + 3), 99]


def test_the_file_stays_small(home: Home):
    runs = [Measured(model=f"m{number}").model_dump() for number in range(MOST + 50)]
    (home.root / "measured.json").write_text(json.dumps({"runs": runs}))
    assert len(History(home).entries()) == MOST


@pytest.mark.parametrize("text", ["", "{", "[]", '{"runs": 3}', '{"runs": [1, {"memory": "much"}]}'])
def test_a_damaged_file_is_an_empty_one(home: Home, text: str):
    (home.root / "measured.json").write_text(text)
    history = History(home)
    assert history.entries() == ()
    history.add(Measured(memory=1))
    assert len(History(home).entries()) == 1


def test_one_damaged_entry_does_not_cost_the_others(home: Home):
    good = Measured(memory=7).model_dump()
    (home.root / "measured.json").write_text(json.dumps({"runs": [good, {"world": "two"}, good]}))
    assert len(History(home).entries()) == 2


def test_peaks_that_ranks_measured_are_read_and_what_is_no_number_is_not(home: Home):
    assert History(home).peaks() == {}
    (home.root / "peaks.json").write_text('{"cpu, 1 threads, 2 ranks, fp32": 5e10, "x": "fast", "y": -1}')
    assert History(home).peaks() == {"cpu, 1 threads, 2 ranks, fp32": 5e10}
