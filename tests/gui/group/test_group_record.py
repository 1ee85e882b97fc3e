"""The fold of the events of a job made of runs."""

import pytest

from gui.state.group_record import GroupRecord


def part(number, state, score=None, best=None, **values):
    base = {
        "kind": "part",
        "part": number,
        "job": f"g-{number}",
        "state": state,
        "score": score,
        "best": best,
    }
    return {**base, "done": 1, "of": 6, "curve": [[6, 0.8], [12, None]], **values}


def folded(*events):
    record = GroupRecord()
    record.apply(events)
    return record


def test_the_best_so_far_is_told_with_each_run_that_ends():
    record = folded(
        part(0, "running"),
        part(0, "finished", 55.0, 0),
        part(2, "pruned", 80.0, 0),
        part(1, "finished", 51.0, 1),
    )
    assert record.ended_in_order == [0, 2, 1]
    assert record.best_so_far == [55.0, 55.0, 51.0]
    assert record.best_part.number == 1 and record.running == 0


def test_a_part_that_is_tried_again_counts_once():
    record = folded(
        part(0, "failed"), part(1, "finished", 60.0, 1), part(0, "running"), part(0, "finished", 50.0, 0)
    )
    assert record.ended_in_order == [1, 0]
    assert record.best_so_far == [60.0, 50.0]


def test_the_spread_is_over_the_finished_parts_alone():
    scores = {"test": {"rmse": 53.0}}, {"test": {"rmse": 55.0}}, {"test": {"rmse": 99.0}}
    record = folded(
        part(0, "finished", metrics=scores[0]),
        part(1, "finished", metrics=scores[1]),
        part(2, "failed", metrics=scores[2]),
    )
    assert record.spread("test", "rmse") == (54.0, pytest.approx(2**0.5))
    assert folded(part(0, "finished", metrics=scores[0])).spread("test", "rmse") == (53.0, None)
    assert record.spread("test", "mae") is None


@pytest.mark.parametrize(
    "event", [{}, {"kind": "part"}, {"kind": "part", "part": "x", "job": "", "state": ""}, {"kind": "news"}]
)
def test_what_cannot_be_read_is_passed_over(event):
    assert len(folded(part(0, "finished", 1.0, 0), event, part(1, "running")).parts) == 2
