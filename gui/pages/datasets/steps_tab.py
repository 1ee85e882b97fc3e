"""Cleaning, transforming and splitting a dataset before any run: what is edited here goes along into a new run."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from engine.schema.card import DatasetCard
from engine.schema.preview import StepsPreview
from engine.schema.problem import Problem
from gui.client.words import problem_line
from gui.forms.labels import task_words
from gui.forms.steps_editor import StepsEditor
from gui.i18n.amounts import number
from gui.pages.datasets.split_card import SplitCard
from gui.state.dataset_kind import target_column
from gui.state.steps import DataDraft
from gui.widgets.card import Card
from gui.widgets.label import Label
from gui.widgets.page import Scrolled
from gui.widgets.spinner import Spinner


class StepsTab(Scrolled):
    """Asks only while it is in front."""

    def __init__(self, draft: DataDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._dataset: DatasetCard | None = None
        self.steps = StepsEditor()
        self._steps_card = Card(self.tr("Steps"), " ")
        self._spinner = Spinner()
        self._steps_card.add_action(self._spinner).hide()
        self._fault = Label("", "bad", wrap=True)
        self._fault.hide()
        self._steps_card.add(self.steps)
        self._steps_card.add(self._fault)
        self.split = SplitCard()
        self.column.addWidget(self._steps_card)
        self.column.addWidget(self.split)
        self.column.addStretch(1)
        self.steps.changed.connect(self._on_edited)
        self.split.changed.connect(self._on_edited)
        draft.looking.connect(self._on_looking)
        draft.looked.connect(self._on_looked)
        draft.refused.connect(self._on_refused)

    def show_dataset(self, card: DatasetCard) -> None:
        """Show a dataset's draft and look what it does."""
        self._dataset = card
        self._draft.show_dataset(card)
        self.steps.set_preview(None)
        target = target_column(card)
        self.steps.set_columns(card.columns, target.name if target else "")
        self.steps.set_value(self._draft.steps)
        self.split.show_dataset(card, self._draft.split)
        self.split.set_preview(None)
        self._say(())
        self._say_task(None)
        self._draft.look()

    def _on_edited(self) -> None:
        self._draft.edit(self.steps.value(), self.split.editor.value())

    def _on_looking(self) -> None:
        self._spinner.show()

    def _on_looked(self, preview: StepsPreview) -> None:
        self._spinner.hide()
        self.steps.set_preview(preview)
        self.split.set_preview(preview)
        self._say_task(preview)
        self._say(preview.problems)

    def _on_refused(self, problems: Sequence[Problem]) -> None:
        self._spinner.hide()
        self.steps.set_preview(None)
        self.split.set_preview(None)
        self._say(problems)

    def _say(self, problems: Sequence[Problem]) -> None:
        """At the field where there is one, else below the steps."""
        elsewhere = self.split.set_problems(self.steps.set_problems(problems))
        self._fault.setText("\n".join(problem_line(problem) for problem in elsewhere))
        self._fault.setVisible(bool(elsewhere))

    def _say_task(self, preview: StepsPreview | None) -> None:
        """What the steps are looked at for, and how many rows were looked at."""
        if self._dataset is None:
            return
        target = target_column(self._dataset)
        said = [self.tr("for {task}").format(task=task_words(self._draft.task))]
        if target is not None:
            said.append(self.tr("predicting {column}").format(column=target.name))
        if preview is not None and preview.rows < preview.total:
            counts = self.tr("looked at the first {rows} of {total} rows")
            said.append(counts.format(rows=number(preview.rows), total=number(preview.total)))
        self._steps_card.set_subtitle(" · ".join(said))
