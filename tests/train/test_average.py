"""The moving average of the weights, against the formula and around an evaluation."""

import pytest
import torch
from torch import nn

from engine.train.average import UPDATES, WeightAverage


def parameters():
    torch.manual_seed(0)
    return dict(nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2)).named_parameters())


@torch.no_grad()
def move(weights):
    for weight in weights.values():
        weight.add_(torch.randn_like(weight))


def test_it_follows_the_formula_with_its_warm_up():
    weights = parameters()
    average = WeightAverage(0.3, weights)
    expected = {name: weight.detach().clone() for name, weight in weights.items()}
    for t in range(1, 8):
        move(weights)
        average.update()
        decay = min(0.3, (1 + t) / (10 + t))
        expected = {name: decay * expected[name] + (1 - decay) * weights[name].detach() for name in expected}
    for name, value in expected.items():
        assert torch.allclose(average.state()[name], value, rtol=1e-6, atol=1e-6)


def test_inside_the_weights_are_the_averages_and_afterwards_themselves_to_the_bit():
    weights = parameters()
    average = WeightAverage(0.9, weights)
    move(weights)
    average.update()
    own = {name: weight.detach().clone() for name, weight in weights.items()}
    places = {name: weight.data_ptr() for name, weight in weights.items()}
    averages = {name: value.clone() for name, value in average.state().items()}
    with pytest.raises(KeyboardInterrupt), average.swapped():
        assert all(torch.equal(weight, averages[name]) for name, weight in weights.items())
        raise KeyboardInterrupt
    assert all(torch.equal(weight, own[name]) for name, weight in weights.items())
    assert all(torch.equal(value, averages[name]) for name, value in average.state().items())
    assert places == {name: weight.data_ptr() for name, weight in weights.items()}


def test_a_loaded_average_goes_on_with_the_same_bits_and_is_its_own():
    weights = parameters()
    first = WeightAverage(0.9, weights)
    for _ in range(3):
        move(weights)
        first.update()
    saved = {name: value.clone() for name, value in first.state().items()}
    assert saved[UPDATES] == 3
    second = WeightAverage(0.9, weights)
    second.load(first.state())
    move(weights)
    first.update()
    assert torch.equal(second.state()["0.weight"], saved["0.weight"])
    second.update()
    assert all(torch.equal(value, second.state()[name]) for name, value in first.state().items())


def test_a_rank_without_parameters_averages_nothing():
    average = WeightAverage(0.9, {})
    average.update()
    with average.swapped():
        pass
    assert set(average.state()) == {UPDATES}
