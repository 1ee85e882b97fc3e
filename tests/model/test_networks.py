"""The networks: shapes, and padding that takes no part."""

import pytest
import torch

from engine.model.networks.build import build_model
from engine.planning.shape import Shape
from engine.schema.model_spec import (
    LinearSpec,
    MeanEmbeddingSpec,
    MlpSpec,
    TextCnnSpec,
    TransformerEncoderSpec,
)

TEXT_SPECS = [
    MeanEmbeddingSpec(width=8, dropout=0.0),
    TextCnnSpec(width=8, filters=6, lengths=(1, 3, 5), dropout=0.0),
    TransformerEncoderSpec(width=8, heads=2, layers=2, dropout=0.0, max_tokens=9),
]


@pytest.mark.parametrize("spec", TEXT_SPECS, ids=lambda spec: spec.name)
def test_padding_changes_no_answer(spec):
    torch.manual_seed(0)
    model = build_model(spec, Shape(20, 3)).eval()
    short = torch.tensor([[5, 6, 7]])
    padded = torch.tensor([[5, 6, 7, 0, 0], [9, 9, 9, 9, 9]])
    assert torch.allclose(model(short)[0], model(padded)[0], atol=1e-6)


def test_a_pattern_may_reach_over_the_end_of_the_text_but_not_begin_there():
    torch.manual_seed(0)
    model = build_model(TextCnnSpec(width=4, filters=3, lengths=(3,), dropout=0.0), Shape(20, 2)).eval()
    first, second, _ = model.convolutions.lengths[0].weight.detach().unbind(2)
    bias = model.convolutions.lengths[0].bias.detach()
    one, two = model.embedding.words.weight.detach()[[5, 6]]
    begins = torch.stack([first @ one + second @ two, first @ two]) + bias
    expected = model.output(begins.relu().amax(0))
    assert torch.allclose(model(torch.tensor([[5, 6, 0, 0, 0]]))[0], expected, atol=1e-6)


@pytest.mark.parametrize("spec", TEXT_SPECS, ids=lambda spec: spec.name)
def test_no_rows_are_no_trouble(spec):
    model = build_model(spec, Shape(20, 3))
    output = model(torch.zeros((0, 1), dtype=torch.long))
    output.sum().backward()
    assert output.shape == (0, 3)


@pytest.mark.parametrize("spec", [LinearSpec(), MlpSpec(hidden=()), MlpSpec(hidden=(4, 5), dropout=0.5)])
def test_table_networks_read_features(spec):
    assert build_model(spec, Shape(6, 1))(torch.ones(2, 6)).shape == (2, 1)
