"""A conversation as the engine keeps it in a cell, as turns. No widgets."""

import json
from typing import Any, NamedTuple


class Turn(NamedTuple):
    """What one side said."""

    role: str
    text: str


def turns_of(cell: Any) -> list[Turn]:
    """The turns of a cell; what is no conversation is one turn without a role."""
    try:
        messages = json.loads(cell) if isinstance(cell, str) else cell
        return [Turn(str(each["role"]), _text(each["content"])) for each in messages]
    except (ValueError, TypeError, KeyError):
        return [Turn("", "" if cell is None else str(cell))]


def _text(content: Any) -> str:
    """Content is a text, or a list of parts of which some are texts."""
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content if isinstance(part, dict)).strip()
    return "" if content is None else str(content)
