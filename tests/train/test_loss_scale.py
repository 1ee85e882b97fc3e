"""The scale of an fp16 loss over good and bad steps."""

import math

import torch
from torch import nn

from engine.train.loss_scale import FIRST, PATIENCE, LossScale


def test_a_step_with_gradients_that_are_not_finite_is_not_taken_and_halves_the_scale():
    scale = LossScale()
    assert scale.scale == 2**16
    assert not scale.see(math.inf)
    assert not scale.see(math.nan)
    assert scale.scale == 2**14


def test_the_scale_doubles_after_many_good_steps_in_a_row():
    scale = LossScale()
    for _ in range(PATIENCE - 1):
        assert scale.see(1.0)
    scale.see(math.nan)
    for _ in range(PATIENCE - 1):
        assert scale.see(1.0)
    assert scale.scale == FIRST / 2
    scale.see(1.0)
    assert scale.scale == FIRST


def test_the_step_that_doubles_the_scale_is_unscaled_by_what_its_loss_was_multiplied_with():
    scale = LossScale()
    for _ in range(PATIENCE):
        scale.see(1.0)
    assert scale.scale == 2 * FIRST
    assert scale.unscaled(3 * FIRST) == 3


def test_numbers_that_ran_away_are_told_from_a_scale_that_is_too_large():
    scale = LossScale()
    for _ in range(30):
        scale.see(math.inf)
    assert not scale.is_hopeless
    scale.see(math.inf)
    assert scale.is_hopeless


def test_it_goes_on_where_it_was_saved():
    scale = LossScale()
    scale.see(math.inf)
    for _ in range(PATIENCE - 1):
        scale.see(1.0)
    other = LossScale()
    other.load(scale.state())
    other.see(1.0)
    assert other.scale == FIRST


def test_gradients_too_small_for_fp16_survive():
    """A weight in fp16's arithmetic whose gradient is 1e-9: nothing without the scale, right with it."""

    def gradient(factor):
        weight = nn.Parameter(torch.ones(8, 8))
        with torch.autocast("cpu", torch.float16):
            output = torch.ones(1, 8) @ weight
        (output.float().sum() * 1e-9 * factor).backward()
        return weight.grad

    scale = LossScale()
    assert gradient(1.0).abs().max() == 0
    scaled = gradient(scale.scale)
    assert scale.see(scaled.norm().item())
    assert torch.allclose(scaled * scale.unscaled(1.0), torch.full((8, 8), 1e-9), rtol=1e-2)
