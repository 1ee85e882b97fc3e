"""What stands against serving these models in this way; knows cards and devices, and asks no process and no file."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.planning.devices import check_devices
from engine.planning.facts import Facts
from engine.schema.card import ModelCard
from engine.schema.plan import Plan
from engine.schema.problem import Problem
from engine.schema.serve import FEWEST_BITS, ServedSpec, ServeSpec

FindModel = Callable[[str], ModelCard | None]

_HALF = 16  # bits, which leave all others as they were trained


def check_serving(spec: ServeSpec, find: FindModel, taken: Mapping[str, str], facts: Facts) -> list[Problem]:
    """Problems by field. ``taken`` are the names that other endpoints answer to, and how those are called."""
    problems: list[Problem] = []
    for number, served in enumerate(spec.models):
        place = f"models.{number}."
        if served.name in taken:
            params = {"name": served.name, "endpoint": taken[served.name]}
            problems.append(Problem(code="served_name_in_use", field=f"{place}name", params=params))
        problems += check_served(served, find(served.model), facts, place)
    return problems


def check_served(served: ServedSpec, card: ModelCard | None, facts: Facts, place: str) -> list[Problem]:
    """Problems of one model behind an address; ``place`` is what its fields are written behind."""
    found = check_devices((served.device,), facts)
    problems = [problem.model_copy(update={"field": f"{place}device"}) for problem in found]
    if card is None:
        problems.append(_problem("model_not_found", f"{place}model", model=served.model))
        return problems
    if card.task != "language_model":
        problems += [
            _problem("only_for_language_models", f"{place}{field}", model=card.name, value=value)
            for field, value in _language_alone(served).items()
        ]
    if served.bits is not None and served.bits < FEWEST_BITS.get(card.task, _HALF):
        problems.append(_problem("bits_too_few", f"{place}bits", model=card.name, bits=served.bits))
    return problems


def plan_serve(spec: ServeSpec, facts: Facts) -> Plan:
    """Served models share their devices. Each may use all cores: most of the time it waits for a request, and the
    first answer is what a person waits for."""
    cpu = facts.device("cpu")
    devices = tuple(dict.fromkeys(served.device for served in spec.models))
    return Plan(devices=devices, world_size=1, threads_per_rank=max(1, cpu.slots if cpu else 1))


def _language_alone(served: ServedSpec) -> dict[str, Any]:
    """The settings that mean something to language models alone, as they were given."""
    given: dict[str, Any] = {}
    if served.runner not in ("auto", "builtin"):
        given["runner"] = served.runner
    if served.context is not None:
        given["context"] = served.context
    return given


def _problem(code: str, field: str, **params: Any) -> Problem:
    return Problem(code=code, field=field, params=params)
