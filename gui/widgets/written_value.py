"""A cell of a file, or a line that a person wrote, as the value that a model's input takes. No Qt."""

from typing import Any

_YES = frozenset({"true", "yes", "y", "1"})
_NO = frozenset({"false", "no", "n", "0"})


def value_of(cell: Any, kind: str, decimal: str | None = None) -> Any:
    """None for an empty cell. What is not of its kind stays text, and the endpoint says what is wrong."""
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    if not text:
        return None
    match kind:
        case "number":
            return number_of(text, decimal)
        case "boolean":
            word = text.casefold()
            return True if word in _YES else False if word in _NO else text
        case "text":
            return cell
    return text


def number_of(text: str, decimal: str | None = None) -> Any:
    """A number as people write it, with spaces between the thousands; what is none stays text."""
    plain = text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if decimal == ",":
        plain = plain.replace(".", "").replace(",", ".")
    for kind in (int, float):
        try:
            return kind(plain)
        except ValueError:
            continue
    return text
