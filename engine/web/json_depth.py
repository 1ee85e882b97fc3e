"""How deeply a JSON text is nested, found without parsing it: a parser's own stack is what must be spared."""

import re

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")


def is_deeper_than(body: bytes, limit: int) -> bool:
    """Whether arrays and objects nest more than ``limit`` deep. Wrong JSON may be called deep; it is refused anyway."""
    if body.count(b"[") + body.count(b"{") <= limit:
        return False
    brackets = _STRING.sub(b"", body).translate(_ONE_KIND, _NOT_BRACKETS)
    for _ in range(limit):
        inner = brackets.replace(b"[]", b"")  # takes the innermost level away
        if len(inner) == len(brackets):
            return len(brackets) > limit  # what is left has no partner
        brackets = inner
    return bool(brackets)
