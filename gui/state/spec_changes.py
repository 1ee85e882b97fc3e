"""A spec with changes laid on it by dotted path, as Auto and an out-of-memory stop propose them. No Qt."""

import copy
from collections.abc import Mapping
from typing import Any

from gui.forms.paths import get_at, set_at

STRATEGY = "strategy.name"


def with_changes(spec: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy with the changes; another strategy keeps the devices and none of the old one's options."""
    changed = copy.deepcopy(dict(spec))
    name = changes.get(STRATEGY)
    if name is not None and name != get_at(changed, STRATEGY):
        changed["strategy"] = {"name": name, "devices": get_at(changed, "strategy.devices", ["cpu"])}
    for path, value in changes.items():
        set_at(changed, path, copy.deepcopy(value))
    return changed
