"""A model's folder is enough to predict, and tells when it is damaged."""

import numpy as np
import pytest
import torch

from engine.data.features import TableEncoder
from engine.data.table import Table, column_of_values
from engine.data.text.vocabulary import Vocabulary
from engine.model.folder import TargetScale, save_model
from engine.model.inputs.preprocessing import RecordPreprocessing, TextPreprocessing
from engine.model.networks.build import build_model
from engine.model.predictor import load_predictor
from engine.schema.card import ModelCard
from engine.schema.problem import UserError
from tests.fakes.run_folder import classification, regression

KINDS = {"n": "number", "m": "number", "c": "category", "d": "date", "b": "boolean"}
RECORD = {"n": 1.5, "m": 2, "c": "x", "d": "2026-01-01", "b": True}


def card(spec, preprocessing, labels=()):
    return ModelCard(
        id="r",
        name="r",
        created=0,
        task=spec.task,
        run="r",
        spec=spec.model_dump(mode="json"),
        inputs=preprocessing.inputs(),
        input_form=preprocessing.form,
        target=spec.data.target,
        labels=labels,
    )


@pytest.fixture
def table_model(tmp_path):
    columns = {
        "n": [1.0, None, 3.0],
        "m": [1, 2, 3],
        "c": ["x", "y", "x"],
        "d": ["2026-01-01"] * 3,
        "b": [True, False, True],
    }
    table = Table({name: column_of_values(values, KINDS[name]) for name, values in columns.items()}, KINDS)
    preprocessing = RecordPreprocessing(TableEncoder.fit(table, list(KINDS)))
    spec = regression()
    torch.manual_seed(0)
    module = build_model(spec.model, preprocessing.shape(1))
    state = module.state_dict()
    save_model(tmp_path / "model", state, card(spec, preprocessing), preprocessing, TargetScale(100.0, 10.0))
    return tmp_path / "model"


@pytest.fixture
def text_model(tmp_path):
    preprocessing = TextPreprocessing("text", Vocabulary.fit(["good film", "bad film"], 50, 8), "good film")
    spec = classification()
    module = build_model(spec.model, preprocessing.shape(2))
    labelled = card(spec, preprocessing, ("bad", "good"))
    save_model(tmp_path / "model", module.state_dict(), labelled, preprocessing, TargetScale())
    return tmp_path / "model"


def test_a_record_gives_a_value_in_the_unit_of_the_target(table_model):
    predictor = load_predictor(table_model)
    assert predictor.check([RECORD]) == []
    [answer] = predictor.predict([RECORD])
    assert 50 < answer["value"] < 150
    assert predictor.predict([RECORD]) == [answer]


def test_a_text_gives_a_label_with_probabilities(text_model):
    predictor = load_predictor(text_model)
    answers = predictor.predict(["good", "", "something else"])
    for answer in answers:
        assert sum(answer["probabilities"].values()) == pytest.approx(1)
        assert answer["label"] == max(answer["probabilities"], key=answer["probabilities"].get)
    assert [problem.field for problem in predictor.check(["fine", 3])] == ["inputs.1"]


def test_answers_do_not_depend_on_the_company(table_model):
    predictor = load_predictor(table_model)
    records = [{**RECORD, "n": float(number)} for number in range(300)]
    together = np.array([answer["value"] for answer in predictor.predict(records)])
    alone = np.array([predictor.predict([record])[0]["value"] for record in records[::50]])
    assert together[::50] == pytest.approx(alone, rel=1e-5)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"m": None}, "input_missing", "inputs.1.m"),
        ({"m": "3"}, "not_number", "inputs.1.m"),
        ({"m": True}, "not_number", "inputs.1.m"),
        ({"m": float("nan")}, "not_number", "inputs.1.m"),
        ({"m": 10**400}, "not_number", "inputs.1.m"),
        ({"c": 3}, "not_text", "inputs.1.c"),
        ({"d": "yesterday"}, "not_date", "inputs.1.d"),
        ({"b": "yes"}, "not_switch", "inputs.1.b"),
        ({"z": 1}, "input_unknown", "inputs.1.z"),
    ],
)
def test_a_wrong_input_is_named_by_index_and_field(table_model, change, code, field):
    predictor = load_predictor(table_model)
    problems = predictor.check([RECORD, {**RECORD, **change}])
    assert [(problem.code, problem.field) for problem in problems] == [(code, field)]


def test_a_value_may_be_missing_where_training_rows_missed_it_too(table_model):
    predictor = load_predictor(table_model)
    record = {name: value for name, value in RECORD.items() if name != "n"}
    assert predictor.check([record, {**RECORD, "n": None}]) == []
    first, second = predictor.predict([record, {**RECORD, "n": None}])
    assert first == second


@pytest.mark.parametrize("name", ["model.safetensors", "card.json", "preprocessing.json", "manifest.json"])
def test_a_damaged_folder_is_said(table_model, name):
    path = table_model / name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(UserError) as told:
        load_predictor(table_model)
    assert told.value.problems[0].code == "model_damaged"
