"""Batch norm over several ranks is batch norm over all their rows, padding left out."""

import threading

import pytest
import torch

from engine.model.networks import batch_norm
from engine.model.networks.batch_norm import BatchNorm, nothing_counts

CHANNELS = 3


class Meeting:
    """Stands for torch.distributed between two threads of one process."""

    def __init__(self, ranks):
        self._barrier, self._ranks = threading.Barrier(ranks, timeout=20), ranks
        self._given, self.own = {}, threading.local()

    def is_initialized(self):
        return True

    def get_world_size(self, group=None):
        return self._ranks

    def all_gather_single(self, every, flat, group=None):
        every.copy_(torch.cat(self._exchange(flat)))

    def all_reduce(self, tensor, group=None):
        tensor.copy_(torch.stack(self._exchange(tensor.clone())).sum(dim=0))

    def _exchange(self, tensor):
        self._given[self.own.rank] = tensor
        self._barrier.wait()
        given = [self._given[rank] for rank in range(self._ranks)]
        self._barrier.wait()
        return given


def on_ranks(monkeypatch, parts, weight, counted):
    """Each part through a batch norm of its own thread; outputs, gradients of inputs, and the norms."""
    meeting = Meeting(len(parts))
    monkeypatch.setattr(batch_norm, "dist", meeting)
    norms = [BatchNorm(CHANNELS) for _ in parts]
    inputs = [part.clone().requires_grad_() for part in parts]
    outputs = [None] * len(parts)

    def work(rank):
        meeting.own.rank = rank
        norms[rank].group = "both"
        outputs[rank] = norms[rank](inputs[rank])
        own = weight[rank] if counted[rank] else torch.zeros_like(inputs[rank])
        (outputs[rank] * own).sum().backward()

    threads = [threading.Thread(target=work, args=(rank,)) for rank in range(len(parts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outputs, [part.grad for part in inputs], norms


def test_two_ranks_normalise_by_the_rows_of_both(monkeypatch):
    torch.manual_seed(0)
    rows, weight = torch.randn(7, CHANNELS, 2, 2) * 3 + 5, torch.randn(7, CHANNELS, 2, 2)
    whole, plain = rows.clone().requires_grad_(), torch.nn.BatchNorm2d(CHANNELS)
    wanted = plain(whole)
    (wanted * weight).sum().backward()

    parts = [rows[:5], rows[5:]]
    outputs, gradients, norms = on_ranks(monkeypatch, parts, [weight[:5], weight[5:]], (True, True))
    assert torch.allclose(torch.cat(outputs), wanted, atol=1e-5)
    assert torch.allclose(torch.cat(gradients), whole.grad, atol=1e-4)
    assert torch.allclose(norms[0].weight.grad + norms[1].weight.grad, plain.weight.grad, atol=1e-4)
    assert torch.allclose(norms[0].bias.grad + norms[1].bias.grad, plain.bias.grad, atol=1e-4)
    for norm in norms:
        assert torch.allclose(norm.running_mean, plain.running_mean, atol=1e-5)
        assert torch.allclose(norm.running_var, plain.running_var, atol=1e-4)
        assert norm.num_batches_tracked == 1


@pytest.mark.parametrize("alone", [True, False])
def test_one_rank_gives_what_torch_gives(alone):
    torch.manual_seed(1)
    rows = torch.randn(4 if alone else 1, CHANNELS, 3, 3)
    own, plain = BatchNorm(CHANNELS), torch.nn.BatchNorm2d(CHANNELS)
    assert torch.allclose(own(rows), plain(rows), atol=1e-6)
    assert torch.allclose(own.running_var, plain.running_var)
    assert torch.allclose(own.eval()(rows), plain.eval()(rows), atol=1e-6)


def test_a_single_number_a_channel_is_no_trouble():
    norm = BatchNorm(CHANNELS)
    output = norm(torch.ones(1, CHANNELS, 1, 1, requires_grad=True))
    output.sum().backward()
    assert torch.equal(output, torch.zeros_like(output)) and norm.running_var.isfinite().all()


def test_padding_takes_no_part():
    norm, rows = BatchNorm(CHANNELS), torch.randn(2, CHANNELS, 2, 2)
    with nothing_counts():
        norm(rows)
    assert norm.num_batches_tracked == 0 and torch.equal(norm.running_mean, torch.zeros(CHANNELS))
    assert norm.counts


def test_a_pass_that_is_computed_again_is_remembered_once():
    norm = BatchNorm(CHANNELS)
    rows = torch.randn(4, CHANNELS, 2, 2, requires_grad=True)
    torch.utils.checkpoint.checkpoint(norm, rows, use_reentrant=False).sum().backward()
    assert norm.num_batches_tracked == 1


def test_a_pass_of_padding_alone_gives_numbers_to_a_deep_network():
    torch.manual_seed(0)
    layers = [
        torch.nn.Sequential(torch.nn.Conv2d(CHANNELS, CHANNELS, 3, padding=1), BatchNorm(CHANNELS))
        for _ in range(20)
    ]
    network = torch.nn.Sequential(*layers)
    with nothing_counts():
        output = network(torch.randn(1, CHANNELS, 4, 4))
    (output * 0).sum().backward()
    assert output.isfinite().all()
    assert all(not weight.grad.any() for weight in network.parameters())
    assert all(not layer[1].running_mean.any() for layer in layers)
