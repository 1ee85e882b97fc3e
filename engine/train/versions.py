"""What a run is computed with: for its events and for its model's card."""

import platform

import torch


def versions() -> dict[str, str]:
    """Names and versions that decide what the arithmetic does."""
    return {"python": platform.python_version(), "torch": torch.__version__}
