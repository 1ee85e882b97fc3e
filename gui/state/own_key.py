"""The key that was made in this window for an endpoint: kept no longer than the window, for code to copy. No widgets."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.schema.api import Key
    from gui.context import Context


def keep_key(context: "Context", endpoint: str, key: "Key") -> None:
    """It takes the place of the one before."""
    context.memory[f"key {endpoint}"] = key


def kept_key(context: "Context", endpoint: str) -> "Key | None":
    return context.memory.get(f"key {endpoint}")


def forget_key(context: "Context", endpoint: str) -> None:
    """The endpoint is gone."""
    context.memory.pop(f"key {endpoint}", None)


def reaches(key: "Key", name: str) -> bool:
    """Whether a model that is served by this name answers to it: a key has the names that there were when it was made."""
    return "infer" in key.actions and (key.models is None or name in key.models)
