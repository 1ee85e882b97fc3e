"""Networks of tables: what a row's answer depends on."""

import pytest
import torch

from engine.model.networks.build import build_model
from engine.model.networks.ft_transformer import FeatureTokens
from engine.planning.shape import Shape
from engine.schema.model_spec import FtTransformerSpec, LinearSpec, MlpSpec, ResnetMlpSpec

GROUPS = (1, 3, 1, 2, 3)
SPECS = [
    LinearSpec(),
    MlpSpec(hidden=(4, 5), dropout=0.5),
    ResnetMlpSpec(width=8, inner=12, blocks=2),
    FtTransformerSpec(width=8, heads=2, layers=2),
]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_an_answer_depends_on_no_other_row(spec):
    torch.manual_seed(0)
    model, rows = build_model(spec, Shape(10, 3, groups=GROUPS)).eval(), torch.randn(5, 10)
    assert torch.allclose(model(rows)[1:3], model(rows[1:3]), atol=1e-6)
    empty = model(rows[:0])
    empty.sum().backward()
    assert empty.shape == (0, 3)


def test_each_feature_is_a_token_made_from_its_own_numbers():
    tokens, rows = FeatureTokens(4, GROUPS), torch.randn(5, 10)
    found = tokens(rows)
    assert found.shape == (5, 1 + len(GROUPS), 4)
    assert torch.equal(found[:, 0], tokens.row.expand(5, 4))
    first = 0
    for number, size in enumerate(GROUPS):
        own = slice(first, first + size)
        expected = rows[:, own] @ tokens.weight[own] + tokens.bias[number]
        assert torch.allclose(found[:, 1 + number], expected, atol=1e-6), number
        first += size


def test_of_a_category_a_token_is_looked_up():
    tokens, row = FeatureTokens(4, (3,)), torch.tensor([[0.0, 1.0, 0.0]])
    assert torch.allclose(tokens(row)[0, 1], tokens.weight[1] + tokens.bias[0])
