"""A server that does not lead: serves workers as the lead does, and does what the lead asks of it."""

import threading

from engine.train.running import Run
from engine.train.strategy.parameter_server.pair import BYE, MEASURE, Pair
from engine.train.strategy.parameter_server.server import Server


class Follower:
    """The lead's wishes come to a thread of their own, so that the main one sees what goes wrong in any."""

    def __init__(self, run: Run, server: Server, lead: Pair) -> None:
        self._run, self._server, self._lead = run, server, lead

    def follow(self) -> None:
        """Until the lead says goodbye; raises what went wrong in a thread, the loss of the lead included."""
        self._server.open()
        threading.Thread(target=self._listen, name="lead", daemon=True).start()
        with self._server.changed:
            self._server.changed.wait_for(lambda: self._server.error or self._server.is_over)
            if self._server.error is not None:
                raise self._server.error

    def _listen(self) -> None:
        try:
            self._do_as_told()
        except BaseException as error:  # a thread's boundary
            self._server.fail(error)
        else:
            self._server.finish()

    def _do_as_told(self) -> None:
        run = self._run
        while True:
            kind, step, *_ = self._lead.hear()
            if kind == BYE:
                run.checkpoints.finish(run.report)
                return
            if kind == MEASURE:
                self._lead.send(self._server.measured())
            else:
                run.step = int(step)
                run.save_checkpoint()
