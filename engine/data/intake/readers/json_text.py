"""One JSON value from bytes, with the reasons why it cannot be a row. Knows no file."""

import json
from typing import Any

MAX_DEPTH = 64
_OPEN, _CLOSE = b"[{", b"]}"


def row_of(text: bytes) -> tuple[dict[str, Any] | None, str]:
    """The object, or None and the code of what is wrong."""
    try:
        value = json.loads(text)
    except RecursionError:
        return None, "depth"
    except ValueError:  # also whole numbers of more than 4,300 digits
        return None, "json"
    return object_of(value, text)


def object_of(value: Any, text: bytes | None = None) -> tuple[dict[str, Any] | None, str]:
    """The same of a value that was parsed already."""
    if not isinstance(value, dict):
        return None, "not_object"
    if (text is None or text.count(b"[") + text.count(b"{") > MAX_DEPTH) and depth_of(value) > MAX_DEPTH:
        return None, "depth"
    return value, ""


def depth_of(value: Any) -> int:
    """How many lists and objects lie in each other."""
    depth, level = 0, [value]
    while level := [part for part in level if isinstance(part, dict | list)]:
        depth += 1
        level = [inner for part in level for inner in (part.values() if isinstance(part, dict) else part)]
    return depth


def is_text(value: Any) -> bool:
    """Whether every string in a value can be written as UTF-8: half a surrogate pair cannot."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
