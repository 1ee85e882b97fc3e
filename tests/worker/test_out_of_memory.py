"""What is said when memory runs out: the phase, the bytes asked for, the bytes free."""

import numpy as np
import pytest
import torch

from engine.worker.error_file import problem_of
from engine.worker.out_of_memory import is_out_of_memory, memory_params

PETABYTES = 1 << 50
CUDA = (
    "CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 79.10 GiB of which "
    "1.25 GiB is free. Including non-PyTorch memory, this process has 77.80 GiB memory in use."
)


class Greedy(torch.autograd.Function):
    """Needs more than there is in its backward pass."""

    @staticmethod
    def forward(ctx, value):
        return value.clone()

    @staticmethod
    def backward(ctx, gradient):
        return torch.empty(PETABYTES)


def raised(action):
    with pytest.raises(BaseException) as caught:
        action()
    return caught.value


def test_a_device_says_what_was_asked_and_what_was_free():
    problem = problem_of(torch.OutOfMemoryError(CUDA), 3, "train")
    assert problem.code == "out_of_memory"
    assert problem.params["rank"] == 3
    assert problem.params["asked_bytes"] == int(2.5 * (1 << 30))
    assert problem.params["free_bytes"] == int(1.25 * (1 << 30))


def test_the_machine_says_what_was_asked():
    error = raised(lambda: torch.empty(PETABYTES, dtype=torch.uint8))
    assert is_out_of_memory(error)
    assert memory_params(error, 0, "load")["asked_bytes"] == PETABYTES
    assert memory_params(error, 0, "load")["phase"] == "load"


def test_numpy_counts_too():
    error = raised(lambda: np.empty(PETABYTES, dtype=np.uint8))
    assert is_out_of_memory(error)
    assert memory_params(error, 0, "data")["asked_bytes"] == PETABYTES


def test_the_backward_pass_is_recognised_by_where_it_failed():
    value = torch.ones(1, requires_grad=True)
    error = raised(lambda: Greedy.apply(value).sum().backward())
    assert is_out_of_memory(error)
    assert memory_params(error, 0, "train")["phase"] == "backward"


def test_another_failure_is_not_taken_for_it():
    assert not is_out_of_memory(ValueError("memory of the past"))
