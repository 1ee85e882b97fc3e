"""Gradients in flat buckets that are summed over the ranks while the backward pass goes on.

Our own rather than torch's DistributedDataParallel, for four reasons: the sum is a sum (DDP divides by the number of
ranks, which uneven last batches would have to undo); the layout never changes (DDP regroups after its first step, so
with three ranks a resumed run would add in another order and differ in the last bit); a rank without rows needs no
pretended ones; and the time that ranks wait for gradients can be told from the backward pass.
Gradients are views into the buckets, so nothing is copied.
"""

import time
from collections.abc import Callable, Sequence

import torch
import torch.distributed as dist
from torch import Tensor, nn

from engine.train.shards import local

# What sends a bucket and gives its sum: (state, bucket) -> future, as torch's communication hooks have it.
Hook = Callable[["Bucket"], "torch.futures.Future[Tensor]"]


class Bucket:
    """Neighbouring gradients as one flat tensor. Has the methods that torch's communication hooks ask for."""

    def __init__(self, number: int, parameters: Sequence[nn.Parameter], is_last: bool) -> None:
        self._number, self._parameters, self._is_last = number, list(parameters), is_last
        like = local(parameters[0])
        sizes = [local(parameter).numel() for parameter in parameters]
        self.flat = torch.zeros(sum(sizes), dtype=like.dtype, device=like.device)
        slices = self.flat.split(sizes)
        self.views = [view.view_as(local(p)) for view, p in zip(slices, parameters, strict=True)]
        self.missing = len(self._parameters)  # gradients of this step that are still to come

    def index(self) -> int:
        return self._number

    def buffer(self) -> Tensor:
        return self.flat

    def set_buffer(self, buffer: Tensor) -> None:
        self.flat.copy_(buffer)

    def gradients(self) -> list[Tensor]:
        return self.views

    def parameters(self) -> list[nn.Parameter]:
        return self._parameters

    def is_last(self) -> bool:
        return self._is_last


class Buckets:
    """All gradients of a model, last layer first: the order in which the backward pass finds them."""

    def __init__(
        self,
        parameters: Sequence[nn.Parameter],
        size: int,
        send: Callable[[Bucket], "torch.futures.Future[Tensor] | dist.Work"],
        *,
        every_layer: bool,
    ) -> None:
        groups = _grouped(list(reversed(parameters)), size)
        self.all = [Bucket(number, group, number == len(groups) - 1) for number, group in enumerate(groups)]
        self._send, self._every_layer = send, every_layer
        self._bucket_of = {p: bucket for bucket in self.all for p in bucket.parameters()}
        self._listens = False
        self._sent: list[torch.futures.Future[Tensor] | dist.Work] = []
        self._first_sent = 0.0
        self.hidden = 0.0  # seconds that communication of the last step ran behind the backward pass
        for bucket in self.all:
            for parameter, view in zip(bucket.parameters(), bucket.views, strict=True):
                parameter.grad = _like(parameter, view)
                parameter.register_post_accumulate_grad_hook(self._on_gradient)

    @property
    def bytes(self) -> int:
        return sum(bucket.flat.nbytes for bucket in self.all)

    def clear(self) -> None:
        """Begin a step: gradients are zero, and are added up in place."""
        if self.all:  # of tables alone, whose gradients are sparse, there is none
            torch._foreach_zero_([bucket.flat for bucket in self.all])
        for bucket in self.all:
            bucket.missing = len(bucket.views)

    def listen(self) -> None:
        """From now on a bucket is sent once its last gradient is there."""
        self._listens = True

    def wait(self) -> None:
        """Send what is left and wait until every sum is there."""
        behind = time.perf_counter() - self._first_sent if self._sent else 0.0
        incomplete = next((bucket for bucket in self.all if bucket.missing), None)
        if self._listens and self._every_layer and incomplete is not None:
            raise RuntimeError("a layer got no gradient in this step: switch strategy.static_graph off")
        while len(self._sent) < len(self.all):
            self._send_next()
        for handle in self._sent:
            handle.wait()
        self.hidden = behind
        self._sent, self._listens = [], False

    def norm(self) -> Tensor:
        norms = torch._foreach_norm([bucket.flat for bucket in self.all])
        return norms[0] if len(norms) == 1 else torch.linalg.vector_norm(torch.stack(norms))

    def _on_gradient(self, parameter: Tensor) -> None:
        if not self._listens:
            return
        self._bucket_of[parameter].missing -= 1  # type: ignore[index]
        # In their order, whatever comes first: the ranks must send the same bucket at the same time.
        while len(self._sent) < len(self.all) and not self.all[len(self._sent)].missing:
            self._send_next()

    def _send_next(self) -> None:
        if not self._sent:
            self._first_sent = time.perf_counter()
        self._sent.append(self._send(self.all[len(self._sent)]))


def _grouped(parameters: list[nn.Parameter], size: int) -> list[list[nn.Parameter]]:
    """Neighbours of one type, each group as many as fit into ``size`` bytes, at least one."""
    groups: list[list[nn.Parameter]] = []
    filled = 0
    for parameter in parameters:
        bytes_ = local(parameter).nbytes
        if not groups or filled + bytes_ > size or groups[-1][0].dtype != parameter.dtype:
            groups.append([])
            filled = 0
        groups[-1].append(parameter)
        filled += bytes_
    return groups


def _like(parameter: nn.Parameter, view: Tensor) -> Tensor:
    """The view as a gradient of this parameter: split like it where it is split."""
    if not hasattr(parameter, "device_mesh"):
        return view
    from torch.distributed.tensor import DTensor

    return DTensor.from_local(
        view, parameter.device_mesh, parameter.placements, shape=parameter.shape, stride=parameter.stride()
    )
