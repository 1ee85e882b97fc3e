"""A framework's own loop, made to stand still after as many steps as it was let, so that others get their turn."""

import threading
from collections.abc import Callable


class Paced:
    """Runs ``body`` in a thread of its own; ``body`` must call ``step_is_done`` after each step."""

    def __init__(self, body: Callable[["Paced"], None]) -> None:
        self._body = body
        self._may_go, self._stands = threading.Semaphore(0), threading.Semaphore(0)
        self._left = 0
        self._error: BaseException | None = None
        threading.Thread(target=self._run, daemon=True).start()

    def __call__(self, steps: int) -> None:
        """Let it do that many steps and wait for them; raises what it raised."""
        self._left = steps
        self._may_go.release()
        self._stands.acquire()
        if self._error is not None:
            raise self._error

    def step_is_done(self) -> None:
        self._left -= 1
        if not self._left:
            self._stands.release()
            self._may_go.acquire()

    def _run(self) -> None:
        self._may_go.acquire()
        try:
            self._body(self)
            raise RuntimeError("the loop came to an end")
        except BaseException as error:  # a thread's boundary
            self._error = error
            self._stands.release()
