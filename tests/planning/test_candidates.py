"""What Auto over models begins with, by the data's size."""

from typing import Any

from engine.planning.candidates import batch_size, candidates, short_epochs, shortened
from engine.schema.card import Column
from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.search_spec import SearchSpec
from tests.fakes.jobs import dataset_card


def names(rows: int, columns: int = 2, task: str = "tabular_regression", **data: Any) -> list[str]:
    wide = [Column(name=f"x{number}", kind="number", distinct=9) for number in range(columns)]
    card = dataset_card(rows=rows, columns=(*wide, Column(name="y", kind="number", distinct=9)))
    spec = SearchSpec.model_validate({"task": task, "data": {"source": "d", "target": "y", **data}})
    return [run.model.name for run in candidates(spec, card)]


def test_small_data_gets_small_models_and_large_data_the_others_too():
    assert names(100) == ["linear", "mlp"]
    assert names(500) == ["linear", "mlp", "mlp", "resnet_mlp"]
    assert names(5000) == ["linear", "mlp", "mlp", "resnet_mlp", "ft_transformer"]


def test_a_table_too_wide_is_spared_the_attention_over_its_columns():
    assert "ft_transformer" not in names(5000, columns=101)


def test_every_candidate_is_a_model_of_its_task():
    for task, data in (("tabular_classification", {}), ("text_classification", {"text": "x0"})):
        assert set(names(5000, task=task, **data)) <= set(MODELS_OF_TASK[task])


def test_runs_are_as_long_as_the_data_needs_and_first_a_tenth_of_it():
    spec = SearchSpec.model_validate({"task": "tabular_regression", "data": {"source": "d", "target": "y"}})
    small, large = (candidates(spec, dataset_card(rows=rows))[0] for rows in (400, 1_000_000))
    assert small.training.epochs == 200
    assert 5 <= large.training.epochs < 10
    assert shortened(small, short_epochs(small)).training.epochs == 20
    assert (small.training.metric, small.training.weights) == ("rmse", "best")


def test_a_batch_grows_with_the_rows():
    assert [batch_size(rows) for rows in (10, 1000, 10_000, 10_000_000)] == [16, 32, 512, 1024]
