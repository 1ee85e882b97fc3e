"""Fewer bits keep what a network says, as far as they can, and a person is told where they do not."""

import pytest
import torch
from torch import nn

from engine.runner.generation.lightened import lighten, problem_of
from engine.runner.generation.quantized import Difference, Int8Linear, Nf4Linear, difference
from tests.runner.generation.test_compiled import PLAIN, eager_step


def dense(rows: int, depth: int, *, bias: bool = False) -> nn.Linear:
    layer = nn.Linear(depth, rows, bias=bias)
    draw = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.normal_(generator=draw)
    return layer


@pytest.mark.parametrize(("kind", "error"), [(Int8Linear, 0.012), (Nf4Linear, 0.1)])
@pytest.mark.parametrize("depth", [128, 176])
def test_products_come_close_to_the_plain_ones(kind: type, error: float, depth: int) -> None:
    plain = dense(40, depth, bias=True)
    hidden = torch.randn(2, 3, depth, generator=torch.Generator().manual_seed(2))
    got, expected = kind(plain)(hidden), plain(hidden)
    assert (got - expected).norm() / expected.norm() < error


@pytest.mark.parametrize("depth", [40, 344])
def test_rows_of_any_length_are_read_to_their_end_and_no_further(depth: int) -> None:
    plain = dense(29, depth)
    layer = Int8Linear(plain.bfloat16())
    for seed in range(50):
        hidden = torch.randn(20, depth, generator=torch.Generator().manual_seed(seed)).bfloat16()
        got, expected = layer(hidden).float(), plain.float()(hidden.float())
        assert (got - expected).norm() / expected.norm() < 0.02


def test_four_bits_are_the_nearest_levels() -> None:
    plain = dense(4, 128)
    layer = Nf4Linear(plain)
    groups = plain.weight.detach().unflatten(1, (-1, 32))
    widest_gap = 1 - 0.7229568362236023  # between two levels
    distance = (layer.plain_weight().unflatten(1, (-1, 32)) - groups).abs()
    assert (distance <= groups.abs().amax(dim=2, keepdim=True) * widest_gap / 2 + 1e-6).all()
    assert layer.packed.nbytes == plain.weight.numel() // 2


def test_a_row_of_zeros_stays_one() -> None:
    plain = dense(2, 128)
    with torch.no_grad():
        plain.weight[0] = 0
    for kind in (Int8Linear, Nf4Linear):
        assert kind(plain)(torch.ones(1, 128))[0, 0] == 0


def test_a_difference_counts_equal_choices_and_directions() -> None:
    exact = torch.tensor([[3.0, 1.0, 2.0], [0.0, 1.0, 5.0]])
    same = difference(exact, exact + 7)  # scores mean the same whatever is added to all of them
    assert (same.agreement, round(same.cosine, 5)) == (1.0, 1.0)
    turned = difference(exact, torch.tensor([[1.0, 3.0, 2.0], [0.0, 1.0, 5.0]]))
    assert turned.agreement == 0.5
    assert turned.cosine < 0.8


def test_only_a_difference_that_shows_is_told() -> None:
    assert problem_of(Difference(cosine=0.999, agreement=1.0)) is None
    told = problem_of(Difference(cosine=0.94567, agreement=0.8))
    assert told is not None
    assert (told.code, told.severity) == ("four_bit_differs", "warning")
    assert told.params == {"agreement": 0.8, "cosine": 0.9457}


def test_four_bits_of_a_network_that_has_learnt_nothing_are_told_to_differ() -> None:
    """Its scores lie close together, so that any error decides between them."""
    eager = eager_step(PLAIN)
    told = lighten(eager, 4)
    assert told is not None and told.code == "four_bit_differs"
    assert eager.bits == 4
    assert isinstance(eager.network.head, Int8Linear)
    assert isinstance(eager.network.layers[0].qkv, Nf4Linear)


@pytest.mark.parametrize("bits", [None, 16, 32])
def test_whole_weights_are_left_alone(bits: int | None) -> None:
    eager = eager_step(PLAIN)
    assert lighten(eager, bits) is None
    assert type(eager.network.head) is nn.Linear
