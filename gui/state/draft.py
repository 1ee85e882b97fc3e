"""A job being prepared: its run as edited so far, what kind of job is made of it, and what the engine says. No widgets.

The spec is a plain dict, because a half-filled form is not yet a spec; the engine names what is
missing. Checks are asked a moment after the last edit, and an answer to an older edit is dropped.
"""

import copy
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from engine.schema.plan import Check
from engine.schema.problem import Problem, UserError
from engine.schema.spec_file import dump_spec, load_text, parse_spec, read_text
from gui.client.connection import Connection
from gui.state.job_kind import Group, JobKind, at_run, kind_of, spec_of, taken_apart, trial_of

CHECK_DELAY = 150  # ms after the last edit


class Draft(QObject):
    """Holds one draft; ``keep`` is handed every state of it that should outlive the window."""

    spec_changed = Signal()  # from outside the form: a recipe, a file, a proposal
    checking = Signal()
    checked = Signal(object)  # Check
    check_failed = Signal(object)  # list[Problem]
    submitted = Signal(object)  # Job
    refused = Signal(object)  # list[Problem]

    def __init__(
        self,
        connection: Connection,
        keep: Callable[[dict[str, Any] | None], None] = lambda spec: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connection, self._keep = connection, keep
        self._spec: dict[str, Any] = {}
        self._group: Group = {}
        self._edits = 0
        self._request = _new_request()
        self.check: Check | None = None
        self.submitting = False
        self._timer = QTimer(self, singleShot=True, interval=CHECK_DELAY)
        self._timer.timeout.connect(self._ask)

    @property
    def spec(self) -> dict[str, Any]:
        """The run, a copy; change the draft by ``edit`` or ``replace``."""
        return copy.deepcopy(self._spec)

    @property
    def group(self) -> Group:
        """What jobs made of many runs need besides, a copy."""
        return copy.deepcopy(self._group)

    @property
    def kind(self) -> JobKind:
        """What would be launched."""
        return kind_of(self._spec, self._group)

    @property
    def is_blank(self) -> bool:
        return not self._spec

    @property
    def is_ready(self) -> bool:
        """The newest edit was checked, nothing stands against it, and it is not being sent."""
        if self.check is None or self.submitting or self._timer.isActive():
            return False
        return not any(problem.severity == "error" for problem in self.check.problems)

    def edit(self, spec: dict[str, Any], group: Group | None = None) -> None:
        """Take what stands in the form now; without a group the one before stays."""
        group = self._group if group is None else group
        if spec == self._spec and group == self._group:
            return
        self._spec, self._group = copy.deepcopy(spec), copy.deepcopy(group)
        self._edits += 1
        self._request = _new_request()  # another spec is another submission
        self.check = None
        self._timer.start()
        self.checking.emit()

    def replace(self, spec: dict[str, Any], group: Group | None = None) -> None:
        """Start from another spec and tell the form."""
        self.edit(spec, group)
        self.spec_changed.emit()

    def take(self, spec: dict[str, Any]) -> None:
        """Start from a spec of any kind, or from a draft as it was kept."""
        run, group = taken_apart(spec)
        kept = run.pop("group", None)
        self.replace(run, kept if isinstance(kept, dict) else group)

    def clear(self) -> None:
        """Forget the draft."""
        self._timer.stop()
        self._spec, self._group, self.check = {}, {}, None
        self._edits += 1
        self._keep(None)
        self.spec_changed.emit()

    def check_again(self) -> None:
        """Ask anew although nothing was edited: the machine or the datasets changed."""
        if self._spec:
            self._timer.start()

    def save_now(self) -> None:
        """Keep what an edit a moment ago changed; for a window that closes."""
        if self._spec:
            self._keep({**self.spec, "group": self.group})

    # --- files

    def open_file(self, path: Path) -> None:
        """Start from a YAML or JSON file; raises UserError naming the line or the fields."""
        self.take(parse_spec(load_text(read_text(path))).model_dump(mode="json"))

    def save_file(self, path: Path) -> None:
        """Write the draft as YAML; raises UserError while it is not a whole spec, OSError when the disk refuses."""
        path.write_text(dump_spec(parse_spec(spec_of(self._spec, self._group))), encoding="utf-8")

    # --- sending

    def launch(self, trial: bool = False) -> None:
        """Submit the draft; a second click on the same draft is the same job. A trial is one run of it."""
        if self.submitting:
            return
        made = trial_of if trial else spec_of
        try:
            spec = parse_spec(made(self._spec, self._group))
        except UserError as error:
            self._on_refused(list(error.problems))
            return
        self.submitting = True
        request = f"{self._request}-trial" if trial else self._request
        self._connection.call(
            lambda engine: engine.submit(spec, request, trial), self._on_submitted, self._on_refused
        )

    def _ask(self) -> None:
        self.save_now()
        spec, edits = spec_of(self.spec, self.group), self._edits
        self._connection.call(
            lambda engine: engine.check(spec),
            lambda check: self._on_checked(edits, check),
            lambda problems: self._on_check_failed(edits, problems),
            self,
        )

    def _on_checked(self, edits: int, check: Check) -> None:
        if edits != self._edits:
            return
        self.check = check.model_copy(update={"problems": at_run(check.problems, self._group)})
        self.checked.emit(self.check)

    def _on_check_failed(self, edits: int, problems: list[Problem]) -> None:
        if edits == self._edits:
            self.check_failed.emit(problems)

    def _on_submitted(self, job: Any) -> None:
        self.submitting = False
        self._request = _new_request()
        self.submitted.emit(job)

    def _on_refused(self, problems: list[Problem]) -> None:
        self.submitting = False
        self.refused.emit(list(at_run(problems, self._group)))


def _new_request() -> str:
    return secrets.token_urlsafe(16)
