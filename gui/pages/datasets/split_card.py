"""The split of a dataset: its settings, how many rows and which classes fall on each side, and what leaks."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.schema.card import DatasetCard
from engine.schema.preview import StepsPreview
from engine.schema.problem import Problem
from gui.client.words import problem_line, say_problem
from gui.forms.split_editor import SplitEditor
from gui.i18n.amounts import number, share
from gui.widgets.card import Card
from gui.widgets.data_table import Column, DataTable
from gui.widgets.label import Label
from gui.widgets.notice import Notice
from gui.widgets.stacked_bar import Part, StackedBar

PARTS = (("train", "series1"), ("validation", "series2"), ("test", "series3"))
_MOST = 8  # classes shown at once


class SplitCard(Card):
    """``changed`` tells a person's edits."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Split"), parent=parent)
        self.editor = SplitEditor()
        self.editor.changed.connect(self.changed)
        self.add_action(self.editor.form.fold)
        self._bar = StackedBar(self.tr("Rows on each side"))
        self._words = Label("", "dim", wrap=True)
        self.classes = DataTable(
            self._columns(), key=lambda row: row[0], name=self.tr("Classes on each side")
        )
        self._leaks = [Notice() for _ in range(3)]
        for widget in (self.editor, self._bar, self._words, self.classes, *self._leaks):
            self.add(widget)
        self.set_preview(None)

    def show_dataset(self, card: DatasetCard, split: dict) -> None:
        """Show a dataset's split."""
        self.editor.set_columns(card.columns)
        self.editor.set_text(card.form == "text")
        self.editor.set_value(split)

    def set_preview(self, preview: StepsPreview | None) -> None:
        """Show what the split made of the rows; None while that is not known."""
        counts = dict(preview.split) if preview and preview.split else {}
        total = sum(counts.values())
        self._bar.setVisible(bool(counts))
        if counts:
            names = self._names()
            parts = [
                Part(names[name], counts.get(name, 0), _said(counts.get(name, 0), total), colour)
                for name, colour in PARTS
            ]
            self._bar.set_parts(parts)
        self._show_words(preview)
        self._show_classes(preview)
        self._show_leaks(preview.leaks if preview else ())

    def set_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Say problems beside their fields; returns those of other parts."""
        return self.editor.set_problems(problems)

    def _show_words(self, preview: StepsPreview | None) -> None:
        said = []
        if preview is not None:
            cleaned = self._cleaned(preview.cleaned)
            said += [f"{words}: {number(count)}" for words, count in cleaned if count]
            if preview.split is None and not preview.problems:
                said.append(self.tr("Here the rows are not parted by shares; the plan of a run counts them."))
            if self.editor.value().get("method") in ("kfold", "leave_one_out") and preview.split:
                said.append(self.tr("Shown is the first fold."))
        self._words.setText(" · ".join(said))
        self._words.setVisible(bool(said))

    def _show_classes(self, preview: StepsPreview | None) -> None:
        shares = preview.classes if preview else {}
        names = dict.fromkeys(name for part in shares.values() for name in part)
        rows = [(name, *(shares.get(part, {}).get(name, 0.0) for part, _ in PARTS)) for name in names]
        self.classes.setVisible(bool(rows))
        self.classes.set_rows(rows)
        shown = min(len(rows), _MOST)
        height = self.classes.horizontalHeader().sizeHint().height()
        self.classes.setFixedHeight(height + shown * self.classes.verticalHeader().defaultSectionSize() + 2)

    def _show_leaks(self, leaks: Sequence[Problem]) -> None:
        for place, notice in enumerate(self._leaks):
            notice.setVisible(place < len(leaks))
            if place < len(leaks):
                level = "error" if leaks[place].severity == "error" else "warning"
                notice.say(*say_problem(leaks[place]), level=level)
                notice.setToolTip(problem_line(leaks[place]))

    def _columns(self) -> list[Column]:
        names = self._names()
        sides = [
            Column(
                part,
                names[part],
                lambda row, place=place: share(row[place], 1),
                sort=lambda row, place=place: row[place],
                right=True,
                width=110,
            )
            for place, (part, _) in enumerate(PARTS, start=1)
        ]
        return [Column("class", self.tr("Class"), lambda row: row[0], stretch=True), *sides]

    def _names(self) -> dict[str, str]:
        return {
            "train": self.tr("Training"),
            "validation": self.tr("Validation"),
            "test": self.tr("Test"),
        }

    def _cleaned(self, counts: dict[str, int]) -> list[tuple[str, int]]:
        words = {
            "target_missing": self.tr("left out, because what is to be predicted is missing"),
            "missing_dropped": self.tr("left out, because values are missing"),
            "missing_imputed": self.tr("rows with values that are filled in"),
            "duplicates_dropped": self.tr("left out as duplicates"),
        }
        return [(words.get(name, name), count) for name, count in counts.items()]


def _said(count: int, total: int) -> str:
    return f"{number(count)} · {share(count / total if total else None, 1)}"
