"""How far the weights have moved since a worker pulled them, and who must wait so that it never is too far.

Stale synchronous parallel (Ho et al., 2013), counted in updates. Knows no thread: whoever calls holds a lock.
"""


class Gate:
    """The version of a server's weights, and the versions that workers are working on.

    With a bound s, every state can be finished by letting the workers push in the order in which they pulled: the
    i-th of them (from 0), who pulled version p, will then push at version v + i, and v + i − p ≤ s. A pull or a push
    that would end in a state where that no longer holds must wait; the oldest worker's push never does.
    """

    def __init__(self, bound: int | None = None) -> None:
        self.version = 0
        self._bound = bound
        self._pulled: dict[int, int] = {}  # worker -> version, the oldest first

    def may_pull(self) -> bool:
        return self._bound is None or len(self._pulled) <= self._bound

    def pull(self, worker: int) -> None:
        self._pulled[worker] = self.version

    def may_push(self, worker: int) -> bool:
        if self._bound is None:
            return True
        others = (version for other, version in self._pulled.items() if other != worker)
        return all(self.version + 1 + place - v <= self._bound for place, v in enumerate(others))

    def push(self, worker: int) -> int:
        """The weights move once; how many times they had moved since the worker's pull."""
        staleness = self.version - self._pulled.pop(worker)
        self.version += 1
        return staleness

    def drop(self, worker: int) -> None:
        """The worker brings nothing: it is lost, or its gradient is no number."""
        self._pulled.pop(worker, None)
