"""How a batch is picked out of the data, and how it gets from the machine's memory onto a device."""

import torch
from torch import Tensor


def moved(tensor: Tensor, device: torch.device) -> Tensor:
    """The tensor on that device; onto a GPU through page-locked memory, so that nobody waits for the copy."""
    if device.type == "cuda" and tensor.device.type == "cpu":
        return tensor.pin_memory().to(device, non_blocking=True)
    return tensor.to(device)


def taken(tensor: Tensor, rows: Tensor) -> Tensor:
    """These rows of a tensor, on the device where it lies.

    In the machine's memory numpy picks them: torch wakes its threads for a part of a matrix, which took 13 ms in place
    of 5 µs where others used the processor too.
    """
    if tensor.device.type == "cpu":
        return torch.from_numpy(tensor.numpy()[rows.cpu().numpy()])
    return tensor[moved(rows, tensor.device)]
