"""Recommendations are learnt, measured on every item, and held against what needs no learning."""

import numpy as np
import pytest
import torch

from engine.planning.rows import expected_rows
from engine.schema.problem import UserError
from engine.train.task import build_task
from engine.train.task.recommendation.ranking import HAD, HELD_OUT, ranking_scores, ranking_sums
from tests.fakes.choices import recommendation, source_of, write_choices
from tests.fakes.run_folder import curve_of, scores_of, train_here, write_run

MODELS = ("matrix_factorization", "neural_cf", "two_tower", "sasrec")
FEATURES = {"data": {"features": ("age", "genre")}}


def trained(home, spec, run="run"):
    files = write_run(home, run, spec)
    train_here(files)
    return files


@pytest.mark.parametrize("model", MODELS)
def test_every_network_beats_popularity(home, model):
    write_choices(home)
    changes = FEATURES if model == "two_tower" else {}
    test = scores_of(trained(home, recommendation(model, **changes)))["test"]
    floor = test["baseline"]
    assert floor["name"] == "popularity"
    assert test["ndcg_at_10"] > floor["ndcg_at_10"] + 0.05
    assert test["recall_at_10"] >= floor["recall_at_10"] and test["mrr"] > floor["mrr"]


@pytest.mark.parametrize("model", MODELS[:3])
def test_ratings_are_foreseen_better_than_by_biases(home, model):
    write_choices(home, each=16, own=0.5)
    training = {"batch_size": 32, "optimizer": {"name": "adamw", "learning_rate": 0.02, "weight_decay": 1.0}}
    changes = {"training": training, **(FEATURES if model == "two_tower" else {})}
    test = scores_of(trained(home, recommendation(model, ratings=True, **changes)))["test"]
    floor = test["baseline"]
    assert floor["name"] == "biases"
    assert test["rmse"] < 0.55, "ratings are drawn with a deviation of 0.4"
    assert min(floor["rmse"], floor["mean"]["rmse"]) > 1


@pytest.mark.parametrize("network", [{}, {"sparse": True}], ids=["dense", "sparse"])
def test_a_resumed_run_goes_on_as_if_it_had_not_stopped(home, network):
    write_choices(home)
    spec = recommendation("matrix_factorization", network=network, training={"epochs": None, "max_steps": 12})
    files = trained(home, spec, "whole")
    broken = write_run(home, "broken", spec)
    broken.order.write_text('{"attempt": 1, "order": "pause", "checkpoint": 0, "now": false}')
    train_here(broken)
    assert len(curve_of(broken)) < 12
    train_here(broken, attempt=2)
    assert curve_of(broken) == curve_of(files)


def test_negatives_change_with_the_step_and_are_never_what_the_user_has(home):
    write_choices(home)
    task = build_task(source_of(home, recommendation("matrix_factorization")))
    rows = torch.arange(40)
    first, again, later = (task.training_batch(rows, step).inputs for step in (3, 3, 4))
    assert torch.equal(first, again) and not torch.equal(first[:, 2:], later[:, 2:])
    for user, _, *drawn in first.tolist():
        assert not set(drawn) & set(task._data.trained.of_user(user).tolist())


def test_each_users_last_choices_are_held_out_where_there_is_time(home):
    write_choices(home)
    task = build_task(source_of(home, recommendation("sasrec")))
    assert task.split.counts() == {"train": 120, "validation": 60, "test": 60}
    assert task._data.times[task._data.split.test].min() == 8
    assert task._data.times[task._data.split.validation].tolist() == [7] * 60
    asked = task.batch("test", torch.arange(1)).inputs[0]
    history = task._data.trained.of_user(int(asked[0])).tolist()
    assert asked[1:-1].tolist() == history[-5:], "the choice that was watched is known when the test is made"


def test_without_time_choices_are_held_out_at_random(home):
    write_choices(home)
    spec = recommendation("matrix_factorization", data={"time": None})
    task = build_task(source_of(home, spec))
    assert len(task._data.split.test) == pytest.approx(0.1 * 540, abs=1)
    assert task.rows("test") == len(np.unique(task._data.people[task._data.split.test]))


def test_planned_rows_are_those_of_the_task(home):
    write_choices(home)
    for model in ("matrix_factorization", "sasrec"):
        source = source_of(home, recommendation(model))
        columns = [
            column.model_copy(update={"distinct": {"user": 60, "item": 40}.get(column.name)})
            for column in source.card.columns
        ]
        card = source.card.model_copy(update={"columns": tuple(columns)})
        assert expected_rows(source.spec, card) == build_task(source).split.counts()


def test_a_held_out_item_nobody_learnt_from_counts_as_missed():
    standing = torch.tensor([[HAD - 1, HELD_OUT, HAD, 0, 0]], dtype=torch.int16)
    scores = ranking_scores(ranking_sums(torch.tensor([[9.0, 3, 8, 1, 2]]), standing, 2).numpy(), 1)
    assert scores["recall_at_10"] == 0.5 and scores["mrr"] == 1.0
    assert scores["ndcg_at_10"] == pytest.approx(1 / (1 + 1 / np.log2(3)))


def test_scores_of_a_ranking_are_those_of_the_definitions():
    """Two users; the first's held-out item comes third of what is new to them, the second's first and second."""
    standing = torch.tensor(
        [[HAD, HELD_OUT, 0, 0, HAD], [HAD, 0, HELD_OUT, HELD_OUT, HAD]], dtype=torch.int16
    )
    output = torch.tensor([[0.0, 1, 3, 2, 9], [0.0, 1, 3, 2, 9]])
    scores = ranking_scores(ranking_sums(output, standing, 1).numpy(), 2)
    assert scores["recall_at_10"] == 1.0
    assert scores["mrr"] == pytest.approx((1 / 3 + 1) / 2)
    assert scores["ndcg_at_10"] == pytest.approx((1 / np.log2(4) + 1) / 2)
    assert scores["coverage"] == 0.75, "what everybody has is shown to nobody"
    rivals = np.log((np.exp(3) + np.exp(2)) / 2)
    first = np.log1p(np.exp(rivals - 1))
    second = np.mean([np.log1p(np.exp(1 - 3.0)), np.log1p(np.exp(1 - 2.0))])
    assert scores["loss"] == pytest.approx((first + second) / 2)


def test_equal_scores_help_nobody():
    standing = torch.tensor([[HAD, 0, 0, HELD_OUT]], dtype=torch.int16)
    assert ranking_scores(ranking_sums(torch.ones(1, 4), standing, 1).numpy(), 1)["mrr"] == pytest.approx(
        1 / 3
    )


def test_held_out_items_that_nobody_learnt_from_have_no_loss():
    standing = torch.tensor([[HAD - 2, HAD, 0, 0]])
    scores = ranking_scores(ranking_sums(torch.rand(1, 4), standing, 1).numpy(), 1)
    assert scores["loss"] is None and scores["recall_at_10"] == 0


def test_scores_that_are_no_numbers_are_no_success():
    standing = torch.tensor([[HAD, 0, 0, HELD_OUT]], dtype=torch.int16)
    scores = ranking_scores(ranking_sums(torch.full((1, 4), torch.nan), standing, 1).numpy(), 1)
    assert scores["recall_at_10"] == 0 and scores["mrr"] < 0.5 and not np.isfinite(scores["loss"])


def test_sums_of_users_add_up(home):
    write_choices(home)
    task = build_task(source_of(home, recommendation("matrix_factorization")))
    output = torch.randn(60, 41, generator=torch.Generator().manual_seed(0))
    targets = task.batch("test", torch.arange(60)).targets
    parts = (
        task.sums(output[:20], targets[:20])
        + task.sums(output[20:], targets[20:])
        + task.sums(output[:0], targets[:0])
    )
    assert task.scores(parts, 60) == pytest.approx(task.scores(task.sums(output, targets), 60))


def test_a_feature_of_neither_side_is_refused(home):
    write_choices(home)
    spec = recommendation("two_tower", data={"features": ("rating",)})
    with pytest.raises(UserError) as refused:
        build_task(source_of(home, spec))
    assert refused.value.problems[0].code == "feature_of_neither"


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
def test_sparse_gradients_train_as_dense_ones_do(home, optimizer):
    """Plain SGD comes to the same; a lazy Adam does while every row is touched in every step."""
    write_choices(home, users=4, items=6, each=5)
    settings = {"name": optimizer, "learning_rate": 0.05, "weight_decay": 0.0}
    training = {
        "epochs": 6,
        "batch_size": 64 if optimizer != "sgd" else 5,
        "optimizer": settings,
        "gradient_clip": 0.5,
    }
    curves = []
    for sparse in (False, True):
        spec = recommendation("matrix_factorization", network={"sparse": sparse}, training=training)
        curves.append(list(curve_of(trained(home, spec, f"{optimizer}-{sparse}".lower())).values()))
    assert curves[1] == pytest.approx(curves[0], rel=1e-6)
