"""Training rows of a table are varied as asked, by chance that a step and a share decide."""

import numpy as np
import pytest
import torch

from engine.train.augment.base import Augment
from engine.train.augment.mixing import Cutmix, Mixup
from engine.train.augment.tables import Noise
from engine.train.held import Share
from engine.train.task.base import Batch

ROWS = 7


def numbers(padding_rows=0):
    targets = torch.arange(ROWS, dtype=torch.float32)
    if padding_rows:
        targets[-padding_rows:] = float("nan")
    return Batch(torch.arange(ROWS * 3, dtype=torch.float32).reshape(ROWS, 3), targets)


def classes(padding_rows=0):
    targets = torch.arange(ROWS) % 3
    if padding_rows:
        targets[-padding_rows:] = -100
    return Batch(torch.arange(ROWS * 3, dtype=torch.float32).reshape(ROWS, 3), targets)


def test_the_step_and_the_share_decide_what_is_drawn():
    varied = Augment(3, [Noise(torch.ones(3)), Mixup(0.4, 3, float("nan"))])
    first, again = (varied(numbers(), 5, Share(1, 2)) for _ in range(2))
    assert torch.equal(first.inputs, again.inputs) and torch.equal(first.targets, again.targets)
    for step, share in ((6, Share(1, 2)), (5, Share(0, 2))):
        assert not torch.equal(first.inputs, varied(numbers(), step, share).inputs)


def test_noise_leaves_alone_what_is_no_number():
    batch = numbers()
    varied = Noise(torch.tensor([0.1, 0.0, 0.0]))(batch, np.random.default_rng(0))
    assert torch.equal(varied.inputs[:, 1:], batch.inputs[:, 1:])
    assert 0 < float((varied.inputs[:, 0] - batch.inputs[:, 0]).abs().max()) < 0.5
    assert torch.equal(varied.targets, batch.targets)


def test_mixed_numbers_lie_on_the_line_their_inputs_lie_on():
    varied = Mixup(0.5, 1, float("nan"))(numbers(), np.random.default_rng(0))
    assert torch.allclose(varied.inputs[:, 0], varied.targets * 3, atol=1e-5)
    assert not torch.equal(varied.targets, numbers().targets)


def test_mixed_classes_are_shares_that_sum_to_one():
    varied = Mixup(0.5, 3, -100)(classes(), np.random.default_rng(0))
    assert varied.targets.shape == (ROWS, 3)
    assert torch.allclose(varied.targets.sum(dim=1), torch.ones(ROWS))
    assert ((varied.targets > 0) & (varied.targets < 1)).any()


@pytest.mark.parametrize(("batch", "padding"), [(numbers(3), float("nan")), (classes(3), -100)])
def test_padding_is_mixed_with_nothing(batch, padding):
    for seed in range(5):
        varied = Mixup(0.5, 3, padding)(batch, np.random.default_rng(seed))
        assert torch.equal(varied.inputs[-3:], batch.inputs[-3:])
        assert varied.inputs[:-3, 0].max() <= batch.inputs[:-3, 0].max()
        empty = varied.targets[-3:]
        assert empty.isnan().all() if padding != padding else not empty.any()


def test_a_cut_out_counts_by_its_area():
    images = torch.stack([torch.full((1, 8, 8), float(n)) for n in range(2)])
    varied = Cutmix(1.0, 2, -100)(Batch(images, torch.tensor([0, 1])), np.random.default_rng(4))
    of_second = varied.inputs.mean(dim=(1, 2, 3))
    assert torch.allclose(varied.targets[:, 1], of_second)
    assert not torch.equal(varied.inputs, images)


def test_padding_stays_out_of_what_is_mixed_twice():
    images = torch.arange(ROWS, dtype=torch.float32)[:, None, None, None].expand(ROWS, 1, 4, 4).clone()
    for seed in range(5):
        draw = np.random.default_rng(seed)
        varied = Mixup(0.5, 3, -100)(Batch(images, classes(3).targets, padded=True), draw)
        varied = Cutmix(0.5, 3, -100)(varied, draw)
        assert not varied.targets[-3:].any()
        assert torch.allclose(varied.targets[:-3].sum(dim=1), torch.ones(ROWS - 3))
        assert torch.equal(varied.inputs[-3:], images[-3:])
