"""Which runs to compare: a list to tick."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gui.i18n.amounts import ago
from gui.widgets.badge import state_word
from gui.widgets.button import Button
from gui.widgets.label import Label

if TYPE_CHECKING:
    from engine.schema.job import Job

MOST = 10


class RunChoice(QDialog):
    """Two to ten can be chosen."""

    def __init__(self, jobs: "list[Job]", chosen: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose runs"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(460, 420)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Runs"))
        for job in jobs:
            item = QListWidgetItem(f"{job.name}  ·  {state_word(str(job.state))}  ·  {ago(job.created)}")
            item.setData(Qt.ItemDataRole.UserRole, job.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if job.id in chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _: self._show_count())
        self._count = Label("", "dim")
        self.compare = Button(self.tr("Compare"), "primary")
        self.compare.clicked.connect(self.accept)
        cancel = Button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.compare)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self.list, 1)
        layout.addLayout(foot)
        self._show_count()

    def chosen(self) -> list[str]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _show_count(self) -> None:
        count = len(self.chosen())
        self._count.setText(self.tr("%n chosen", "", count))
        self.compare.setEnabled(2 <= count <= MOST)
