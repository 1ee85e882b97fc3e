"""What the engine does with a run that has ended, beside noting that it has."""

import json
from pathlib import Path

import pytest

from engine.jobs.aftermath import Aftermath
from engine.jobs.endings import Next
from engine.jobs.history import History
from engine.schema.card import DatasetCard
from engine.schema.job import Job, State
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec
from engine.system.paths import Home, RunFiles
from tests.fakes.jobs import dataset_card
from tests.fakes.plans import cpu_facts, language_model, on, text_card


class Shelf:
    """Answers as datasets and ledger do."""

    def __init__(self, home: Home, card: DatasetCard | None) -> None:
        self._home, self._card = home, card

    def find(self, name: str) -> DatasetCard | None:
        return self._card

    def files(self, id: str) -> RunFiles:
        return self._home.run(id)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.run("r").root.mkdir(parents=True)
    return home


def _aftermath(home: Home, card: DatasetCard | None) -> Aftermath:
    shelf = Shelf(home, card)
    return Aftermath(shelf, shelf, History(home), cpu_facts)  # type: ignore[arg-type]


def _job(spec: TrainSpec) -> Job:
    return Job(id="r", kind="train", name="r", state=State.RUNNING, spec=spec, created=0)


def _ran(home: Home, speed: float) -> None:
    events = [
        {"kind": "metrics", "first_step": 1, "values": {"samples_per_second": [1.0, speed, speed]}},
        {"kind": "ranks", "elapsed": 1.0, "ranks": [{"device": "cpu", "memory": 777}]},
    ]
    home.run("r").events.write_text("".join(json.dumps(event) + "\n" for event in events))


def test_a_finished_run_teaches_the_next(home: Home):
    _ran(home, 50.0)
    finished = Next(State.FINISHED)
    assert _aftermath(home, text_card()).of(_job(language_model()), finished) == finished
    [entry] = History(home).entries()
    assert (entry.units_per_second, entry.memory) == (50.0 * 128, 777)
    assert (entry.model, entry.strategy, entry.kind) == ("decoder 10m", "single", "cpu")
    assert entry.computed_units_per_second > 0
    assert entry.computed_memory > 0


def test_a_trial_teaches_its_speed_and_no_small_peak(home: Home):
    _ran(home, 50.0)
    job = _job(language_model()).model_copy(update={"trial": True})
    _aftermath(home, text_card()).of(job, Next(State.FINISHED))
    [entry] = History(home).entries()
    assert (entry.units_per_second, entry.memory) == (50.0 * 128, None)


def test_a_run_that_failed_teaches_nothing(home: Home):
    _ran(home, 50.0)
    _aftermath(home, text_card()).of(_job(language_model()), Next(State.FAILED, Problem(code="rank_failed")))
    assert History(home).entries() == ()


@pytest.mark.parametrize("code", ["out_of_memory", "killed_out_of_memory"])
def test_out_of_memory_comes_with_what_would_fit(home: Home, code: str):
    error = Problem(code=code, params={"rank": 0, "phase": "backward", "asked_bytes": 9})
    told = _aftermath(home, text_card()).of(_job(language_model()), Next(State.FAILED, error)).error
    assert told.params == {**error.params, "changes": {"training.accumulation": 2}}


def test_another_error_stays_as_it_is(home: Home):
    ending = Next(State.FAILED, Problem(code="rank_failed", params={"rank": 1}))
    assert _aftermath(home, text_card()).of(_job(language_model()), ending) == ending


def test_a_run_whose_dataset_is_gone_ends_all_the_same(home: Home):
    ending = Next(State.FINISHED)
    assert _aftermath(home, None).of(_job(language_model(on("ddp", 2))), ending) == ending


def test_a_card_that_no_longer_suits_the_spec_stands_in_nobodys_way(home: Home):
    _ran(home, 50.0)
    ending = Next(State.FINISHED)
    assert _aftermath(home, dataset_card()).of(_job(language_model()), ending) == ending
