"""Parameters and rows by formula, against what the networks and the data pipeline really make."""

import pytest

from engine.planning.anatomy import anatomy_of
from engine.planning.expected_shape import widths_of
from engine.planning.rows import expected_rows, expected_steps
from engine.planning.shape import Shape
from engine.schema.card import Column
from engine.schema.train import TrainSpec
from tests.fakes.jobs import dataset_card, train_spec


def _spec(**changes) -> TrainSpec:
    return TrainSpec.model_validate({**train_spec(), **changes})


def _text(model: dict) -> TrainSpec:
    data = {"source": "a", "target": "label", "text": "review"}
    return _spec(task="text_classification", data=data, model=model)


def test_each_kind_of_column_has_its_width():
    columns = [
        Column(name="number", kind="number"),
        Column(name="gaps", kind="number", missing=3),
        Column(name="flag", kind="boolean"),
        Column(name="colour", kind="category", distinct=4),
        Column(name="street", kind="category", distinct=9000),
        Column(name="day", kind="date", missing=1),
    ]
    assert widths_of(columns) == (1, 2, 1, 5, 257, 6)


def test_dense_networks_count_weights_and_biases():
    assert anatomy_of(_spec().model, Shape(10, 1)).parameters == 11
    mlp = _spec(model={"name": "mlp", "hidden": [64, 64]})
    assert anatomy_of(mlp.model, Shape(10, 1)).parameters == (10 * 64 + 64) + (64 * 64 + 64) + 65


MODELS = [
    {"name": "linear"},
    {"name": "mlp", "hidden": [8, 3]},
    {"name": "mlp", "hidden": []},
    {"name": "resnet_mlp", "width": 6, "inner": 9, "blocks": 2},
    {"name": "ft_transformer", "width": 8, "heads": 2, "layers": 2},
    {"name": "mean_embedding", "vocabulary": 50, "width": 6},
    {"name": "text_cnn", "vocabulary": 50, "width": 6, "filters": 5, "lengths": [2, 4]},
    {"name": "transformer_encoder", "vocabulary": 50, "width": 8, "heads": 2, "layers": 3, "max_tokens": 7},
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model["name"])
def test_the_formula_is_the_network(model: dict):
    """The networks themselves are counted; only this test needs torch."""
    from engine.model.networks.build import build_model

    is_text = "vocabulary" in model
    spec = _text(model) if is_text else _spec(model=model)
    inputs = 50 if is_text else 10
    network = build_model(spec.model, Shape(inputs, 3))
    assert anatomy_of(spec.model, Shape(inputs, 3)).parameters == sum(
        weights.numel() for weights in network.parameters()
    )


def test_rows_follow_target_cleaning_and_split():
    card = dataset_card(
        rows=103,
        duplicates=1,
        columns=(Column(name="x", kind="number", missing=5), Column(name="y", kind="number", missing=2)),
    )
    assert sum(expected_rows(_spec(), card).values()) == 100
    drop = _spec(data={"source": "a", "target": "y", "cleaning": {"missing": "drop", "duplicates": "keep"}})
    assert sum(expected_rows(drop, card).values()) == 96


@pytest.mark.parametrize(
    ("training", "most", "steps"),
    [
        ({"epochs": 2, "batch_size": 30}, None, 8),
        ({"epochs": 2, "batch_size": 30, "max_steps": 3}, None, 3),
        ({"max_steps": 500}, None, 500),
        ({"max_steps": 500}, 20, 20),
        ({"epochs": 1, "batch_size": 200}, 20, 1),
    ],
)
def test_the_run_ends_at_the_first_limit(training: dict, most: int | None, steps: int):
    assert expected_steps(_spec(training=training), 100, most).total == steps
