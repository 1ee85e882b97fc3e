import pytest
import torch
from torch import nn

from engine.model.dynamic_int8 import DynamicInt8Linear, TorchRows
from engine.model.lighter import WIDE_SUMS, lightened

ROWS = TorchRows()
sums_in_32_bits = pytest.mark.skipif(
    not {name for name, able in torch.cpu.get_capabilities().items() if able} & {*WIDE_SUMS},
    reason="torch's products of eight bits saturate on this processor",
)


@pytest.fixture(autouse=True)
def _same_numbers():
    torch.manual_seed(0)


def plain(layer, inputs):
    """What the whole numbers stand for, in floats: the layer's definition, without its sums of whole numbers."""
    weight = layer.weight.t().double() * layer.steps[:, None].double()
    high, low = inputs.amax(-1, keepdim=True), inputs.amin(-1, keepdim=True)
    middle, step = (high + low) / 2, ((high - low) / 254).clamp_min(1e-12)
    seen = (((inputs - middle) * (1 / step)).round() * step + middle).double()
    return seen @ weight.t() + layer.bias.double()


@sums_in_32_bits
@pytest.mark.parametrize("shape", [(1, 32), (5, 32), (3, 7, 32)])
@pytest.mark.parametrize("has_bias", [True, False])
def test_it_sums_what_its_whole_numbers_stand_for(shape, has_bias):
    layer = DynamicInt8Linear.of(nn.Linear(32, 96, bias=has_bias), ROWS)
    inputs = torch.randn(shape) * 3 + 1
    outputs = layer(inputs)
    assert outputs.shape == (*shape[:-1], 96)
    torch.testing.assert_close(outputs.double(), plain(layer, inputs), rtol=1e-4, atol=1e-4)


@sums_in_32_bits
@pytest.mark.parametrize("shift", [0.0, 5.0, -40.0])
def test_it_is_within_its_steps_of_the_layer_it_was_made_of(shift):
    source = nn.Linear(384, 256)
    inputs = nn.functional.gelu(torch.randn(64, 384) * 2) + shift
    assert far(DynamicInt8Linear.of(source, ROWS)(inputs), source(inputs)) < 0.02


def far(found, wanted):
    """The error beside what is right, of the row that is worst."""
    return ((found - wanted).norm(dim=1) / wanted.norm(dim=1)).max()


@sums_in_32_bits
def test_rows_without_a_range_and_weights_without_a_value_come_out_right():
    source = nn.Linear(16, 64)
    with torch.no_grad():
        source.weight[3] = 0
    inputs = torch.stack([torch.zeros(16), torch.full((16,), 2.5), torch.full((16,), -1e6)])
    layer = DynamicInt8Linear.of(source, ROWS)
    outputs = layer(inputs)
    assert torch.equal(outputs[:, 3], source.bias[3].expand(3))
    assert far(outputs, source(inputs)) < 0.02


def test_heads_and_what_is_no_plain_layer_stay_as_they_are():
    module = nn.Sequential(
        nn.Linear(64, 128), nn.GELU(), nn.Sequential(nn.Linear(128, 64), nn.Linear(64, 70))
    )
    lighter = lightened(module, 8, ROWS)
    assert isinstance(lighter[0], DynamicInt8Linear) and isinstance(lighter[2][0], DynamicInt8Linear)
    assert lighter[2][1].weight is module[2][1].weight, "shared, not copied"
    assert type(module[0]) is nn.Linear
    inputs = torch.randn(9, 64)
    torch.testing.assert_close(lighter(inputs), module(inputs), rtol=0.05, atol=0.05)


def test_what_is_no_number_stays_none():
    inputs = torch.ones(3, 16)
    inputs[1, 5] = torch.nan
    outputs = DynamicInt8Linear.of(nn.Linear(16, 64), ROWS)(inputs)
    assert torch.isfinite(outputs).all(dim=1).tolist() == [True, False, True]
