"""The window: navigation at the left, one page at a time at the right. It only navigates."""

from typing import Any

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from engine.system.paths import Home
from gui.client.connection import Connection
from gui.closing import may_close
from gui.context import Context
from gui.engine_foot import EngineFoot
from gui.engine_notice import EngineNotice
from gui.engine_process import EngineProcess
from gui.help import HelpDialog
from gui.i18n.language import install_language
from gui.notifications import Notifications
from gui.pages.table import PAGES, SECTIONS
from gui.state.library import Library
from gui.state.machine import MachineState
from gui.state.settings import Settings
from gui.theme.theme import theme
from gui.widgets.logo import logo_icon
from gui.widgets.navigation import Navigation
from gui.widgets.toast import Toasts

SIZE = (1280, 800)
SMALLEST = (960, 600)


class MainWindow(QMainWindow):
    """Owns what outlives the pages: connection, library, machine, settings."""

    first_painted = Signal()

    def __init__(self, home: Home, settings: Settings, connection: Connection | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.connection = connection or Connection(home)
        self.connection.setParent(self)
        self.engine = EngineProcess(self.connection, self)
        self.library = Library(self.connection, self)
        self.machine = MachineState(self.connection, self)
        self._toasts = Toasts(self)
        self.context = Context(
            connection=self.connection,
            library=self.library,
            machine=self.machine,
            settings=settings,
            navigate=self.show_page,
            notify=self._toasts.say,
            engine=self.engine,
        )
        self._painted = False
        self._pages: dict[str, QWidget] = {}
        self._current: tuple[str, str | None] = ("", None)
        self._closing_allowed = False
        self._help: HelpDialog | None = None
        self.setWindowTitle("Modelyard")
        self.setWindowIcon(logo_icon())
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self._build()
        self._restore_place()
        self._add_shortcuts()
        self._notifications = Notifications(self, self.context)
        settings.changed.connect(self._on_setting_changed)
        page = settings["page"]
        self.show_page(page if page in SECTIONS else "machine")
        self._navigation.setFocus()

    @property
    def current_page(self) -> tuple[str, str | None]:
        """The key of the page in front, and the id it shows."""
        return self._current

    def page(self, key: str) -> QWidget:
        """The page with this key, made now if it was never shown."""
        if key not in self._pages:
            made = PAGES[key].create(self.context)
            made.setAccessibleName(PAGES[key].say_title())
            self._pages[key] = made
            self._stack.addWidget(made)
        return self._pages[key]

    def show_page(self, key: str, id: str | None = None) -> None:
        """Bring a page to the front."""
        before = self._pages.get(self._current[0])
        if before is not None and key != self._current[0]:
            _tell(before, "hidden")
        self._current = (key, id)
        self._navigation.set_current(PAGES[key].section)
        page = self.page(key)
        self._stack.setFocus()  # a start for Tab; else Qt lights the next control as if Tab had been pressed
        self._stack.setCurrentWidget(page)
        _tell(page, "shown", id)

    def rebuild(self) -> None:
        """Make everything that carries words anew, in the language that is now installed."""
        key, id = self._current
        if key in self._pages:
            _tell(self._pages[key], "hidden")
        self._pages.clear()
        self._current = ("", None)
        self._build()
        self.show_page(key, id)
        self._navigation.setFocus()

    def import_files(self, paths: list[str]) -> None:
        """Take files in as datasets."""
        self.show_page("datasets")
        self.page("datasets").import_files(paths)

    def show_help(self) -> None:
        if self._help is not None:
            self._help.close()
        self._help = HelpDialog(self)
        self._help.show()

    # --- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)  # after the children have painted too

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closing_allowed and not may_close(self, self.context, self._close_for_good):
            event.ignore()
            return
        self.settings["geometry"] = bytes(self.saveGeometry().toBase64().data()).decode()
        if self._current[0]:
            self.settings["page"] = PAGES[self._current[0]].section
        self.connection.close()
        self._notifications.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := _local_files(event):
            event.acceptProposedAction()
            self.import_files(paths)

    # --- parts

    def _build(self) -> None:
        self._navigation = Navigation([(key, PAGES[key].say_title()) for key in SECTIONS])
        self._navigation.chosen.connect(self.show_page)
        self._foot = EngineFoot(self._navigation, self.library, self.engine)
        self._stack = QStackedWidget()
        ground = QWidget()
        ground.setProperty("role", "page")
        line = QHBoxLayout(ground)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._navigation)
        line.addLayout(self._column(), 1)
        self.setCentralWidget(ground)  # deletes the one before, with its pages

    def _column(self) -> QVBoxLayout:
        """Where there is no engine, the reason stands above every page."""
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(EngineNotice(self.engine))
        column.addWidget(self._stack, 1)
        return column

    def _add_shortcuts(self) -> None:
        for number, key in enumerate(SECTIONS, start=1):
            self._add_shortcut(f"Ctrl+{number}", lambda key=key: self.show_page(key))
        self._add_shortcut("Ctrl+N", lambda: self.show_page("new_run"))
        self._add_shortcut("F1", self.show_help)
        self._add_shortcut(QKeySequence(QKeySequence.StandardKey.Quit), self.close)

    def _add_shortcut(self, keys: Any, order: Any) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(order)

    def _restore_place(self) -> None:
        place = QByteArray.fromBase64(self.settings["geometry"].encode())
        if place.isEmpty() or not self.restoreGeometry(place):
            room = self.screen().availableSize()
            self.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height()))

    def _close_for_good(self) -> None:
        self._closing_allowed = True
        self.close()

    def _on_setting_changed(self, name: str) -> None:
        if name == "theme":
            theme().choose(self.settings["theme"])
        elif name == "language":
            install_language(self.settings["language"])
            QTimer.singleShot(0, self, self.rebuild)  # not under the feet of the page that asked


def _tell(page: QWidget, method: str, *values: Any) -> None:
    """Call a page's optional method."""
    function = getattr(page, method, None)
    if function is not None:
        function(*values)


def _local_files(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]


def main_window() -> MainWindow | None:
    """The window of this application, when there is one."""
    tops = QApplication.topLevelWidgets()
    return next((widget for widget in tops if isinstance(widget, MainWindow)), None)
