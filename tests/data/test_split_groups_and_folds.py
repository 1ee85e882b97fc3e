"""Groups are never parted, times keep their order, and folds hold out each row once a repeat."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data.rows.split import Ties, split_tied
from engine.planning.folds import fold_count
from engine.schema.problem import UserError
from engine.schema.split_spec import SplitSpec

seeds = st.integers(0, 9)
groups_of_rows = st.lists(st.integers(0, 30), min_size=40, max_size=200).filter(
    lambda rows: len(set(rows)) > 5
)


def parts_of(split):
    return split.train, split.validation, split.test


def held_out_by(spec, rows, ties):
    """What each fold of a repeat after the other holds out."""
    for fold in range(fold_count(spec, rows)):
        yield split_tied(rows, spec.model_copy(update={"fold": fold}), ties)


@given(groups=groups_of_rows, seed=seeds, validation=st.floats(0.05, 0.3), test=st.floats(0.05, 0.3))
def test_a_group_is_on_one_side(groups, seed, validation, test):
    groups = np.array(groups)
    spec = SplitSpec(method="group", group="g", seed=seed, validation=validation, test=test)
    split = split_tied(len(groups), spec, Ties(groups=groups))
    assert sorted(np.concatenate(parts_of(split))) == list(range(len(groups)))
    sides = [set(groups[part]) for part in parts_of(split)]
    assert all(sides) and not (sides[0] & sides[1] or sides[0] & sides[2] or sides[1] & sides[2])
    largest = np.unique(groups, return_counts=True)[1].max()
    assert abs(len(split.test) - test * len(groups)) <= largest + 1


def test_a_group_that_is_too_large_for_a_part_is_left_to_training():
    groups = np.array([0] * 80 + list(range(1, 21)))
    for seed in range(5):
        split = split_tied(100, SplitSpec(method="group", group="g", seed=seed), Ties(groups=groups))
        assert [len(part) for part in parts_of(split)] == [80, 10, 10]


def test_fewer_groups_than_parts_are_refused():
    with pytest.raises(UserError) as told:
        split_tied(20, SplitSpec(method="group", group="g"), Ties(groups=np.arange(20) % 2))
    assert told.value.problems[0].params == {"group": "g", "groups": 2, "parts": 3}


@given(
    times=st.lists(st.integers(0, 50), min_size=20, max_size=150),
    validation=st.floats(0, 0.3),
    test=st.floats(0, 0.3),
)
def test_what_is_held_out_is_never_older(times, validation, test):
    times = np.array(times, dtype=float)
    spec = SplitSpec(method="time", time="t", validation=validation, test=test)
    split = split_tied(len(times), spec, Ties(times=times))
    assert sorted(np.concatenate(parts_of(split))) == list(range(len(times)))
    newest = -np.inf
    for part in parts_of(split):
        assert newest <= times[part].min(initial=np.inf)
        newest = times[part].max(initial=newest)


@settings(deadline=None)
@given(
    classes=st.lists(st.integers(0, 3), min_size=12, max_size=80),
    folds=st.integers(2, 6),
    repeats=st.integers(1, 3),
    way=st.sampled_from(["random", "stratified", "auto"]),
    seed=seeds,
)
def test_folds_hold_out_each_row_once_a_repeat(classes, folds, repeats, way, seed):
    classes = np.array(classes)
    ties = Ties(classes=classes, are_classes=True)
    spec = SplitSpec(method="kfold", folds=folds, repeats=repeats, folds_by=way, seed=seed, validation=0.2)
    splits = list(held_out_by(spec, len(classes), ties))
    assert len(splits) == folds * repeats
    for repeat in range(repeats):
        held_out = [split.test for split in splits[repeat * folds : (repeat + 1) * folds]]
        assert sorted(np.concatenate(held_out)) == list(range(len(classes)))
        assert np.ptp([len(part) for part in held_out]) <= 1
        if way != "random":
            for number, count in zip(*np.unique(classes, return_counts=True), strict=True):
                assert all(abs((classes[part] == number).sum() - count / folds) < 1 for part in held_out)
    for split in splits:
        assert sorted(np.concatenate(parts_of(split))) == list(range(len(classes)))
        assert abs(len(split.validation) - 0.2 * (len(classes) - len(split.test))) <= 0.5 + 1e-9


@settings(deadline=None)
@given(groups=groups_of_rows, folds=st.integers(2, 5), seed=seeds)
def test_group_folds_part_no_group_and_are_about_equal(groups, folds, seed):
    groups = np.array(groups)
    spec = SplitSpec(method="kfold", folds=folds, group="g", seed=seed)
    splits = list(held_out_by(spec, len(groups), Ties(classes=groups % 2, groups=groups, are_classes=True)))
    assert sorted(np.concatenate([split.test for split in splits])) == list(range(len(groups)))
    for split in splits:
        sides = [set(groups[part]) for part in parts_of(split)]
        assert not (sides[0] & sides[1] or sides[0] & sides[2] or sides[1] & sides[2])
    largest = np.unique(groups, return_counts=True)[1].max()
    assert np.ptp([len(split.test) for split in splits]) <= largest


def test_repeats_draw_anew_and_the_same_fold_is_drawn_again():
    spec = SplitSpec(method="kfold", folds=3, repeats=2)
    splits = [split.test.tolist() for split in held_out_by(spec, 60, Ties())]
    assert splits[:3] != splits[3:]
    assert splits == [split.test.tolist() for split in held_out_by(spec, 60, Ties())]


def test_leaving_one_out_tests_row_by_row():
    spec = SplitSpec(method="leave_one_out", validation=0)
    splits = list(held_out_by(spec, 12, Ties()))
    assert [split.test.tolist() for split in splits] == [[row] for row in range(12)]
    assert all(len(split.train) == 11 for split in splits)


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        (SplitSpec(method="kfold"), "split_needs_fold"),
        (SplitSpec(method="leave_one_out"), "split_needs_fold"),
        (SplitSpec(method="leave_one_out", fold=9), "split_fold_beyond_rows"),
        (SplitSpec(method="kfold", folds=12, fold=0), "split_fold_beyond_rows"),
        (SplitSpec(method="kfold", folds=5, fold=0, group="g"), "too_few_groups"),
    ],
)
def test_a_fold_that_cannot_be_held_out_is_said(spec, code):
    groups = np.arange(9) % 3 if spec.group else None
    with pytest.raises(UserError) as told:
        split_tied(9, spec, Ties(groups=groups))
    assert told.value.problems[0].code == code
