"""Which slice of the data comes next: numbers that are handed out once, and again only when their worker is lost.

Ticket n of W workers is slice n mod W of global batch n div W. Knows no thread: whoever calls holds a lock.
"""

from heapq import heappop, heappush


class Tickets:
    """Numbers from ``first`` on; none of ``limit`` or above are handed out until the limit is raised."""

    def __init__(self, first: int) -> None:
        self.handed = self.limit = first  # the next new number; the number that is not handed out yet
        self._returned: list[int] = []
        self._out: dict[int, int] = {}  # worker -> ticket

    @property
    def has_one(self) -> bool:
        return bool(self._returned) or self.handed < self.limit

    def take(self, worker: int) -> int:
        """The lowest number that nobody works on; only when there is one."""
        if self._returned:
            ticket = heappop(self._returned)
        else:
            ticket, self.handed = self.handed, self.handed + 1
        self._out[worker] = ticket
        return ticket

    def settle(self, worker: int) -> None:
        """The worker's ticket is worked off."""
        del self._out[worker]

    def give_back(self, worker: int) -> None:
        """The worker is lost: somebody else gets what it worked on."""
        if (ticket := self._out.pop(worker, None)) is not None:
            heappush(self._returned, ticket)


class Seen:
    """Which tickets a server has taken in. Remembers only those above the first gap."""

    def __init__(self, first: int) -> None:
        self._below = first
        self._above: set[int] = set()

    def add(self, ticket: int) -> bool:
        """Take note; False for one that was here before."""
        if ticket < self._below or ticket in self._above:
            return False
        self._above.add(ticket)
        while self._below in self._above:
            self._above.remove(self._below)
            self._below += 1
        return True
