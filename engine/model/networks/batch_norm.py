"""Batch normalisation (Ioffe and Szegedy, 2015) over the rows of all ranks that share a step.

Under the names of torch's own. Torch's SyncBatchNorm wants GPUs, counts rows of padding, and refuses a batch in which a
channel has a single number; this one gives on any number of ranks what one device gives.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import functional

_PIXELS = (0, 2, 3)  # of rows × channels × height × width: all that a channel's mean goes over


class BatchNorm(nn.BatchNorm2d):
    """``group`` are the ranks whose rows are one batch: a process group, or None for this rank alone."""

    group: Any = None
    counts: ClassVar[bool] = True

    def forward(self, hidden: Tensor) -> Tensor:
        if not self.training:
            return _normalised(hidden, self.running_mean, self.running_var, self)
        if self.group is None and self.counts and hidden.numel() > self.num_features:
            return self._of_one_rank(hidden)
        output, mean, variance, count = _OverRanks.apply(
            hidden, self.weight, self.bias, self.eps, self.group, self.counts
        )
        self._remember(mean, variance, count)
        return output

    def _of_one_rank(self, hidden: Tensor) -> Tensor:
        """The same by torch's kernel, which does it in one pass."""
        again = _is_computed_again()
        mean, variance = self.running_mean, self.running_var
        if again:
            mean, variance = mean.clone(), variance.clone()
        output = functional.batch_norm(
            hidden.float(),
            mean,
            variance,
            self.weight.float(),
            self.bias.float(),
            True,
            self.momentum,
            self.eps,
        )
        if not again:
            self.num_batches_tracked += 1
        return output.to(hidden.dtype)

    @torch.no_grad()
    def _remember(self, mean: Tensor, variance: Tensor, count: Tensor) -> None:
        """The running mean and variance move towards this batch's, the variance as of a sample."""
        if _is_computed_again() or not count:
            return
        self.running_mean.lerp_(mean, self.momentum)
        self.running_var.lerp_(variance * (count / (count - 1).clamp(min=1)), self.momentum)
        self.num_batches_tracked += 1


def adopt(network: nn.Module) -> None:
    """Make every batch norm of somebody else's network one of these; weights and names stay."""
    for module in network.modules():
        if type(module) is nn.BatchNorm2d:
            module.__class__ = BatchNorm


@contextmanager
def nothing_counts() -> Iterator[None]:
    """Inside, what passes is padding: it is normalised with the other ranks' batch and takes no part in it."""
    BatchNorm.counts = False
    try:
        yield
    finally:
        BatchNorm.counts = True


def share_batches(network: nn.Module, group: Any) -> None:
    """Let all batch norms of a network count the rows of these ranks as one batch; a collective in each pass."""
    if dist.is_initialized() and dist.get_world_size(group) > 1:
        for module in network.modules():
            if isinstance(module, BatchNorm):
                module.group = group


def running_statistics(network: nn.Module) -> dict[str, Tensor]:
    """Running means and variances by full name: what of a network is learnt without a gradient."""
    return {
        f"{name}.{key}": getattr(module, key)
        for name, module in network.named_modules()
        if isinstance(module, BatchNorm)
        for key in ("running_mean", "running_var")
    }


class _OverRanks(torch.autograd.Function):
    """Means and variances of all ranks are brought together as Chan et al., 1979, do, so that nothing is cancelled."""

    @staticmethod
    def forward(
        ctx: Any, hidden: Tensor, weight: Tensor, bias: Tensor, eps: float, group: Any, counts: bool
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        full = hidden.float()
        variance, mean = torch.var_mean(full, dim=_PIXELS, correction=0)
        own = mean.new_tensor([full.numel() // full.shape[1] if counts else 0])
        means, variances, shares, count = _gathered(mean, variance, own, group)
        # Where nothing counts on any rank, padding stands for itself: without a scale it would grow from layer to layer
        # beyond every number, and no gradient of it, which is zero, would be one.
        mean = torch.where(count > 0, (means * shares).sum(dim=0), mean)
        spread = ((variances + (means - mean).square()) * shares).sum(dim=0)
        variance = torch.where(count > 0, spread, variance)
        ctx.save_for_backward(hidden, weight, mean, torch.rsqrt(variance + eps), count)
        ctx.group = group
        ctx.mark_non_differentiable(mean, variance, count)
        output = functional.batch_norm(full, mean, variance, weight.float(), bias.float(), False, 0.0, eps)
        return output.to(hidden.dtype), mean, variance, count

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        hidden, weight, mean, scale, count = ctx.saved_tensors
        gradient = gradients[0].float()
        standard = (hidden.float() - _wide(mean)) * _wide(scale)
        of_bias = gradient.sum(dim=_PIXELS)
        of_weight = (gradient * standard).sum(dim=_PIXELS)
        means = torch.stack([of_bias, of_weight])
        if ctx.group is not None:
            dist.all_reduce(means, group=ctx.group)
        means = means / count.clamp(min=1)
        inner = gradient - _wide(means[0]) - standard * _wide(means[1])
        of_input = (inner * _wide(weight.float() * scale)).to(hidden.dtype)
        return of_input, of_weight.to(weight.dtype), of_bias.to(weight.dtype), None, None, None


def _gathered(
    mean: Tensor, variance: Tensor, own: Tensor, group: Any
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Every rank's means and variances, its share of what is counted, and how much that is."""
    flat = torch.cat([mean, variance, own])
    every = flat[None]
    if group is not None:
        joined = flat.new_empty(dist.get_world_size(group) * len(flat))
        dist.all_gather_single(joined, flat, group=group)
        every = joined.view(-1, len(flat))
    means, variances, counts = every.split([len(mean), len(mean), 1], dim=1)
    count = counts.sum()
    return means, variances, counts / count.clamp(min=1), count


def _normalised(hidden: Tensor, mean: Tensor | None, variance: Tensor | None, norm: BatchNorm) -> Tensor:
    output = functional.batch_norm(
        hidden.float(), mean, variance, norm.weight.float(), norm.bias.float(), False, 0.0, norm.eps
    )
    return output.to(hidden.dtype)


def _wide(of_channels: Tensor) -> Tensor:
    return of_channels[None, :, None, None]


def _is_computed_again() -> bool:
    """Within a backward pass: a recomputed forward pass has been remembered before."""
    return torch._C._current_graph_task_id() != -1
