"""The head of an endpoint's page: its name and state, and what can be asked of it now."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.state.job_orders import JobOrders, allowed
from gui.widgets.ask import Question
from gui.widgets.badge import StateBadge
from gui.widgets.button import Button
from gui.widgets.page_header import PageHeader

if TYPE_CHECKING:
    from engine.schema.job import Job
    from engine.schema.serve import ServedModel
    from gui.context import Context


class EndpointHeader(PageHeader):
    """Stops, starts and deletes by itself; ``swap_wanted`` and ``keys_wanted`` ask the page. ``deleted`` tells the end."""

    swap_wanted = Signal()
    keys_wanted = Signal()
    deleted = Signal()

    def __init__(self, context: "Context", job_id: str, parent: QWidget | None = None) -> None:
        super().__init__("", breadcrumb=self.tr("Serve"), parent=parent)
        self._job_id = job_id
        self._orders = JobOrders(context, self)
        self.badge = self.add_beside(StateBadge())
        self.swap = Button(self.tr("Swap version…"))
        self.swap.clicked.connect(self.swap_wanted)
        self.keys = Button(self.tr("Keys"))
        self.keys.clicked.connect(self.keys_wanted)
        self.start = Button(self.tr("Start again"), "primary")
        self.start.clicked.connect(lambda: self._orders.retry(job_id))
        self.stop = Button(self.tr("Stop"), "danger")
        self.stop.clicked.connect(self._ask_stop)
        self.stop_now = Button(self.tr("Stop now"), "danger")
        self.stop_now.clicked.connect(lambda: self._orders.stop(job_id, now=True))
        self.delete = Button(self.tr("Delete"), "danger")
        self.delete.clicked.connect(self._ask_delete)
        for button in (self.swap, self.keys, self.start, self.stop, self.stop_now, self.delete):
            self.add_action(button)
        self.setMinimumHeight(52)  # two lines, also when the page is short of room
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_job(self, job: "Job", served: "ServedModel | None", version: str, versions: int) -> None:
        """``version`` is what the model is called that is looked at; there are so many ``versions`` of it."""
        running = job.state == "running"
        name = served.name if served is not None else job.name
        plain = version.partition(" v")[0] == name
        self.set_title(version if plain else name)
        self.set_subtitle("" if plain or not version else version)
        self.badge.set_state((served.state if served is not None else "ready") if running else str(job.state))
        orders = allowed(job)
        for button, order in (
            (self.start, "retry"),
            (self.stop, "stop"),
            (self.stop_now, "stop_now"),
            (self.delete, "delete"),
        ):
            button.setVisible(order in orders)
        self.swap.setVisible(running)
        self.swap.setEnabled(versions > 1)
        self.swap.setToolTip("" if versions > 1 else self.tr("There is no other model of this kind"))

    def _ask_stop(self) -> None:
        text = self.tr("Programs that use it get no answer until it is started again. Its keys stay.")
        question = Question(
            self.tr("Stop this endpoint?"), text, self.tr("Stop"), dangerous=True, parent=self
        )
        question.accepted.connect(lambda: self._orders.stop(self._job_id))
        question.open()

    def _ask_delete(self) -> None:
        text = self.tr("Its address is forgotten. The models and the keys stay.")
        question = Question(
            self.tr("Delete this endpoint?"), text, self.tr("Delete"), dangerous=True, parent=self
        )
        question.accepted.connect(
            lambda: self._orders.delete(self._job_id, done=lambda _: self.deleted.emit())
        )
        question.open()
