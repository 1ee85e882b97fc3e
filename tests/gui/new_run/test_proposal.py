"""A dataset proposes a spec that needs nothing more."""

from typing import get_args

import pytest

from engine.schema.model_spec import TaskName
from engine.schema.spec_file import parse_spec
from gui.state.proposal import propose, propose_for, suited
from gui.state.roles import roles_for, roles_shown
from tests.fakes.dataset_cards import (
    ALICE,
    ANSWERS,
    BOOKS,
    CLICKS,
    CLOTHES,
    EVERY,
    INCOME,
    card,
    column,
)  # fmt: skip
from tests.fakes.spec_context import DIABETES, REVIEWS


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.name)
def test_what_is_proposed_is_a_whole_spec_with_the_roles_that_were_found(each):
    spec = parse_spec(propose(each))
    assert spec.data.source == each.id and spec.task == each.suggestion["task"]
    for role, name in each.suggestion.items():
        assert role == "task" or getattr(spec.data, role) == name


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.name)
def test_a_proposal_takes_so_many_steps_and_keeps_the_best_weights(each):
    training = parse_spec(propose(each)).training
    assert training.weights == "best" and training.optimizer.name == "adamw"
    assert training.early_stopping is None or training.early_stopping.patience < training.epochs
    assert (training.epochs * each.rows / training.batch_size) < 25_000
    assert propose(each) == propose(each)


@pytest.mark.parametrize("task", get_args(TaskName))
def test_ten_million_rows_are_looked_at_for_minutes_not_for_days(task):
    each = next(each for each in EVERY if each.suggestion["task"] == task)
    large = each.model_copy(update={"rows": 10_000_000, "bytes": 10_000_000_000})
    training = parse_spec(propose(large)).training
    assert training.epochs == 1
    assert min(training.max_steps or 1e9, 8_000_000 / training.batch_size) <= 32_000


def test_classes_keep_their_shares_and_ratings_are_judged_by_the_newest():
    for each in (REVIEWS, INCOME, CLOTHES):
        assert parse_spec(propose(each)).data.split.method == "stratified"
    ratings, choices = parse_spec(propose(BOOKS)), parse_spec(propose(CLICKS))
    assert (ratings.data.split.method, ratings.data.split.time, ratings.training.metric) == (
        "time",
        "date",
        "rmse",
    )
    assert (choices.data.split.method, choices.training.metric) == ("random", "ndcg_at_10")


def test_light_models_by_what_there_is():
    names = {each.name: parse_spec(propose(each)).model.name for each in EVERY}
    assert names == {
        "diabetes": "mlp", "income": "mlp", "reviews": "mean_embedding", "clothes": "small_cnn", "alice": "decoder",
        "answers": "decoder", "books": "matrix_factorization", "clicks": "matrix_factorization",
    }  # fmt: skip
    assert parse_spec(propose(CLOTHES)).model.image_size == 28
    assert parse_spec(propose(INCOME.model_copy(update={"rows": 60}))).model.name == "linear"


def test_lines_of_a_text_may_repeat():
    assert parse_spec(propose(ALICE)).data.cleaning.duplicates == "keep"
    assert parse_spec(propose(DIABETES)).data.cleaning.duplicates == "drop"


def test_steps_and_split_that_a_person_prepared_come_along():
    steps = [{"step": "drop_missing", "columns": ["age"]}]
    spec = parse_spec(propose(DIABETES, {"steps": steps, "split": {"method": "group", "group": "sex"}}))
    assert spec.data.steps[0].columns == ("age",) and spec.data.split.group == "sex"


def test_another_task_keeps_the_columns_that_still_fit_and_finds_the_others():
    spec = parse_spec(propose_for(REVIEWS, "language_model", {"target": "sentiment", "text": "review"}))
    assert (spec.data.text, spec.data.target) == ("review", None)
    spec = parse_spec(propose_for(INCOME, "tabular_regression", {"target": "income"}))
    assert spec.data.target == "age"
    spec = parse_spec(propose_for(BOOKS, "tabular_classification", {"target": "genre"}))
    assert spec.data.target == "genre" and spec.data.user is None
    roles = roles_for(INCOME, "recommendation", {"user": "work"})
    assert (roles["user"], roles["item"]) == ("work", "age")


def test_columns_of_conversations_that_make_no_form_together_are_left_out():
    roles = roles_for(ANSWERS, "language_model", {"chosen": "answer"})
    assert roles_shown("language_model", roles) == ("prompt", "response")
    assert roles["chosen"] is None and (roles["prompt"], roles["response"]) == ("question", "answer")


def test_without_a_suggestion_the_last_column_of_numbers_is_predicted():
    columns = (column("a", "number"), column("b", "number"), column("c", "text"))
    spec = parse_spec(propose(card("x", 5, *columns)))
    assert spec.data.target == "b" and spec.model.name == "linear"


def test_lengths_and_rate_follow_another_model_until_a_person_changes_them():
    run = parse_spec(propose(REVIEWS)).model_dump(mode="json")
    run["model"] = {"name": "pretrained", "path": "/a/folder"}
    tuned = parse_spec(suited(run, "mean_embedding", REVIEWS)).training
    assert (tuned.optimizer.learning_rate, tuned.batch_size, tuned.epochs) == (2e-4, 16, 1)
    run["training"]["optimizer"]["learning_rate"] = 0.123
    assert parse_spec(suited(run, "mean_embedding", REVIEWS)).training.optimizer.learning_rate == 0.123
