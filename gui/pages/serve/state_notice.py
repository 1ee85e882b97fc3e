"""What a person must know of a served model: why it failed, that it starts again, that it is locked or sleeps."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.client.words import say_problem
from gui.widgets.notice import Notice

if TYPE_CHECKING:
    from engine.schema.job import Job
    from engine.schema.problem import Problem
    from engine.schema.serve import ServedModel
    from gui.state.endpoint_record import Event


class StateNotice(Notice):
    """Hidden while all is well. ``unlock_wanted`` tells that its button was pressed."""

    unlock_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(level="error", parent=parent)
        self.acted.connect(self.unlock_wanted)
        self.hide()

    def show_state(self, job: "Job", served: "ServedModel | None", failed_swap: "Event | None") -> None:
        if job.error is not None:
            self._show_error(job, job.error)
        elif job.state == "running" and served is not None:
            self._show_served(served, failed_swap)
        else:
            self.hide()

    def _show_error(self, job: "Job", error: "Problem") -> None:
        what, why, what_to_do = say_problem(error)
        if job.state == "waiting":
            self.say(
                what, why, self.tr("It is started again by itself; nothing needs to be done."), "warning"
            )
        else:
            self.say(what, why, what_to_do, "error")
        self.show()

    def _show_served(self, served: "ServedModel", failed_swap: "Event | None") -> None:
        said = say_problem(served.problem) if served.problem is not None else ("", "", "")
        what, why, what_to_do = said
        match served.state:
            case "failed":
                self.say(
                    what or self.tr("{0} could not be loaded.").format(served.name), why, what_to_do, "error"
                )
            case "restarting":
                heading = self.tr("{0} is being started again.").format(served.name)
                wait = self.tr("Requests wait for it for a few seconds.")
                self.say(heading, " ".join(part for part in (what, why) if part), wait, "warning")
            case "locked":
                heading = self.tr("{0} is encrypted and waits for its passphrase.").format(served.name)
                self.say(heading, what if served.problem else "", "", "warning", self.tr("Unlock…"))
            case "idle":
                heading = self.tr("{0} is asleep: nothing was asked for a while.").format(served.name)
                self.say(heading, "", self.tr("The next request loads it again."), "info")
            case _ if failed_swap is not None:
                self._say_failed_swap(failed_swap)
            case _ if served.problem is not None and served.problem.severity == "warning":
                self.say(what, why, what_to_do, "warning")
            case _:
                self.hide()
                return
        self.show()

    def _say_failed_swap(self, problem: "Event") -> None:
        from engine.schema.problem import Problem

        what, why, what_to_do = say_problem(Problem.model_validate(problem))
        heading = self.tr("The swap failed; the version from before goes on answering.")
        self.say(heading, " ".join(part for part in (what, why) if part), what_to_do, "warning")
