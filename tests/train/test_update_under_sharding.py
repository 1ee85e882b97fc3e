"""Split over two ranks, every optimizer moves the weights as a plain loop in one process does.

Two real processes run everything once and leave the weights as files; the tests compare.
"""

import os
from pathlib import Path

import pytest
import torch
import torch.distributed as dist
import torch.multiprocessing
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn import functional

from engine.model.networks.network import Network
from engine.train.average import UPDATES, WeightAverage
from engine.train.optimizer import build_optimizer, load_state, state_of, step_of
from engine.train.recompute import recompute
from engine.train.shards import placed_like, whole
from tests.train.test_optimizers import NAMES, RATES, spec_of

ROWS, WORDS, STEPS, RANKS = 8, 31, 4, 2
KINDS = ["fsdp", "tensor"]


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = nn.RMSNorm(width)
        self.up = nn.Linear(width, 3 * width)
        self.down = nn.Linear(3 * width, width, bias=False)

    def forward(self, hidden):
        return hidden + self.down(functional.silu(self.up(self.norm(hidden))))


class Small(Network):
    """Like a decoder without attention; odd sizes, and a last layer of one row: a rank's part of it is empty."""

    blocks = ("layers.0", "layers.1")
    chain = ("embed_tokens", *blocks, "last", "output")

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.embed_tokens = nn.Embedding(WORDS, 12)
        self.layers = nn.ModuleList(Block(12) for _ in range(2))
        self.last = nn.Linear(12, 5)
        self.output = nn.Linear(5, 1)

    def forward(self, inputs, whole=None):
        hidden = self.embed_tokens(inputs)
        for layer in self.layers:
            hidden = layer(hidden)
        return self.output(torch.tanh(self.last(hidden)))


def batch_of(step, rows):
    torch.manual_seed(50 + step)
    words = torch.randint(0, WORDS, (ROWS, 6))
    return words[rows], (words.float() / WORDS).sin()[rows]


class Training:
    """A plain loop; ``rows`` of each batch are this rank's."""

    def __init__(self, name, network, rows=slice(None)):
        self.network, self.rows, self.rate = network, rows, RATES.get(name, 0.01)
        self.parameters = dict(network.named_parameters())
        self.optimizer = build_optimizer(spec_of(name, weight_decay=0.01), self.parameters)
        self.average = WeightAverage(0.5, self.parameters)
        self.step = step_of(self.optimizer)

    def run(self, first, last):
        for number in range(first, last):
            words, targets = batch_of(number, self.rows)
            loss = functional.mse_loss(self.network(words)[..., 0], targets, reduction="sum") / ROWS
            for parameter in self.parameters.values():
                parameter.grad = None
            loss.backward()
            self.step(self.rate)
            self.average.update()
        return self

    def weights(self):
        return gathered(self.parameters)


def gathered(tensors):
    return {name: whole(tensor.detach()).clone() for name, tensor in tensors.items()}


def plainly(name):
    return Training(name, Small()).run(0, STEPS)


# --- what a rank does


def split_by_fsdp(mesh, network):
    from torch.distributed.fsdp import FSDPModule, fully_shard

    for block in network.parts(network.blocks):
        fully_shard(block, mesh=mesh)
    fully_shard(network, mesh=mesh)
    for module in network.modules():
        if isinstance(module, FSDPModule):
            module.set_gradient_divide_factor(1.0)
            module.set_force_sum_reduction_for_comms(True)
    each = ROWS // RANKS
    return network, slice(dist.get_rank() * each, (dist.get_rank() + 1) * each)


def split_by_tensor(mesh, network):
    """Columns and rows of the blocks' matrices; everything else stays plain beside them."""
    from torch.distributed.tensor.parallel import ColwiseParallel, RowwiseParallel, parallelize_module

    for block in network.parts(network.blocks):
        parallelize_module(block, mesh, {"up": ColwiseParallel(), "down": RowwiseParallel()})
    return network, slice(None)


def be_rank(rank, folder):
    os.environ["GLOO_SOCKET_IFNAME"] = "lo"
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=RANKS)
    mesh = dist.init_device_mesh("cpu", (RANKS,))
    for kind, split in zip(KINDS, (split_by_fsdp, split_by_tensor), strict=True):
        for name in NAMES:
            results = run_split(name, lambda network, split=split: split(mesh, network))
            for what, tensors in results.items():
                if rank == 0:
                    save_file(tensors, f"{folder}/{kind}-{name}-{what}.safetensors")
    network = Small()
    recompute(network, "full")
    weights = Training("adamw", *split_by_fsdp(mesh, network)).run(0, STEPS).weights()
    if rank == 0:
        save_file(weights, f"{folder}/fsdp-adamw-recomputed.safetensors")
    dist.destroy_process_group()


def run_split(name, split):
    """Weights and average at the end, and the weights of two that went on from the middle."""
    run = Training(name, *split(Small())).run(0, STEPS // 2)
    weights = {key: tensor.detach().clone() for key, tensor in run.parameters.items()}
    state = state_of(run.optimizer, run.parameters)
    in_one = gathered(state)
    split_up = {
        key: split_like(tensor, run.parameters[key.rpartition("/")[0]]) for key, tensor in in_one.items()
    }
    average = {key: tensor.clone() for key, tensor in run.average.state().items()}
    resumed = {}
    for what, saved in (("resumed-from-split", split_up), ("resumed-from-whole", in_one)):
        other = Training(name, *split(Small()))
        with torch.no_grad():
            for key, tensor in other.parameters.items():
                tensor.copy_(weights[key])
        load_state(other.optimizer, other.parameters, saved)
        other.average.load(gathered(average) if what == "resumed-from-whole" else average)
        other.run(STEPS // 2, STEPS)
        resumed[what] = {**other.weights(), **averages_of(other)}
    run.run(STEPS // 2, STEPS)
    return {"whole-run": {**run.weights(), **averages_of(run)}, **resumed}


def split_like(tensor, parameter):
    """As a checkpoint is read: what has a parameter's shape is split as the parameter is."""
    return placed_like(tensor, parameter) if tensor.shape == parameter.shape else tensor


def averages_of(run):
    return {
        f"average.{key}": tensor for key, tensor in gathered(run.average.state()).items() if key != UPDATES
    }


# --- the comparison


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("ranks")
    torch.multiprocessing.spawn(be_rank, (str(folder),), nprocs=RANKS)
    return folder


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_weights_are_those_of_one_process(results, kind, name):
    expected = plainly(name)
    found = load_file(results / f"{kind}-{name}-whole-run.safetensors")
    for key, weight in expected.parameters.items():
        assert torch.allclose(found[key], weight, rtol=1e-5, atol=1e-5), key
    for key, weight in expected.average.state().items():
        if key != UPDATES:
            assert torch.allclose(found[f"average.{key}"], weight, rtol=1e-5, atol=1e-5), key


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", ["resumed-from-split", "resumed-from-whole"])
def test_a_resumed_split_run_computes_the_same_bits(results, kind, name, what):
    expected = load_file(results / f"{kind}-{name}-whole-run.safetensors")
    found = load_file(results / f"{kind}-{name}-{what}.safetensors")
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[key], expected[key]) for key in expected)


def test_recomputed_blocks_change_no_bit_under_sharding(results):
    expected = load_file(results / "fsdp-adamw-whole-run.safetensors")
    found = load_file(results / "fsdp-adamw-recomputed.safetensors")
    assert all(torch.equal(tensor, expected[key]) for key, tensor in found.items())
