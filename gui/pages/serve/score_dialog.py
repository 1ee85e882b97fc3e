"""A whole file scored to a new one: choose it, see which column is which input, follow it, open what it made."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui.client.words import problem_line
from gui.i18n.amounts import duration, number
from gui.pages.serve.column_choices import ColumnChoices
from gui.widgets.button import Button
from gui.widgets.data_table import Column, DataTable
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.file_drop import FileDrop
from gui.widgets.label import Label
from gui.widgets.meter_bar import MeterBar

if TYPE_CHECKING:
    from gui.state.scoring.state import FileScoring

_FILES = "(*.csv *.tsv *.txt *.jsonl *.ndjson *.json);;"


class ScoreDialog(QDialog):
    """Shows a ``FileScoring``; closing it does not end what runs."""

    def __init__(self, scoring: "FileScoring", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scoring = scoring
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Score a file"))
        self.resize(680, 240)
        words = Label(
            self.tr("Every row of the file is answered by “{0}”. The answers are written to a new CSV beside it.").format(
                scoring.name
            ),
            "dim",
            wrap=True,
        )  # fmt: skip
        self.choose = Button(self.tr("Choose a file…"))
        self.choose.clicked.connect(self._choose)
        self.file = ElidedLabel(self.tr("or drop one here"), "dim")
        self.columns = ColumnChoices()
        self.columns.chosen.connect(scoring.map)
        self.missing = Label("", "warning", wrap=True)
        self.bar = MeterBar(name=self.tr("Scored"))
        self.progress = Label("", "dim").set_tabular()
        self.problem = Label("", "bad", wrap=True)
        self.refused = DataTable(
            self._refused_columns(), key=lambda row: row.line, name=self.tr("Rows that were refused")
        )
        self.begin, self.cancel = Button(self.tr("Score"), "primary"), Button(self.tr("Cancel"))
        self.folder, self.close_button = Button(self.tr("Open folder")), Button(self.tr("Close"))
        self._lay_out(words)
        self.begin.clicked.connect(scoring.begin)
        self.cancel.clicked.connect(scoring.cancel)
        self.folder.clicked.connect(self._open_folder)
        self.close_button.clicked.connect(self.accept)
        FileDrop(self).dropped.connect(scoring.choose)
        scoring.changed.connect(self._show)
        self._show()

    def _lay_out(self, words: QWidget) -> None:
        pick = QHBoxLayout()
        pick.setSpacing(10)
        pick.addWidget(self.choose)
        pick.addWidget(self.file, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.folder)
        foot.addStretch(1)
        for button in (
            self.cancel,
            self.close_button,
            self.begin,
        ):  # what cancels is not where “Score” was clicked
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(words)
        layout.addLayout(pick)
        layout.addWidget(self.columns)
        for widget in (self.missing, self.problem, self.progress, self.bar):
            layout.addWidget(widget)
        layout.addWidget(self.refused, 1)
        layout.addStretch(0)
        layout.addLayout(foot)

    def _refused_columns(self) -> list[Column]:
        return [
            Column(
                "line",
                self.tr("Line"),
                lambda row: number(row.line),
                lambda row: row.line,
                right=True,
                width=80,
            ),
            Column("reason", self.tr("Why it was refused"), self._reason, stretch=True, tip=self._reason),
        ]

    @staticmethod
    def _reason(row: object) -> str:
        words = problem_line(row.problem)
        return f"{row.problem.field}: {words}" if row.problem.field else words

    def _show(self) -> None:
        scoring, score = self.scoring, self.scoring.score
        if scoring.path is not None:
            self.file.setText(str(scoring.path))
        self.columns.show_mapping(
            scoring.mapping, scoring.file.columns if scoring.file else (), not scoring.running
        )
        missing = scoring.missing if scoring.file is not None else []
        self.missing.setText(self.tr("Not in the file: {0}. Rows go without.").format(", ".join(missing)))
        self.missing.setVisible(bool(missing))
        self.problem.setText(scoring.problem)
        self.problem.setVisible(bool(scoring.problem))
        self.bar.setVisible(score is not None or scoring.running)
        self.bar.set_share(score.share if score else None, "good" if score and score.path else "accent")
        self.progress.setText(self._progress_words())
        self.refused.set_rows(scoring.refused)
        self.refused.setVisible(bool(scoring.refused))
        self.begin.setEnabled(scoring.can_begin)
        self.cancel.setVisible(scoring.running)
        self.choose.setEnabled(not scoring.running)
        self.folder.setVisible(score is not None and score.path is not None)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Grow with what there is to show."""
        wanted = self.sizeHint().height()
        if wanted > self.height():
            self.resize(self.width(), wanted)

    def _progress_words(self) -> str:
        score = self.scoring.score
        if score is None:
            return self.tr("Asking for the first rows") if self.scoring.running else ""
        parts = [self.tr("{0} rows scored").format(number(score.done - score.refused))]
        if score.refused:
            parts.append(self.tr("{0} refused").format(number(score.refused)))
        if score.path is None and score.left is not None:
            parts.append(self.tr("{0} rows/s").format(number(score.rate)))
            parts.append(self.tr("{0} left").format(duration(score.left)))
        if score.path is not None:
            parts.append(self.tr("written to {0}").format(score.path.name))
        return " · ".join(parts)

    def _choose(self) -> None:
        before = str(self.scoring.path.parent) if self.scoring.path else ""
        kinds = self.tr("Tables and texts") + f" {_FILES}" + self.tr("All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Score a file"), before, kinds)
        if name:
            self.scoring.choose(Path(name))

    def _open_folder(self) -> None:
        score = self.scoring.score
        if score is not None and score.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(score.path.parent)))
