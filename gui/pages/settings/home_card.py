"""The home folder: where it is, how much it holds, how much room is left."""

import contextlib
import os
import shutil
import threading
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gui.context import Context
from gui.i18n import amounts
from gui.pages.settings.rows import Rows
from gui.widgets.button import Button
from gui.widgets.card import Card


class HomeCard(Card):
    """Measured on a thread each time the page is shown: a home can hold many files."""

    _measured = Signal(object, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Home folder"))
        self._root = context.connection.home.root
        reveal = Button(self.tr("Open folder"))
        reveal.clicked.connect(self._reveal)
        self.add_action(reveal)
        rows = Rows()
        rows.add_value(self.tr("Folder"), str(self._root), code=True)
        self._size = rows.add_value(self.tr("Size"), amounts.UNKNOWN)
        self._free = rows.add_value(self.tr("Free on this disk"), amounts.UNKNOWN)
        self.add(rows)
        self._measured.connect(self._on_measured)

    def refresh(self) -> None:
        threading.Thread(target=self._measure, name="home-size", daemon=True).start()

    def _measure(self) -> None:
        size, free = folder_size(self._root), _free(self._root)
        try:
            self._measured.emit(size, free)
        except RuntimeError:  # the card went while its folder was measured
            return

    def _on_measured(self, size: int, free: int | None) -> None:
        self._size.setText(amounts.size(size))
        self._free.setText(amounts.size(free))

    def _reveal(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._root)))


def folder_size(folder: Path) -> int:
    """Bytes of all files under a folder; what vanishes meanwhile does not count."""
    total = 0
    for parent, _, names in os.walk(folder):  # passes over folders that go; Path.rglob would raise
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(parent, name)).st_size  # noqa: PTH118 - a home has many files
    return total


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
