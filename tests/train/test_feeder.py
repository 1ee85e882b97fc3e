"""Batches made ahead are those that would have been made when asked for, and what goes wrong is told where it matters."""

import threading
import traceback

import pytest
import torch

from engine.train.feeder import Feeder, loading_threads
from engine.train.held import Share
from engine.train.strategy.base import StepBatch
from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import (
    classification,
    curve_of,
    regression,
    train_here,
    write_numbers,
    write_run,
    write_texts,
)
from tests.fakes.tasks import CPU, batches_of, task_of


class Shelf:
    """Batches that are only numbers; one of them cannot be made."""

    steps_per_epoch = 5

    def __init__(self, broken: int | None = None) -> None:
        self.broken, self.made, self.changed = broken, [], threading.Condition()

    def rows_of_step(self, step: int) -> int:
        return 1

    def units_of_step(self, step: int) -> int:
        return 1

    def of_step(self, step: int) -> StepBatch:
        with self.changed:
            self.made.append(step)
            self.changed.notify_all()
        if step == self.broken:
            raise OSError("unreadable")
        return StepBatch((), step, 1, 1, 1)

    def wait_for(self, step: int) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: step in self.made, 20)


@pytest.fixture
def feed():
    """Makes feeders, and ends their threads."""
    feeders = []

    def make(shelf, threads=2):
        feeders.append(Feeder(shelf, threads, CPU))
        return feeders[-1]

    yield make
    for feeder in feeders:
        feeder.close()


def test_coming_steps_are_made_before_they_are_asked_for(feed):
    shelf = Shelf()
    feeder = feed(shelf)
    assert feeder.of_step(0).rows == 0
    assert shelf.wait_for(4)
    assert max(shelf.made) == 4  # two for each thread, and no further
    assert [feeder.of_step(step).rows for step in range(1, 12)] == list(range(1, 12))


def test_each_step_is_made_once(feed):
    shelf = Shelf()
    feeder = feed(shelf, threads=3)
    for step in range(20):
        feeder.of_step(step)
    feeder.close()
    assert len(shelf.made) == len(set(shelf.made))


def test_any_step_may_be_asked_for(feed):
    feeder = feed(Shelf())
    assert [feeder.of_step(step).rows for step in (7, 8, 3, 100, 100)] == [7, 8, 3, 100, 100]


def test_what_went_wrong_ahead_is_raised_at_its_step_with_its_place(feed):
    shelf = Shelf(broken=2)
    feeder = feed(shelf)
    feeder.of_step(0)
    assert shelf.wait_for(3)
    feeder.of_step(1)
    with pytest.raises(OSError, match="unreadable") as told:
        feeder.of_step(2)
    assert 'raise OSError("unreadable")' in "".join(traceback.format_exception(told.value))


def test_threads_begin_with_the_first_step_and_end_with_the_run(feed):
    before = set(threading.enumerate())
    feeder = feed(Shelf())
    assert set(threading.enumerate()) == before
    feeder.of_step(0)
    assert set(threading.enumerate()) > before
    feeder.close()
    assert set(threading.enumerate()) == before


def test_without_threads_batches_are_made_when_asked_for(feed):
    shelf, before = Shelf(), threading.active_count()
    feeder = feed(shelf, threads=0)
    assert [feeder.of_step(step).rows for step in (0, 1)] == [0, 1] == shelf.made
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("workers", "costly", "threads"), [(None, False, 0), (None, True, 2), (0, True, 0), (5, False, 5)]
)
def test_threads_are_as_asked_or_where_batches_cost_something(workers, costly, threads):
    class Any:
        loads_in_threads = costly

    training = regression(training={"workers": workers}).training
    assert loading_threads(training, Any(), CPU, 1) == threads


@pytest.mark.parametrize("training", [{}, {"accumulation": 3}], ids=["whole", "passes"])
def test_a_run_fed_by_threads_computes_the_same_bits(home, training):
    write_texts(home)
    curves = []
    for workers in (0, 3):
        files = write_run(home, f"w{workers}", classification(training={**training, "workers": workers}))
        train_here(files)
        curves.append(curve_of(files))
    assert curves[0] == curves[1]


def test_ranks_and_stages_are_fed_the_same(home):
    write_numbers(home)
    strategies = {"ddp": {"name": "ddp"}, "stages": {"name": "pipeline", "micro_batches": 2}}
    runs = {}
    for name, strategy in strategies.items():
        for workers in (0, 2):
            spec = regression(
                strategy={**strategy, "devices": ("cpu",) * 2}, training={"workers": workers, "epochs": 2}
            )
            runs[name, workers] = write_run(home, f"{name}{workers}", spec)
    run_on_ranks(list(runs.values()), 2)
    for name in strategies:
        assert curve_of(runs[name, 0]) == curve_of(runs[name, 2])


def test_another_share_is_not_made_ahead(home):
    """A worker that is not in step learns only from its ticket which slice comes next."""
    write_numbers(home)
    task = task_of(home, regression())
    feeder = Feeder(batches_of(task, regression()), 2, CPU)
    part = feeder.of(Share(1, 2)).of_step(0)
    whole = feeder.of_step(0)
    feeder.close()
    assert part.own_rows == 8
    assert torch.equal(part.passes[0].inputs, whole.passes[0].inputs[8:])
