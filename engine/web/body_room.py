"""How many bytes of large bodies a server holds at a time; a thousand large requests at once must not fill the memory."""

from engine.web.refusal import Refusal


class BodyRoom:
    """Bytes are taken as they arrive and given back when their request has ended."""

    def __init__(self, most: int) -> None:
        self._free = most

    def take(self, size: int) -> None:
        """Raises Refusal when there is no room for so many more."""
        if size > self._free:
            raise Refusal(503, "too_much_at_once", [(b"retry-after", b"1")])
        self._free -= size

    def give(self, size: int) -> None:
        self._free += size
