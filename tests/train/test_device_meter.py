"""On a GPU a step takes as long as the device works on it, however quickly it was asked to."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from engine.train.device_meter import DeviceMeter
from engine.train.held import Share
from engine.worker.orders import NO_ORDER
from engine.worker.rank import Rank


class Device:
    """Works for as long as it is told; its marks know how far it was."""

    def __init__(self):
        self.milliseconds = 0.0

    def now(self):
        return Mark(self.milliseconds)


class Mark:
    def __init__(self, at):
        self.at = at

    def elapsed_time(self, later):
        return later.at - self.at


@pytest.fixture
def device():
    return Device()


@pytest.fixture
def meter(device):
    strategy = SimpleNamespace(
        bytes_sent=0, hidden_seconds=None, share=Share(0, 1), workers=1, role_of=lambda rank: "worker"
    )
    return DeviceMeter(Rank(0, 1, torch.device("cpu")), strategy, None, now=device.now)


def take_step(meter, device, forward, backward):
    meter.start()
    for part, milliseconds in (("forward", forward), ("backward", backward)):
        device.milliseconds += milliseconds
        meter.mark(part)
    meter.finish(torch.tensor(1.0), torch.tensor(1.0))


def test_steps_and_their_parts_take_what_the_device_took(meter, device):
    take_step(meter, device, 10.0, 30.0)
    device.milliseconds += 500.0  # an evaluation
    take_step(meter, device, 10.0, 50.0)
    lot = meter.close(0, np.array([8, 8]), NO_ORDER)
    assert lot.durations == pytest.approx([0.04, 0.06])
    assert lot.marks[1] - lot.marks[0] == pytest.approx(0.06)
    assert lot.ranks[0].parts["forward"] == pytest.approx(0.01)
    assert lot.ranks[0].parts["backward"] == pytest.approx(0.04)


def test_the_next_lot_begins_with_nothing(meter, device):
    take_step(meter, device, 10.0, 30.0)
    meter.close(0, np.array([8]), NO_ORDER)
    take_step(meter, device, 1.0, 2.0)
    lot = meter.close(1, np.array([8]), NO_ORDER)
    assert lot.durations == pytest.approx([0.003])
