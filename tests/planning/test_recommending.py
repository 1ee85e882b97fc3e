"""What a recommendation asks of its data and its strategy is said before anything starts."""

import pytest

from engine.planning.expected_shape import shape_of
from engine.planning.recommending import check_recommendation, check_sparse
from engine.planning.rows import expected_rows
from engine.schema.card import Column
from tests.fakes.choices import recommendation
from tests.fakes.jobs import dataset_card

CARD = dataset_card(
    rows=1000,
    columns=(
        Column(name="user", kind="number", distinct=50),
        Column(name="item", kind="category", distinct=80),
        Column(name="rating", kind="number"),
        Column(name="time", kind="number"),
        Column(name="age", kind="number"),
    ),
)


@pytest.mark.parametrize(
    ("spec", "code", "field"),
    [
        (recommendation("sasrec", data={"time": None}), "role_missing", "data.time"),
        (recommendation("sasrec", data={"target": "rating"}), "sequences_have_no_ratings", "data.target"),
        (recommendation("neural_cf", data={"features": ("age",)}), "features_need_towers", "data.features"),
        (recommendation("neural_cf", training={"metric": "rmse"}), "metric_of_ratings", "training.metric"),
        (
            recommendation("neural_cf", ratings=True, training={"metric": "mrr"}),
            "metric_of_choices",
            "training.metric",
        ),
    ],
)
def test_what_does_not_go_together_is_named(spec, code, field):
    [problem] = check_recommendation(spec)
    assert (problem.code, problem.field) == (code, field)


def test_what_goes_together_is_let_be():
    for model in ("matrix_factorization", "neural_cf", "two_tower", "sasrec"):
        assert check_recommendation(recommendation(model, training={"metric": "ndcg_at_10"})) == []
    assert check_recommendation(recommendation("two_tower", ratings=True, data={"features": ("age",)})) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"strategy": {"name": "ddp", "devices": ("cpu", "cpu")}}, []),
        ({"strategy": {"name": "fsdp", "devices": ("cpu", "cpu")}}, ["sparse_in_strategy"]),
        (
            {"strategy": {"name": "ddp", "devices": ("cpu", "cpu"), "compression": "bf16"}},
            ["sparse_is_not_compressed"],
        ),
        ({"training": {"optimizer": {"name": "lion"}}}, ["sparse_in_optimizer"]),
    ],
)
def test_sparse_gradients_go_with_what_moves_rows(changes, codes):
    spec = recommendation("matrix_factorization", network={"sparse": True}, **changes)
    assert [problem.code for problem in check_sparse(spec)] == codes


def test_rows_are_choices_for_training_and_users_for_measuring():
    by_time = expected_rows(recommendation("neural_cf"), CARD)
    assert by_time == {"train": 900, "validation": 50, "test": 50}
    at_random = expected_rows(recommendation("neural_cf", data={"time": None}), CARD)
    assert at_random == {"train": 800, "validation": 50, "test": 50}
    of_fold = {"split": {"method": "kfold", "folds": 4, "fold": 1, "validation": 0.2}}
    folded = expected_rows(recommendation("neural_cf", data=of_fold), CARD)
    assert folded == {"train": 600, "validation": 50, "test": 50}
    ratings = expected_rows(recommendation("neural_cf", ratings=True), CARD)
    assert ratings == {"train": 800, "validation": 100, "test": 100}


def test_the_card_tells_how_many_users_and_items_there_are():
    shape = shape_of(recommendation("matrix_factorization"), CARD)
    assert (shape.users, shape.items, shape.positions) == (50, 80, 6)
