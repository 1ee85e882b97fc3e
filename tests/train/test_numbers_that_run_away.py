"""A learning rate that is far too large: whenever the numbers end, no checkpoint and no model holds them."""

import json

import pytest
from safetensors.torch import load_file

from engine.schema.problem import UserError
from tests.fakes.run_folder import regression, train_here, write_numbers, write_run


@pytest.mark.parametrize("steps", range(1, 9))
def test_weights_that_are_no_numbers_are_neither_saved_nor_served(home, steps: int):
    write_numbers(home)
    spec = regression(
        model={"name": "mlp", "hidden": (16, 16)},
        training={"epochs": None, "max_steps": steps, "optimizer": {"name": "sgd", "learning_rate": 10.0}},
        checkpoint={"every_steps": 1, "keep": 100},
    )
    files = write_run(home, "run", spec)
    try:
        train_here(files)
    except UserError as error:
        assert error.problems[0].code == "loss_not_finite"
        assert error.problems[0].params["step"] <= steps
        assert not files.model.exists()
    else:
        metrics = json.loads((files.model / "card.json").read_text())["metrics"]
        assert None not in [scores["loss"] for scores in metrics.values()]
    for weights in files.root.rglob("*.safetensors"):
        assert all(tensor.isfinite().all() for tensor in load_file(weights).values()), weights
