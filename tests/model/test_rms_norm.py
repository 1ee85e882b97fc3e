"""The quick norm is torch's."""

import pytest
import torch
from torch import nn

from engine.model.networks.rms_norm import RmsNorm


def norms(width=24):
    torch.manual_seed(0)
    ours, theirs = RmsNorm(width, 1e-5), nn.RMSNorm(width, 1e-5)
    with torch.no_grad():
        ours.weight.normal_()
    theirs.load_state_dict(ours.state_dict())
    return ours, theirs


@pytest.mark.parametrize("autocast", [False, True])
@pytest.mark.parametrize("shape", [(3, 5, 24), (7, 24), (24,), (0, 5, 24)])
def test_results_and_gradients_are_torchs(shape, autocast):
    given, pull = torch.randn(shape) * 3, torch.randn(shape)
    found = []
    for norm in norms():
        hidden = given.clone().requires_grad_()
        with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
            output = norm(hidden)
            output.backward(pull)
        found.append((output, hidden.grad, norm.weight.grad))
    for mine, reference in zip(*found, strict=True):
        assert torch.allclose(mine, reference, rtol=1e-5, atol=1e-5)


def test_other_numbers_and_devices_are_left_to_torch():
    ours, theirs = norms()
    half = torch.randn(3, 24, dtype=torch.bfloat16)
    assert torch.equal(ours.bfloat16()(half), theirs.bfloat16()(half))
    assert ours.to("meta")(torch.empty(3, 24, dtype=torch.bfloat16, device="meta")).shape == (3, 24)
