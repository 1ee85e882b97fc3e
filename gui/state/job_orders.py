"""What a person can ask of a job in each of its states, and the asking. No widgets."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from gui.client.words import problem_line

if TYPE_CHECKING:
    from engine.schema.job import Job
    from gui.context import Context

_OF_STATE: dict[str, frozenset[str]] = {
    "waiting": frozenset({"pause", "stop", "move"}),
    "starting": frozenset({"pause", "stop"}),
    "running": frozenset({"pause", "stop", "checkpoint"}),
    "pausing": frozenset({"stop"}),
    "paused": frozenset({"resume", "stop", "delete"}),
    "stopping": frozenset({"stop_now"}),
    "stopped": frozenset({"retry", "delete"}),
    "finished": frozenset({"delete"}),
    "failed": frozenset({"retry", "delete"}),
}
_NOT_FOR_ENDPOINTS = frozenset({"pause", "checkpoint"})
_NOT_FOR_GROUPS = frozenset({"checkpoint"})  # it is the parts that have weights
_NOT_FOR_PARTS = frozenset({"pause", "resume", "retry", "move", "delete"})  # they go with their group


def allowed(job: "Job") -> frozenset[str]:
    """The orders this job can take now: pause, resume, stop, stop_now, checkpoint, retry, move, delete, serve."""
    orders = _OF_STATE.get(str(job.state), frozenset())
    if job.kind == "serve":
        return orders - _NOT_FOR_ENDPOINTS
    if job.is_group:
        orders = orders - _NOT_FOR_GROUPS
    if job.parent is not None:
        orders = orders - _NOT_FOR_PARTS
    return orders | {"serve"} if job.state == "finished" and job.model and not job.trial else orders


class JobOrders(QObject):
    """Sends orders to the engine; what it refuses becomes a toast. What follows from them the change stream tells."""

    def __init__(self, context: "Context", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def pause(self, id: str) -> None:
        self._ask(lambda engine: engine.pause(id))

    def resume(self, id: str) -> None:
        self._ask(lambda engine: engine.resume(id))

    def stop(self, id: str, now: bool = False) -> None:
        self._ask(lambda engine: engine.stop(id, now))

    def retry(self, id: str) -> None:
        self._ask(lambda engine: engine.retry(id))

    def checkpoint(self, id: str) -> None:
        said = self.tr("A checkpoint is being saved.")
        self._ask(lambda engine: engine.checkpoint(id), lambda _: self._context.notify(said, "info"))

    def rename(self, id: str, name: str) -> None:
        self._ask(lambda engine: engine.rename(id, name))

    def move(self, id: str, before: str | None) -> None:
        self._ask(lambda engine: engine.move(id, before))

    def delete(self, id: str, with_model: bool = False, done: Callable[[Any], None] | None = None) -> None:
        self._ask(lambda engine: engine.delete_job(id, with_model), done)

    def delete_model(self, id: str) -> None:
        self._ask(lambda engine: engine.delete_model(id))

    def make_recipe(self, group: str, part: int | None, made: Callable[[Any], None]) -> None:
        """The spec of a part, of the best one where no number is given."""
        self._ask(lambda engine: engine.make_recipe(group, part), made)

    def _ask(self, order: Callable[[Any], Any], done: Callable[[Any], None] | None = None) -> None:
        self._context.connection.call(order, done, self._on_refused, receiver=self)

    def _on_refused(self, problems: tuple) -> None:
        self._context.notify(problem_line(problems[0]), "error")
