"""A window without an engine behind it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from engine.system.paths import Home
from gui.app import create_application
from gui.client.connection import Connection
from gui.i18n.language import install_language
from gui.main_window import MainWindow
from gui.state.settings import Settings
from gui.theme.theme import theme
from tests.fakes.door import FakeDoor


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
def connection(qtbot, home: Home, door: FakeDoor) -> Iterator[Connection]:
    connection = Connection(home, door)
    yield connection
    connection.close()


@pytest.fixture
def window(qtbot, home: Home, connection: Connection) -> Iterator[MainWindow]:
    create_application()
    settings = Settings(home.root / "settings.json")
    settings["language"] = "en"
    install_language("en")
    theme().install("dark")
    window = MainWindow(home, settings, connection)
    yield window
    window.connection.close()
    window.deleteLater()
    # Now and not with the next event loop: leftovers make every later test slower.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    install_language("en")
