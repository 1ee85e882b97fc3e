"""Lets tasks wait until something has changed, and look again."""

import asyncio


class Turn:
    """Whoever waits is woken by the next ``come``; nobody can miss one that came between a look and the wait."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()

    def come(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, seconds: float | None = None) -> None:
        """Until the next change, for so many seconds at most."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await asyncio.wait((waiter,), timeout=seconds)
        finally:
            self._waiters.discard(waiter)
