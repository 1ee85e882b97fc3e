"""Makes the pages nobody asked for yet while the window has nothing to do, so that the first look at each is quick."""

from importlib import import_module
from threading import Thread

from PySide6.QtCore import QObject, QTimer

from gui.main_window import MainWindow
from gui.pages.table import PAGES, SECTIONS

PAUSE_MS = 250  # between two pages: room for what a person does meanwhile


class Preparation(QObject):
    """Imports on a thread of its own, which may take its time; then makes one page at a time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._left = ["new_run", "runs", "run", *(key for key in SECTIONS if key not in ("new_run", "runs"))]
        self._imports = Thread(target=_import_pages, name="imports of pages", daemon=True)
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._make_one)

    def start(self) -> None:
        self._imports.start()
        self._timer.start()

    def _make_one(self) -> None:
        if self._imports.is_alive():
            return
        if not self._left:
            self._timer.stop()
            return
        self._window.page(self._left.pop(0))


def _import_pages() -> None:
    for entry in PAGES.values():
        import_module(entry.path.partition(":")[0])
