"""A run once more with the changes that its stop proposed. No widgets."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gui.state.draft import Draft
from gui.state.spec_changes import with_changes

if TYPE_CHECKING:
    from engine.schema.job import Job
    from gui.client.connection import Connection


class Again(QObject):
    """Submits the changed spec as a new run, as New run does with what is edited there."""

    submitted = Signal(object)  # Job
    refused = Signal(object)  # list[Problem]

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = Draft(connection, parent=self)
        self._draft.submitted.connect(self.submitted)
        self._draft.refused.connect(self.refused)

    def start(self, job: "Job") -> None:
        """Ask for it; a second click while the first is under way is the same run."""
        self._draft.edit(with_changes(job.spec.model_dump(mode="json"), proposed_changes(job)))
        self._draft.launch(job.trial)


def proposed_changes(job: "Job") -> dict[str, Any]:
    """What would have fitted, by dotted path, where the stop says so."""
    changes = job.error.params.get("changes") if job.error is not None and job.kind == "train" else None
    return changes if isinstance(changes, dict) else {}
