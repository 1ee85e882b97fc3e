"""How deeply a JSON text is nested, found without parsing it: a parser's own stack is what must be spared.

The text may come in pieces, so that a large one is looked at while it arrives, and never for long at a time.
"""

import re
from itertools import accumulate

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_REST_OF_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


class JsonDepth:
    """Counts brackets outside of strings. Wrong JSON may be called deep; it is refused anyway."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._depth = 0
        self._in_string = False
        self._escape = b""  # a backslash at the end of a piece, whose sign is still to come

    def exceeds(self, piece: bytes) -> bool:
        """Whether the text nests deeper than the limit up to the end of this piece."""
        brackets = self._outside(self._escape + piece).translate(None, _NOT_BRACKETS)
        depths = list(accumulate(map(_STEPS.__getitem__, brackets), initial=self._depth))
        self._depth = depths[-1]
        return max(depths) > self._limit

    def _outside(self, text: bytes) -> bytes:
        """What of it stands in no string."""
        if self._in_string:
            rest = _REST_OF_STRING.match(text)
            if rest is None:
                self._escape = _escape_at_end(text)
                return b""
            text = text[rest.end() :]
        outside, quote, begun = _STRING.sub(b"", text).partition(b'"')
        self._in_string = bool(quote)
        self._escape = _escape_at_end(begun)
        return outside


def is_deeper_than(body: bytes, limit: int) -> bool:
    """The same of a whole text."""
    return body.count(b"[") + body.count(b"{") > limit and JsonDepth(limit).exceeds(body)


def _escape_at_end(text: bytes) -> bytes:
    """The backslash that escapes what comes next, if there is one."""
    return b"\\" if (len(text) - len(text.rstrip(b"\\"))) % 2 else b""
