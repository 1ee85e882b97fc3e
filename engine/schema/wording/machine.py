"""Words about a spec against the machine."""

from engine.schema.wording.base import Wording

WORDING: dict[str, Wording] = {
    "no_gpu_here": Wording("{device} is not there.", "No GPU was found on this machine.", "Choose cpu."),
    "device_not_found": Wording(
        "{device} is not there.", "The devices here are {known}.", "Choose {suggestion}."
    ),
    "device_unhealthy": Wording(
        "{device} does not answer.",
        "Its driver reports a fault.",
        "Choose another device, or restart the machine.",
    ),
    "device_twice": Wording("{device} is chosen twice.", "A GPU takes one rank.", "Choose it once."),
    "devices_mixed": Wording(
        "CPU and GPU are mixed.",
        "Ranks of one run must be alike to exchange gradients.",
        "Choose only cpu, or only GPUs.",
    ),
    "more_ranks_than_cores": Wording(
        "{ranks} ranks have too few cores ({cores}).",
        "They take turns, so the run is slower than with one rank per core.",
        "Choose at most one rank per core.",
    ),
    "memory_too_small": Wording(
        "The run does not fit into the memory of {device}.",
        "It needs about {needed_bytes}; there are {available_bytes}.",
        "Choose a smaller model, a smaller batch or fewer ranks.",
    ),
    "memory_tight": Wording(
        "Memory on {device} is short now.",
        "The run needs about {needed_bytes}; {available_bytes} are free.",
        "Close other programs, or choose a smaller batch.",
    ),
    "disk_too_small": Wording(
        "The disk is too full for the checkpoints.",
        "They need about {needed_bytes}; {free_bytes} are free.",
        "Keep fewer checkpoints, or free some space.",
    ),
}
