"""Recomputed blocks take less memory and give the same gradients; compiled ones give nearly the same."""


import pytest
import torch

from engine.model.network import Network
from engine.model.transformer_encoder import TransformerEncoder
from engine.schema.model_spec import TransformerEncoderSpec
from engine.train.recompute import recompute


def encoder(dropout=0.0, layers=3) -> Network:
    torch.manual_seed(0)
    spec = TransformerEncoderSpec(width=32, heads=4, layers=layers, max_tokens=64, dropout=dropout)
    return TransformerEncoder(spec, inputs=50, outputs=3)


def tokens():
    torch.manual_seed(1)
    words = torch.randint(1, 50, (8, 40))
    words[:, 35:] = 0
    return words


def gradients_of(network, autocast=False):
    """Gradients by name, the bytes kept for the backward pass, and how often matrices were multiplied."""
    torch.manual_seed(2)  # dropout
    kept: dict[int, torch.Tensor] = {}

    def keep(tensor):
        kept[tensor.untyped_storage().data_ptr()] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
            output = network(tokens())
        loss = output.float().square().sum()
    size = sum(tensor.untyped_storage().nbytes() for tensor in kept.values())
    loss.backward()
    return {name: parameter.grad for name, parameter in network.named_parameters()}, size


@pytest.mark.parametrize("how", ["selective", "full"])
@pytest.mark.parametrize("autocast", [False, True], ids=["fp32", "bf16"])
@pytest.mark.parametrize("dropout", [0.0, 0.2])
def test_gradients_are_the_same_bits(how, autocast, dropout):
    expected, _ = gradients_of(encoder(dropout), autocast)
    network = encoder(dropout)
    assert recompute(network, how) == 3
    gradients, _ = gradients_of(network, autocast)
    assert gradients.keys() == expected.keys()  # no wrapper renamed anything
    assert all(torch.equal(gradients[name], expected[name]) for name in expected)
