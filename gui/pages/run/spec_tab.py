"""What was asked, as the YAML that ``main.py train`` takes; and what it became."""

import re
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.client.words import problem_line
from gui.forms.step_words import step_title
from gui.pages.run.scores_tab import rows_text
from gui.state.run_record import RunRecord
from gui.theme.tokens import GAP
from gui.widgets.card import Card
from gui.widgets.chart_axis import thousands
from gui.widgets.code_view import CodeView
from gui.widgets.facts import Facts

if TYPE_CHECKING:
    from engine.schema.job import Job
    from engine.schema.problem import Problem

_STEP = re.compile(r"step_(?P<number>\d+)_(?P<step>\w+)")


class SpecTab(QWidget):
    """Shows a job's spec and the facts of its newest attempt."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        spec = Card(self.tr("Spec"), self.tr("as a file for the command line"))
        self.code = CodeView(self.tr("Spec as YAML"))
        spec.add(self.code, 1)
        became = Card(self.tr("What it became"))
        self.facts = became.add(Facts())
        became.body.addStretch(1)
        side = QVBoxLayout()
        side.addWidget(became)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(spec, 3)
        row.addLayout(side, 2)

    def show_run(self, job: "Job", record: RunRecord) -> None:
        from engine.schema.spec_file import dump_spec

        self.code.set_code(dump_spec(job.spec))
        started = record.started
        rows = [
            (self.tr("Rows"), rows_text(started.get("rows") or {})),
            (self.tr("Cleaned"), self._cleaned(started.get("cleaned") or {})),
            (self.tr("Parameters"), thousands(started["parameters"]) if started.get("parameters") else ""),
            (self.tr("Ranks"), ", ".join(started.get("devices") or ())),
            (self.tr("Backend"), started.get("backend") or ""),
            (self.tr("Noted"), "\n".join(problem_line(note) for note in problems_of_notes(record)[-5:])),
            (self.tr("Attempts"), str(len(record.attempts) or "")),
            (
                self.tr("Versions"),
                ", ".join(f"{name} {number}" for name, number in (started.get("versions") or {}).items()),
            ),
            (self.tr("Folder"), job.directory),
            (self.tr("Id"), job.id),
        ]
        self.facts.set_rows([(name, value) for name, value in rows if value])

    def _cleaned(self, steps: dict[str, int]) -> str:
        words = {
            "target_missing": self.tr("{0} without an answer"),
            "time_missing": self.tr("{0} without a time"),
            "missing_dropped": self.tr("{0} with missing values"),
            "duplicates_dropped": self.tr("{0} duplicates"),
            "tail_tokens": self.tr("{0} tokens left over"),
            "template_refused": self.tr("{0} that the template refuses"),
            "cut_off": self.tr("{0} whose answer is cut off"),
            "cut_short": self.tr("{0} cut short"),
        }
        told = [
            words.get(name, f"{self._step_words(name)}: {{0}}").format(thousands(count))
            for name, count in steps.items()
            if count
        ]
        return ", ".join(told) or (self.tr("nothing to clean") if steps else "")

    def _step_words(self, name: str) -> str:
        """“step_1_filter” is “Step 1, Filter”; what is unknown is said by its name."""
        found = _STEP.fullmatch(name)
        if found is None:
            return name
        return self.tr("Step {0}, {1}").format(found["number"], step_title(found["step"]))


def problems_of_notes(record: RunRecord) -> "list[Problem]":
    """What the run noted on its way, oldest first."""
    from engine.schema.problem import Problem

    told = [note["problem"] for note in record.notes if isinstance(note.get("problem"), dict)]
    return [Problem.model_validate(problem) for problem in told if isinstance(problem.get("code"), str)]
