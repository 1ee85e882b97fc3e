"""The window's process: Qt, theme, language, then the window; everything slow comes after its first frame."""

import os
import sys
import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from engine.system.paths import Home
from gui.i18n.language import install_language
from gui.main_window import MainWindow
from gui.preparing import Preparation
from gui.state.settings import Settings
from gui.theme.theme import theme

_LAST_SECONDS = 3.0  # for what is being read when the window has closed: a lot of rows may take one
TRACE = "MODELYARD_STARTUP_TRACE"


def main(home: Home) -> int:
    """Show the window until it is closed."""
    application = create_application()
    window = create_window(home)
    window.first_painted.connect(lambda: _after_first_frame(window))
    window.show()
    status = application.exec()
    window.connection.settle(_LAST_SECONDS)
    return status


def create_application() -> QApplication:
    """The one QApplication, named."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    application.setApplicationName("modelyard")
    application.setApplicationDisplayName("Modelyard")
    application.setDesktopFileName("modelyard")
    return application


def create_window(home: Home) -> MainWindow:
    """A window dressed and worded as its home's settings say; not yet connected."""
    settings = Settings(home.root / "settings.json")
    install_language(settings["language"])
    theme().install(settings["theme"])
    return MainWindow(home, settings)


def _after_first_frame(window: MainWindow) -> None:
    if os.environ.get(TRACE):
        print(f"first frame after {_milliseconds_of_life():.0f} ms", file=sys.stderr, flush=True)
    window.connection.start()
    Preparation(window).start()


def _milliseconds_of_life() -> float:
    import psutil

    return (time.time() - psutil.Process().create_time()) * 1000
