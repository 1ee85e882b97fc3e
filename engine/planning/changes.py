"""Changes to a spec by dotted path, as a proposal or an advice gives them."""

from collections.abc import Mapping
from typing import Any

from engine.schema.train import TrainSpec


def changed(spec: TrainSpec, changes: Mapping[str, Any]) -> TrainSpec:
    """The spec with these settings: ``{"training.accumulation": 2, "strategy": {...}}``. Raises ValidationError."""
    value = spec.model_dump(mode="json")
    for path, setting in changes.items():
        *groups, name = path.split(".")
        place = value
        for group in groups:
            place = place[group]
        place[name] = setting
    return TrainSpec.model_validate(value)
