"""Recomputed blocks take less memory and give the same gradients; compiled ones give nearly the same."""

import shutil
import subprocess
import sys

import pytest
import torch
from torch.multiprocessing.reductions import StorageWeakRef
from torch.utils._python_dispatch import TorchDispatchMode

from engine.model.networks.decoder import Decoder
from engine.model.networks.mlp import Mlp
from engine.model.networks.network import Network
from engine.model.networks.transformer_encoder import TransformerEncoder
from engine.planning.shape import Shape
from engine.schema.model_spec import DecoderSpec, MlpSpec, TransformerEncoderSpec
from engine.system.paths import ROOT
from engine.train.recompute import compile_blocks, recompute

PRODUCTS = {"aten::mm", "aten::addmm", "aten::bmm", "aten::_scaled_dot_product_flash_attention_for_cpu"}


class Watch(TorchDispatchMode):
    """Counts products, and what of all that was computed is still in memory."""

    def __init__(self):
        super().__init__()
        self.products = 0
        self._results = {}

    def __torch_dispatch__(self, operator, types, args=(), kwargs=None):
        result = operator(*args, **(kwargs or {}))
        self.products += operator.name().partition(".")[0] in PRODUCTS
        for tensor in result if isinstance(result, tuple) else (result,):
            if isinstance(tensor, torch.Tensor):
                storage = tensor.untyped_storage()
                self._results[storage._cdata] = (StorageWeakRef(storage), storage.nbytes())
        return result

    @property
    def bytes_alive(self):
        return sum(size for storage, size in self._results.values() if not storage.expired())


def encoder(dropout=0.0, layers=3) -> Network:
    torch.manual_seed(0)
    spec = TransformerEncoderSpec(width=32, heads=4, layers=layers, max_tokens=64, dropout=dropout)
    return TransformerEncoder(spec, Shape(50, 3))


def decoder() -> Network:
    torch.manual_seed(0)
    return Decoder(DecoderSpec(size="1m"), Shape(50, 50))


def tokens(rows=8):
    torch.manual_seed(1)
    words = torch.randint(1, 50, (rows, 40))
    words[:, 35:] = 0
    return words


def loss_of(network, inputs, autocast=False):
    torch.manual_seed(2)  # dropout
    with torch.autocast("cpu", torch.bfloat16, enabled=autocast):
        output = network(inputs)
    return output.float().square().sum()


def gradients_of(network, inputs, autocast=False):
    loss_of(network, inputs, autocast).backward()
    return {name: parameter.grad for name, parameter in network.named_parameters()}


def cost_of(network, inputs):
    """Bytes alive between the passes, and products in the backward pass."""
    with Watch() as watch:
        loss = loss_of(network, inputs)
        alive, before = watch.bytes_alive, watch.products
        loss.backward()
        return alive, watch.products - before


@pytest.mark.parametrize("how", ["selective", "full"])
@pytest.mark.parametrize("autocast", [False, True], ids=["fp32", "bf16"])
@pytest.mark.parametrize(
    "make", [encoder, lambda: encoder(dropout=0.2), decoder], ids=["encoder", "dropout", "decoder"]
)
def test_gradients_are_the_same_bits(how, autocast, make):
    expected = gradients_of(make(), tokens(), autocast)
    network = make()
    assert recompute(network, how) == len(network.blocks)
    gradients = gradients_of(network, tokens(), autocast)
    assert gradients.keys() == expected.keys()  # no wrapper renamed anything
    assert all(torch.equal(gradients[name], expected[name]) for name in expected)


def test_selective_takes_less_memory_and_full_least():
    costs = {}
    for how in ("none", "selective", "full"):
        network = encoder(layers=6)
        recompute(network, how)
        costs[how] = cost_of(network, tokens())
    memory = {how: alive for how, (alive, _) in costs.items()}
    assert memory["selective"] < 0.75 * memory["none"]
    assert memory["full"] < 0.25 * memory["none"]
    products = {how: count for how, (_, count) in costs.items()}
    assert products["selective"] == products["none"]
    assert products["full"] > products["none"]


def test_a_network_of_bare_layers_is_left_alone_for_it_would_only_compute_more():
    network = Mlp(MlpSpec(hidden=(16, 16)), Shape(4, 1))
    assert recompute(network, "full") == 0
    assert recompute(network, "selective") == 0
    assert network.layers[0].forward.__func__ is torch.nn.Linear.forward


def test_blocks_that_were_cut_out_are_left_alone():
    network = encoder()
    network.keep(["layers.1", "head"])
    assert recompute(network, "full") == 1


SCRIPT = """
import sys
import torch
import engine.train.recompute
from tests.train.test_recompute import encoder, gradients_of, recompute, tokens
network = encoder()
recompute(network, "none")
gradients_of(network, tokens())
print([name for name in ("torch._dynamo", "sympy") if name in sys.modules])
"""


def test_who_recomputes_nothing_does_not_import_the_compiler():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("g++") is None, reason="the compiler needs a compiler")
@pytest.mark.parametrize("how", ["none", "selective", "full"])
def test_compiled_blocks_share_their_code_and_give_the_same_gradients(how):
    torch._dynamo.reset()
    torch._dynamo.utils.counters.clear()
    expected = gradients_of(encoder(), tokens())
    network = encoder()
    recompute(network, how)
    compile_blocks(network)
    gradients = gradients_of(network, tokens())
    assert gradients.keys() == expected.keys()
    for name, gradient in gradients.items():
        assert torch.allclose(gradient, expected[name], rtol=1e-4, atol=1e-5), name
    assert torch._dynamo.utils.counters["stats"]["unique_graphs"] == 1
    assert not torch._dynamo.utils.counters["graph_break"]
