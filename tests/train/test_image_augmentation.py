"""Training images are varied as asked, each by an amount of its own, and by the same one every time."""

import math

import numpy as np
import pytest
import torch

from engine.schema.augmentation_spec import ImageAugmentationSpec
from engine.train.augment.base import Augment
from engine.train.augment.images import Colour, Flip, Shift, Turn, image_changes
from engine.train.augment.pixels import Pixels, flipped, moved
from engine.train.augment.randaugment import OPERATIONS, RandAugment
from engine.train.held import Share
from engine.train.task.base import Batch

PIXELS = Pixels((0.4, 0.5, 0.6), (0.2, 0.25, 0.3))


def images(rows=6, channels=3, size=8):
    plain = torch.from_numpy(np.random.default_rng(0).random((rows, channels, size, size), dtype=np.float32))
    return PIXELS.normalised(plain) if channels == 3 else plain


def batch(**shape):
    inputs = images(**shape)
    return Batch(inputs, torch.arange(len(inputs)) % 3)


class Asked:
    """What of a task the changes need to know."""

    outputs, padding, preprocessing = 3, -100, PIXELS


def test_everything_at_once_is_the_same_the_second_time():
    asked = ImageAugmentationSpec(
        flip=True, crop=0.2, rotate=20, colour=0.4, randaugment=9, mixup=0.3, cutmix=1.0
    )
    varied = Augment(1, image_changes(asked, Asked()))
    first, again = (varied(batch(), 5, Share(0, 2)) for _ in range(2))
    assert torch.equal(first.inputs, again.inputs) and torch.equal(first.targets, again.targets)
    assert not torch.equal(first.inputs, varied(batch(), 6, Share(0, 2)).inputs)
    assert first.inputs.isfinite().all() and first.inputs.shape == batch().inputs.shape


def test_nothing_asked_for_changes_nothing():
    assert image_changes(ImageAugmentationSpec(flip=False, crop=0), Asked()) == []


def test_a_flip_swaps_left_and_right_of_some_images():
    swapped = flipped(images(rows=2), np.array([True, False]))
    assert torch.equal(swapped[0], images()[0].flip(-1)) and torch.equal(swapped[1], images()[1])
    changed = (Flip()(batch(rows=40), np.random.default_rng(0)).inputs != batch(rows=40).inputs).flatten(1)
    assert 10 < int(changed.any(dim=1).sum()) < 30


def test_what_is_moved_keeps_its_pixels_and_brings_in_the_mean_colour():
    shifted = moved(images(), right=2 / 8, down=-1 / 8)
    assert torch.allclose(shifted[..., :-1, 2:], images()[..., 1:, :-2], atol=1e-5)
    assert float(shifted[..., :2].abs().max()) < 1e-5


def test_a_quarter_turn_is_a_quarter_turn():
    turned = moved(images(), turn=math.pi / 2)
    assert torch.allclose(turned, images().rot90(-1, (2, 3)), atol=1e-4)


@pytest.mark.parametrize(("change", "most"), [(Shift(0.25), 2), (Turn(0.0), 0)])
def test_a_shift_goes_no_further_than_asked(change, most):
    single = torch.zeros(50, 1, 9, 9)
    single[:, :, 4, 4] = 1.0
    places = (
        change(Batch(single, torch.zeros(50)), np.random.default_rng(1)).inputs[:, 0].flatten(1).argmax(1)
    )
    down, right = places // 9 - 4, places % 9 - 4
    assert int(down.abs().max()) == int(right.abs().max()) == most


def test_colours_stay_within_black_and_white():
    varied = PIXELS.plain(Colour(1.0, PIXELS)(batch(), np.random.default_rng(0)).inputs)
    assert float(varied.min()) >= -1e-5 and float(varied.max()) <= 1 + 1e-5
    same = Colour(0.0, PIXELS)(batch(), np.random.default_rng(0)).inputs
    assert torch.allclose(same, batch().inputs, atol=1e-5)


@pytest.mark.parametrize("number", range(len(OPERATIONS)))
@pytest.mark.parametrize("channels", [1, 3])
def test_every_operation_takes_every_strength(number, channels):
    plain = PIXELS.plain(images()) if channels == 3 else images(channels=1)
    for amount in (-1.0, 0.0, 1.0):
        varied = OPERATIONS[number](plain, np.full(len(plain), amount))
        assert varied.shape == plain.shape and varied.isfinite().all()


def test_a_stronger_randaugment_changes_more():
    changed = [
        float(
            (RandAugment(m, PIXELS)(batch(rows=60), np.random.default_rng(2)).inputs - images(rows=60))
            .abs()
            .mean()
        )
        for m in (1, 10, 30)
    ]
    assert changed == sorted(changed)
