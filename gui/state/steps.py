"""The steps and the split that a person prepares for a dataset, and what they do to its first rows. No widgets.

Kept by dataset under ``memory["data <id>"]``, from where a new run takes them, and in a file of the home.
"""

import copy
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from engine.schema.roles import ROLES, ROLES_OF_TASK
from gui.state.draft_file import DraftFile

if TYPE_CHECKING:
    from engine.schema.card import DatasetCard
    from engine.schema.preview import StepsPreview
    from gui.client.connection import Connection

LOOK_DELAY = 300  # ms after the last edit
FILE = "data-drafts.json"  # in the home
_TASK_WITHOUT_SUGGESTION = "tabular_classification"


class DataDraft(QObject):
    """One dataset at a time; an answer to an older edit is dropped."""

    looking = Signal()
    looked = Signal(object)  # StepsPreview
    refused = Signal(object)  # tuple[Problem, ...]

    def __init__(
        self, connection: "Connection", memory: dict[str, Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._connection, self._memory = connection, memory
        self._file = DraftFile(connection.home.root / FILE)
        for id, draft in (self._file.load() or {}).items():
            self._memory.setdefault(key_of(id), draft)
        self._card: DatasetCard | None = None
        self._edits = 0
        self._timer = QTimer(self, singleShot=True, interval=LOOK_DELAY)
        self._timer.timeout.connect(self._ask)

    @property
    def steps(self) -> list[dict[str, Any]]:
        return copy.deepcopy(self._kept().get("steps", []))

    @property
    def split(self) -> dict[str, Any]:
        return copy.deepcopy(self._kept().get("split", {}))

    @property
    def task(self) -> str:
        """What the import found that the data could teach."""
        suggestion = (self._card.suggestion if self._card else None) or {}
        return str(suggestion.get("task") or _TASK_WITHOUT_SUGGESTION)

    def show_dataset(self, card: "DatasetCard") -> None:
        """Turn to another dataset; ``look`` asks what its steps do."""
        self._card = card
        self._edits += 1
        self._timer.stop()

    def edit(self, steps: list[dict[str, Any]], split: dict[str, Any]) -> None:
        """Take what stands in the editors now."""
        draft = {"steps": steps, "split": split}
        if self._card is None or draft == self._kept():
            return
        self._memory[key_of(self._card.id)] = copy.deepcopy(draft)
        self._edits += 1
        self._timer.start()
        self.looking.emit()

    def look(self) -> None:
        """Ask at once what the steps do."""
        self._edits += 1
        self._timer.stop()
        self.looking.emit()
        self._ask(keep=False)

    def forget(self, id: str) -> None:
        """A dataset is gone, and its draft with it."""
        self._memory.pop(key_of(id), None)
        self._keep()

    def data(self) -> dict[str, Any]:
        """The data part of a spec: the roles that the import proposes, the steps, the split."""
        suggestion = (self._card.suggestion if self._card else None) or {}
        known = ROLES_OF_TASK.get(self.task, {})
        roles = {role: suggestion.get(role) for role in ROLES if role in known}
        given = {role: value for role, value in roles.items() if value}
        source = self._card.id if self._card else ""
        return {"source": source, **given, "steps": self.steps, "split": self.split}

    def _kept(self) -> dict[str, Any]:
        return self._memory.get(key_of(self._card.id), {}) if self._card else {}

    def _ask(self, keep: bool = True) -> None:
        if self._card is None:
            return
        if keep:
            self._keep()
        id, task, data, edits = self._card.id, self.task, self.data(), self._edits
        self._connection.call(
            lambda engine: engine.preview_steps(id, task, data),
            lambda preview: self._on_looked(edits, preview),
            lambda problems: self._on_refused(edits, problems),
            self,
        )

    def _keep(self) -> None:
        start = key_of("")
        drafts = {key[len(start) :]: draft for key, draft in self._memory.items() if key.startswith(start)}
        self._file.save(drafts or None)

    def _on_looked(self, edits: int, preview: "StepsPreview") -> None:
        if edits == self._edits:
            self.looked.emit(preview)

    def _on_refused(self, edits: int, problems: tuple) -> None:
        if edits == self._edits:
            self.refused.emit(problems)


def key_of(id: str) -> str:
    """Where the draft of a dataset stands in the window's memory."""
    return f"data {id}"
