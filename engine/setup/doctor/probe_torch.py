"""Run by the environment's Python: prints as JSON what torch can do here."""

import json
from datetime import timedelta

import torch
import torch.distributed


def main() -> None:
    """Import torch, count devices, and let one rank of gloo add to itself."""
    devices = [
        {
            "id": f"cuda:{index}",
            "name": torch.cuda.get_device_name(index),
            "memory": torch.cuda.get_device_properties(index).total_memory,
        }
        for index in range(torch.cuda.device_count() if torch.cuda.is_available() else 0)
    ]
    facts = {
        "version": torch.__version__,
        "threads": torch.get_num_threads(),
        "cuda": torch.version.cuda,
        "devices": devices,
        "gloo": _gloo(),
    }
    print(json.dumps(facts))


def _gloo() -> str:
    """Empty when it works, else why not."""
    try:
        store = torch.distributed.HashStore()
        torch.distributed.init_process_group(
            "gloo", store=store, rank=0, world_size=1, timeout=timedelta(seconds=20)
        )
        value = torch.ones(1)
        torch.distributed.all_reduce(value)
        torch.distributed.destroy_process_group()
    except (RuntimeError, ValueError) as error:
        return str(error).partition("\n")[0] or "unknown reason"
    return "" if value.item() == 1 else "a sum came out wrong"


if __name__ == "__main__":
    main()
