"""Are the devices a spec names there, and how are the CPU's cores shared among its ranks?"""

from collections import Counter

from engine.planning.facts import Facts
from engine.schema.problem import Problem

FIELD = "strategy.devices"


def check_devices(devices: tuple[str, ...], facts: Facts) -> list[Problem]:
    """Problems with the chosen devices."""
    known = [device.id for device in facts.devices]
    problems = []
    for id in dict.fromkeys(devices):
        device = facts.device(id)
        if device is None:
            problems.append(_absent(id, known))
        elif not device.healthy:
            problems.append(Problem(code="device_unhealthy", field=FIELD, params={"device": id}))
    twice = [id for id, count in Counter(devices).items() if count > 1 and id != "cpu"]
    if twice:
        problems.append(Problem(code="device_twice", field=FIELD, params={"device": twice[0]}))
    if len({id.partition(":")[0] for id in devices}) > 1:
        problems.append(Problem(code="devices_mixed", field=FIELD))
    return problems + _crowd(devices, facts)


def threads_per_rank(devices: tuple[str, ...], facts: Facts) -> int:
    """Cores for each rank: the CPU's shared evenly, at least one."""
    cpu = facts.device("cpu")
    return max(1, (cpu.slots if cpu else 1) // len(devices))


def _crowd(devices: tuple[str, ...], facts: Facts) -> list[Problem]:
    ranks, cpu = devices.count("cpu"), facts.device("cpu")
    if cpu is None or ranks <= cpu.slots:
        return []
    params = {"ranks": ranks, "cores": cpu.slots}
    return [Problem(code="more_ranks_than_cores", field=FIELD, params=params, severity="warning")]


def _absent(id: str, known: list[str]) -> Problem:
    gpus = [name for name in known if name != "cpu"]
    if not gpus:
        return Problem(code="no_gpu_here", field=FIELD, params={"device": id})
    params = {"device": id, "suggestion": gpus[-1], "known": ", ".join(known)}
    return Problem(code="device_not_found", field=FIELD, params=params)
