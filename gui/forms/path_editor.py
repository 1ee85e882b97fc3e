"""A folder or file of this machine, written or chosen; or a name that is looked for elsewhere, which nobody but the check can tell."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from gui.forms.editors import LineEditor
from gui.widgets.button import Button


class FolderEditor(LineEditor):
    """A line for a path, and a button that opens the folders of this machine."""

    def __init__(self, optional: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(str.strip, str, optional, parent=parent)
        self.choose = Button(self.tr("Choose…"))
        self.choose.setAccessibleName(self._title())
        self.choose.clicked.connect(self._on_choose)
        self.layout().addWidget(self.choose)

    def stops(self) -> list[QWidget]:
        return [self.line, self.choose]

    def set_value(self, value: Any) -> None:
        super().set_value(value or "")

    def _on_choose(self) -> None:
        known = Path(self.line.text()).expanduser()
        chosen = self._ask(str(known) if self.line.text() and known.exists() else "")
        if chosen:
            self.line.setText(chosen)
            self.changed.emit()

    def _title(self) -> str:
        return self.tr("Choose a folder")

    def _ask(self, start: str) -> str:
        return QFileDialog.getExistingDirectory(self.window(), self._title(), start)


class FileEditor(FolderEditor):
    """The same for a file."""

    def _title(self) -> str:
        return self.tr("Choose a file")

    def _ask(self, start: str) -> str:
        return QFileDialog.getOpenFileName(self.window(), self._title(), start)[0]
