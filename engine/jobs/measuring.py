"""What a run's events say it measured: speed, memory, the disk's speed, power. Reads their beginning and end only."""

import json
import os
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TAIL = 1 << 20  # bytes from the end of the events: minutes of them
HEAD = 1 << 16


@dataclass(frozen=True)
class Readings:
    """Of one run; None is unknown."""

    rows_per_second: float | None = None
    memory: int | None = None  # bytes of the rank that needed most
    disk_speed: float | None = None  # bytes per second of checkpoints
    watts: float | None = None
    parameters: int | None = None


def readings_of(events: Path) -> Readings:
    """Take the measurements from a run's events; what is damaged or missing is left out."""
    lines = list(_lines(events))
    rows = [row for event in lines if event.get("kind") == "ranks" for row in _mappings(event.get("ranks"))]
    return Readings(
        rows_per_second=_speed(lines),
        memory=int(most) if (most := max(_numbers(rows, "memory"), default=None)) else None,
        disk_speed=_disk_speed(lines),
        watts=_watts(lines),
        parameters=next((e.get("parameters") for e in lines if e.get("kind") == "started"), None),
    )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            parts = [file.read(HEAD)] if size > TAIL else []
            file.seek(max(size - TAIL, 0))
            parts.append(file.read())
    except OSError:
        return
    for part in parts:
        for line in part.splitlines():
            try:
                event = json.loads(line)
            except ValueError:  # cut off at either end
                continue
            if isinstance(event, dict):
                yield event


def _speed(lines: list[dict[str, Any]]) -> float | None:
    """Median over the steps; the first of each start is left out where there are others: it warms up."""
    first: list[float] = []
    others: list[float] = []
    begun = True
    for event in lines:
        if event.get("kind") == "started":
            begun = True
        if event.get("kind") != "metrics" or not isinstance(event.get("values"), Mapping):
            continue
        speeds = [s for s in event["values"].get("samples_per_second") or () if isinstance(s, int | float)]
        if begun and speeds:
            first.append(speeds.pop(0))
            begun = False
        others += speeds
    speeds = [speed for speed in others or first if speed > 0]
    return statistics.median(speeds) if speeds else None


def _disk_speed(lines: list[dict[str, Any]]) -> float | None:
    saved = [event for event in lines if event.get("kind") == "checkpoint"]
    speeds = [b / s for b, s in zip(_numbers(saved, "bytes"), _numbers(saved, "seconds"), strict=False) if s]
    return statistics.median(speeds) if speeds else None


def _watts(lines: list[dict[str, Any]]) -> float | None:
    """Energy of all devices over the seconds in which it was used."""
    told = [event for event in lines if event.get("kind") == "ranks"]
    if not told or not (elapsed := told[-1].get("elapsed")):
        return None
    by_device = {row.get("device"): row.get("energy") for row in _mappings(told[-1].get("ranks"))}
    energies = [energy for energy in by_device.values() if isinstance(energy, int | float)]
    return sum(energies) / elapsed if energies and len(energies) == len(by_device) else None


def _mappings(value: object) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _numbers(rows: list[Any], name: str) -> list[float]:
    return [value for row in rows if isinstance(value := row.get(name), int | float)]
