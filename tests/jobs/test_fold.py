"""What events add up to."""

import itertools
import math

from hypothesis import given
from hypothesis import strategies as st

from engine.jobs.fold import SPARK_POINTS, Fold, fold_event


def _fold(*events: dict) -> Fold:
    fold = Fold()
    for number, event in enumerate(events):
        fold = fold_event(fold, event, number + 1)
    return fold


def _started(step: int = 0, attempt: int = 1, total: int = 100) -> dict:
    return {"kind": "started", "attempt": attempt, "step": step, "total_steps": total, "steps_per_epoch": 10}


def _metrics(first: int, *losses: float | None, elapsed: float = 0.0) -> dict:
    return {"kind": "metrics", "first_step": first, "elapsed": elapsed, "values": {"loss": list(losses)}}


def test_progress_follows_the_steps():
    progress = _fold(_started(), _metrics(1, 3.0, 2.0), _metrics(3, 1.0)).progress()
    assert (progress.step, progress.total_steps, progress.loss, progress.spark) == (
        3,
        100,
        1.0,
        (3.0, 2.0, 1.0),
    )
    assert (progress.epoch, progress.epochs) == (0.3, 10)


def test_the_time_left_comes_from_the_recent_rate():
    progress = _fold(
        _started(), _metrics(1, 1.0, elapsed=0.1), _metrics(2, *[1.0] * 10, elapsed=2.1)
    ).progress()
    assert math.isclose(progress.seconds_left, (100 - 11) / 5)


def test_a_clock_that_stands_still_gives_no_rate():
    assert _fold(_started(), _metrics(1, 1.0), _metrics(2, 1.0)).progress().seconds_left is None


def test_an_attempt_that_resumes_drops_what_it_will_repeat():
    fold = _fold(_started(), _metrics(1, *[1.0] * 8), _started(step=5, attempt=2), _metrics(6, 7.0))
    assert fold.progress().spark == (1.0,) * 5 + (7.0,)
    assert fold.begun == 2


def test_a_loss_that_is_no_number_is_a_gap():
    progress = _fold(_started(), _metrics(1, 1.0, None)).progress()
    assert progress.spark == (1.0, None)
    assert progress.loss is None


@given(st.lists(st.integers(1, 400), max_size=6))
def test_the_sparkline_stays_short_and_is_the_mean_of_its_steps(lots: list[int]):
    fold, step = _fold(_started()), 1
    for lot in lots:
        fold = fold_event(fold, _metrics(step, *map(float, range(step, step + lot))), 0)
        step += lot
    spark = fold.progress().spark
    assert len(spark) <= SPARK_POINTS
    assert all(a < b for a, b in itertools.pairwise(spark))
    full = fold.spark
    assert full == tuple(
        sum(range(i * fold.stride + 1, (i + 1) * fold.stride + 1)) / fold.stride for i in range(len(full))
    )


def test_final_scores_are_kept_by_split():
    fold = _fold(
        {"kind": "evaluation", "split": "validation", "step": 1, "values": {"loss": 2.0}},
        {"kind": "evaluation", "split": "test", "step": 9, "values": {"loss": 1.0}, "final": True},
    )
    assert fold.metrics == {"test": {"loss": 1.0}}
    assert fold.validation_loss == 2.0


def test_an_unknown_event_from_a_newer_worker_is_passed_over():
    assert _fold({"kind": "weather"}).offset == 1


def test_the_best_so_far_goes_with_the_steps_that_an_attempt_writes_anew():
    def evaluated(step: int, value: float, best: int) -> dict:
        judged = {"metric": "mae", "value": value, "step": best}
        values = {"loss": value, "mae": value}
        return {"kind": "evaluation", "split": "validation", "step": step, "values": values, "judged": judged}

    fold = _fold(_started(), evaluated(10, 2.0, 10), evaluated(20, 3.0, 10))
    assert fold.progress().best is not None and fold.progress().best.step == 10
    assert fold_event(fold, _started(step=15, attempt=2), 9).best == fold.best
    assert fold_event(fold, _started(step=5, attempt=2), 9).best is None
