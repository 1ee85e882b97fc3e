"""A finished recommender answers for users, items, pairs and lists, and says of whom it knows nothing."""

import json
import math
from datetime import datetime

import pytest
import torch

from engine.model.predictor import load_predictor
from engine.system.paths import Home
from engine.train.task import build_task
from tests.fakes.choices import recommendation, source_of, write_choices
from tests.fakes.run_folder import train_here, write_dataset, write_run

MODELS = ("matrix_factorization", "neural_cf", "two_tower", "sasrec")
FEATURES = {"data": {"features": ("age", "genre")}}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("recommender") / "home").create()
    write_choices(home)
    return home


@pytest.fixture(scope="module")
def predictors(home):
    known = {}

    def predictor(model, ratings=False):
        if (model, ratings) not in known:
            more = FEATURES if model == "two_tower" else {}
            more |= {"training": {"epochs": 25}} if model == "sasrec" else {}
            spec = recommendation(model, ratings=ratings, **more)
            files = write_run(home, f"{model}-{ratings}".lower().replace("_", "-"), spec)
            train_here(files)
            known[model, ratings] = load_predictor(files.model), build_task(source_of(home, spec))
        return known[model, ratings]

    return predictor


@pytest.mark.parametrize("model", MODELS)
def test_a_user_is_shown_ten_new_items_the_best_first(predictors, model):
    predictor, task = predictors(model)
    assert predictor.check([{"user": 100}, {"user": "100", "item": None}]) == []
    first, same = predictor.predict([{"user": 100}, {"user": "100", "item": None}])
    assert first == same and len(set(first["items"])) == 10 and "unseen" not in first
    assert first["scores"] == sorted(first["scores"], reverse=True)
    names = task.preprocessing
    had = {names.items.name(number) for number in names.histories.of_user(names.number(names.users, 100))}
    assert len(had) >= 8 and not had & set(first["items"]), (
        "held-out choices are known too when a model is used"
    )


@pytest.mark.parametrize("model", MODELS)
def test_a_pair_has_the_score_that_ranks_it(predictors, model):
    predictor, _ = predictors(model)
    [shown] = predictor.predict([{"user": 101}])
    pairs = predictor.predict([{"user": 101, "item": item} for item in shown["items"]])
    assert [answer["score"] for answer in pairs] == pytest.approx(shown["scores"], rel=1e-5)


def test_ratings_are_foreseen_in_their_unit(predictors):
    predictor, _ = predictors("matrix_factorization", ratings=True)
    answer, unknown = predictor.predict(
        [{"user": 100, "item": "film 01"}, {"user": "nobody", "item": "no film"}]
    )
    assert 1 < answer["value"] < 6
    assert unknown["unseen"] == ["user", "item"]
    assert unknown["value"] == pytest.approx(predictor._target.mean), (
        "where nothing is known the mean is left"
    )


def test_how_much_an_item_is_like_a_list_is_no_rating(predictors):
    lists = [{"history": ["film 02", "film 03"], "item": item} for item in ("film 02", "film 30")]
    near, far = predictors("matrix_factorization", ratings=True)[0].predict(lists)
    assert near.keys() == far.keys() == {"score"}
    assert 1 >= near["score"] > far["score"] >= -1


@pytest.mark.parametrize("model", MODELS)
def test_an_item_has_items_like_it_and_is_not_among_them(predictors, model):
    [alike, unknown] = predictors(model)[0].predict([{"item": "film 03"}, {"item": "film 99"}])
    assert len(alike["items"]) == 10 and "film 03" not in alike["items"]
    assert all(-1.001 <= score <= 1.001 for score in alike["scores"])
    assert unknown["unseen"] == ["item"]


@pytest.mark.parametrize("model", MODELS)
def test_an_unseen_user_is_answered_and_said_to_be_unseen(predictors, model):
    [answer] = predictors(model)[0].predict([{"user": "nobody"}])
    assert answer["unseen"] == ["user"] and len(answer["items"]) == 10


def test_two_towers_place_an_unseen_user_by_age_and_an_unseen_item_by_genre(predictors):
    predictor, _ = predictors("two_tower")
    young, old = predictor.predict([{"user": "new", "age": 24}, {"user": "new", "age": 66}])
    early = {f"film {number:02}" for number in range(20)}
    assert len(early & set(young["items"])) > len(early & set(old["items"])) + 4
    liked, disliked = predictor.predict(
        [{"user": 100, "item": "new", "genre": genre} for genre in ("comedy", "crime")]
    )
    assert liked["unseen"] == ["item"] and liked["score"] > disliked["score"]


@pytest.mark.parametrize("model", MODELS)
def test_many_in_one_pass_are_answered_as_each_alone(predictors, model):
    predictor, _ = predictors(model)
    records = [{"user": user} for user in (100, "nobody", 101)]
    records += [{"user": 101, "item": "film 04"}, {"item": "film 03"}, {"item": "film 99"}]
    records += [{"history": ["film 02", "film 03"]}, {"history": ["film 02"], "item": "film 04"}]
    records += [{"user": 102, "top": 3}, {"history": ["no film"]}]
    records *= 2
    together = predictor.predict(records)
    for alone, answer in zip(map(predictor.predict, ([record] for record in records)), together, strict=True):
        assert alone[0].keys() == answer.keys()
        assert alone[0].get("items") == answer.get("items")
        for name in answer.keys() & {"score", "scores"}:
            assert alone[0][name] == pytest.approx(answer[name], abs=1e-5)


def test_where_there_are_many_items_few_users_are_scored_at_a_time(predictors, monkeypatch):
    predictor, task = predictors("matrix_factorization")
    sizes, of_users = [], predictor._rankings.of_users
    monkeypatch.setattr(
        predictor._rankings, "of_users", lambda some: sizes.append(len(some)) or of_users(some)
    )
    monkeypatch.setattr("engine.model.recommender._AT_ONCE", 2 * (len(task.preprocessing.items) + 1))
    answers = predictor.predict([{"user": user} for user in (100, 101, 102, 103, 104)])
    assert sizes == [2, 2, 1]
    assert answers[4]["items"] == predictor.predict([{"user": 104}])[0]["items"]


def test_a_request_says_how_many_and_which_items_not(predictors):
    predictor, _ = predictors("matrix_factorization")
    [ten] = predictor.predict([{"user": 100}])
    first, *others = ten["items"]
    wanted = {"user": 100, "top": 2, "without": [first, "no film"]}
    assert predictor.check([wanted]) == []
    [two] = predictor.predict([wanted])
    assert two["items"] == others[:2] and two["scores"] == ten["scores"][1:3]
    [all_of_them] = predictor.predict([{"item": "film 03", "top": 1000}])
    assert len(all_of_them["items"]) == len(set(all_of_them["items"])) > 30


def test_like_an_item_that_nobody_knows_are_those_that_most_have(predictors):
    predictor, task = predictors("matrix_factorization")
    [answer] = predictor.predict([{"item": "film 99"}])
    counts = task.preprocessing.histories.popularity(len(task.preprocessing.items))
    chosen = [counts[task.preprocessing.number(task.preprocessing.items, item)] for item in answer["items"]]
    assert chosen == sorted(chosen, reverse=True) and chosen[0] == counts.max()
    assert answer["unseen"] == ["item"] and all(0 < score <= 1 for score in answer["scores"])


def test_what_is_no_number_comes_before_nothing(predictors):
    predictor, task = predictors("two_tower")
    scores = torch.tensor([0.0, math.nan, math.inf, 1.0, 2.0, -math.inf])
    [shown] = predictor._shown(scores[None], [{"user": "nobody"}])
    assert shown == {"items": [task.preprocessing.items.name(n) for n in (4, 3)], "scores": [2.0, 1.0]}


@pytest.mark.parametrize("model", MODELS)
def test_a_list_of_choices_stands_in_for_a_user(predictors, model):
    [answer] = predictors(model)[0].predict([{"history": ["film 02", "film 03", "film 04", "film 77"]}])
    assert not {"film 02", "film 03", "film 04"} & set(answer["items"])
    early = {f"film {number:02}" for number in range(20)}
    assert len(early & set(answer["items"][:5])) >= 3


def test_a_sequence_goes_on_where_the_list_ends(predictors):
    lists = [[f"film {start + n:02}" for n in range(4)] for start in (2, 9)]
    first, second = predictors("sasrec")[0].predict([{"history": items} for items in lists])
    assert "film 06" in first["items"][:3] and "film 13" in second["items"][:3]


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        ("100", "not_group", "inputs.1"),
        ({}, "input_for_nobody", "inputs.1.user"),
        ({"user": None}, "input_for_nobody", "inputs.1.user"),
        ({"user": True}, "not_text", "inputs.1.user"),
        ({"user": 100, "item": ["film 01"]}, "not_text", "inputs.1.item"),
        ({"user": 100, "film": "x"}, "input_unknown", "inputs.1.film"),
        ({"history": "film 01"}, "not_list", "inputs.1.history"),
        ({"history": ["film 01", None]}, "not_text", "inputs.1.history.1"),
        ({"user": 100, "age": "old"}, "not_number", "inputs.1.age"),
        ({"user": 100, "top": 0}, "below_minimum", "inputs.1.top"),
        ({"user": 100, "top": 1001}, "above_maximum", "inputs.1.top"),
        ({"user": 100, "top": 2.0}, "not_whole_number", "inputs.1.top"),
        ({"user": 100, "without": ["film 01", []]}, "not_text", "inputs.1.without.1"),
    ],
)
def test_a_wrong_input_is_named(predictors, record, code, field):
    [problem] = predictors("two_tower")[0].check([{"user": 100}, record])
    assert (problem.code, problem.field) == (code, field)


def test_the_folder_holds_who_has_what_in_a_file_that_can_run_nothing(home, predictors):
    predictors("matrix_factorization")
    folder = home.run("matrix-factorization-false").model
    manifest = json.loads((folder / "manifest.json").read_text())
    assert "histories.safetensors" in json.dumps(manifest)


def test_steps_on_ids_and_features_are_taken_with_every_request(home):
    """Ages are learnt as two intervals and ids in small letters; a request says the age itself, and any letters."""
    small = {"step": "normalise_text", "columns": ("item",), "lower": True}
    steps = ({"step": "bins", "column": "age", "bins": 2}, small)
    spec = recommendation("two_tower", data={**FEATURES["data"], "steps": steps})
    files = write_run(home, "steps", spec)
    train_here(files)
    predictor = load_predictor(files.model)
    assert {field.name: field.kind for field in predictor.card.inputs} == {
        "user": "category",
        "item": "category",
        "age": "number",
        "genre": "category",
    }
    records = [{"user": "new", "age": age} for age in (21.0, 24.0, 66.0)]
    assert predictor.check(records) == []
    younger, young, old = predictor.predict(records)
    assert younger["scores"] == young["scores"] != old["scores"]
    assert predictor.predict([{"item": "FILM  01"}]) == predictor.predict([{"item": "film 01"}])
    first, second = predictor.predict([{"history": [item]} for item in ("Film 02", "film 02")])
    assert first == second


def test_a_chosen_encoding_of_a_feature_is_the_one_that_is_learnt(home):
    spec = recommendation(
        "two_tower", data={**FEATURES["data"], "steps": ({"step": "encode", "how": "ordinal"},)}
    )
    task = build_task(source_of(home, spec))
    assert task.shape.item_features == 1


@pytest.mark.parametrize("features", [("joined",), ("joined_year",)])
def test_parts_of_a_date_are_features_and_a_request_says_the_date(tmp_path, features):
    home = Home(tmp_path / "home").create()
    users, items = [n // 6 for n in range(120)], [f"film {n % 12}" for n in range(120)]
    joined = [datetime(2000 + user, 5, 1) for user in users]
    columns = {"user": users, "item": items, "joined": joined}
    write_dataset(home, "choices", columns, {"user": "number", "item": "category", "joined": "date"})
    steps = ({"step": "date_parts", "column": "joined", "parts": ("year",)},)
    data = {"features": features, "steps": steps, "time": None}
    spec = recommendation("two_tower", data=data, training={"epochs": 1})
    files = write_run(home, "run", spec)
    train_here(files)
    predictor = load_predictor(files.model)
    assert [field.name for field in predictor.card.inputs] == ["user", "item", "joined"]
    early, late = ({"user": "new", "joined": day} for day in ("2001-07-01", "2018-07-01"))
    assert predictor.check([early, late]) == []
    first, second = predictor.predict([early, late])
    assert first["scores"] != second["scores"]
