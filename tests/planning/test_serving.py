"""What stands against serving a model, by its task."""

import pytest

from engine.planning.facts import Facts
from engine.planning.serving import check_served
from engine.schema.card import ModelCard
from engine.schema.serve import ServedSpec
from tests.fakes.jobs import train_spec
from tests.fakes.machine import CPU
from tests.fakes.stand_in import model_card

FACTS = Facts(devices=(CPU,), memory_free={"cpu": 8 << 30}, disk_free=100 << 30)


@pytest.mark.parametrize(
    ("task", "fewest"),
    [
        ("language_model", 4),
        ("text_classification", 8),
        ("tabular_regression", 16),
        ("image_classification", 16),
    ],
)
def test_few_bits_are_for_what_is_computed_in_them(task, fewest):
    card = ModelCard.model_validate({**model_card("m", train_spec(name="m")), "task": task})
    for bits in (4, 8, 16, 32, None):
        found = check_served(ServedSpec(name="a", model="m", bits=bits), card, FACTS, "models.0.")
        refused = [(problem.code, problem.field) for problem in found]
        assert refused == ([("bits_too_few", "models.0.bits")] if bits is not None and bits < fewest else [])
