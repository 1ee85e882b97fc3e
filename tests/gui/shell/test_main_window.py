"""The window navigates, speaks two languages, and asks before it goes while jobs run."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QWidget,
)

from engine.system.paths import ROOT
from gui import closing
from gui.main_window import MainWindow
from gui.pages.table import PAGES, SECTIONS
from gui.state.library import Library
from gui.state.scoring.state import FileScoring
from tests.gui.shell.test_library_state import change, job


def start_jobs(library: Library, *names: str) -> None:
    for name in names:
        library.apply(change(name, job(name, "running")))


@pytest.mark.parametrize("key", PAGES)
def test_every_page_opens_without_an_engine(window, key):
    window.show_page(key)
    assert window.current_page == (key, None)
    assert type(window.page(key)).__name__ == PAGES[key].path.partition(":")[2]


def test_no_page_opens_a_window_of_its_own(monkeypatch, window):
    """A widget that is shown before it has a parent flashes up as a window."""
    strays: list[str] = []
    set_visible, show = QWidget.setVisible, QWidget.show

    def note(widget: QWidget, visible: bool = True) -> None:
        if visible and widget.parentWidget() is None and not isinstance(widget, (QDialog, MainWindow)):
            strays.append(f"{type(widget).__name__} {_text(widget)}")

    monkeypatch.setattr(QWidget, "setVisible", lambda each, on: (note(each, on), set_visible(each, on))[1])
    monkeypatch.setattr(QWidget, "show", lambda each: (note(each), show(each))[1])
    window.show()
    QLabel("one that does").setVisible(True)
    for key in PAGES:
        window.show_page(key)
        QApplication.processEvents()
    assert strays == ["QLabel one that does"]


def test_ctrl_and_a_number_switch_pages(qtbot, window):
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for number, key in enumerate(SECTIONS):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_1.value + number), Qt.KeyboardModifier.ControlModifier)
        assert window.current_page[0] == key
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page[0] == "new_run"


@pytest.mark.parametrize("key", PAGES)
def test_every_control_has_an_accessible_name(window, key):
    page = window.page(key)
    controls = [
        child
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for child in page.findChildren(kind)
        if not child.isHidden()
        and not child.objectName().startswith("qt_")
        and not isinstance(child.parent(), (QComboBox, QLineEdit))
    ]
    nameless = [child for child in controls if not (child.accessibleName() or _text(child))]
    assert nameless == []


def test_the_language_switches_at_once_and_the_page_stays(qtbot, window):
    window.show_page("settings")
    window.settings["language"] = "zh_CN"
    qtbot.waitUntil(lambda: window.page("settings").accessibleName() == "设置")
    assert window.current_page == ("settings", None)


def test_the_navigation_counts_live_runs_and_endpoints(qtbot, window):
    start_jobs(window.library, "a", "b")
    window.library.apply(change("e", job("e", "running", "serve")))
    names = lambda: {button.accessibleName() for button in window.findChildren(QAbstractButton)}  # noqa: E731
    qtbot.waitUntil(lambda: {"Runs, 2", "Serve, 1"} <= names())


def test_an_idle_window_closes_without_a_question(window):
    assert closing.may_close(window, window.context, lambda: None)


@pytest.mark.parametrize("choice", ["close", "cancel"])
def test_closing_while_jobs_run_is_asked(monkeypatch, window, choice):
    start_jobs(window.library, "a")
    monkeypatch.setattr(QDialog, "exec", lambda dialog: dialog._choose(choice))
    assert closing.may_close(window, window.context, lambda: None) == (choice == "close")


@pytest.mark.parametrize("choice", [QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected])
def test_closing_while_a_file_is_scored_is_asked(monkeypatch, window, choice):
    scoring = FileScoring(window.connection, "e1", "prices", None)
    scoring.path, scoring._hearing = Path("rows.csv"), object()
    window.context.memory["score e1 prices"] = scoring
    said = []
    monkeypatch.setattr(
        QDialog,
        "exec",
        lambda dialog: said.extend(each.text() for each in dialog.findChildren(QLabel)) or choice,
    )
    may = closing.may_close(window, window.context, lambda: None)
    assert may == (choice == QDialog.DialogCode.Accepted) and "rows.csv" in " ".join(said)


def test_the_question_is_not_asked_again_when_it_is_not_wanted(monkeypatch, window):
    start_jobs(window.library, "a")
    window.settings["ask_before_closing"] = False
    monkeypatch.setattr(QDialog, "exec", lambda dialog: pytest.fail("asked"))
    assert closing.may_close(window, window.context, lambda: None)


def test_the_end_of_a_run_is_told_once(window, monkeypatch):
    told = []
    monkeypatch.setattr(window._toasts, "say", lambda text, level: told.append((text, level)))
    monkeypatch.setattr(window._notifications, "_tell", lambda text, level: told.append((text, level)))
    start_jobs(window.library, "a")
    for _ in range(2):
        window.library.apply(change("a", job("a", "finished")))
    assert told == [("Run “a” has finished", "good")]


def test_the_first_frame_waits_for_nothing_heavy():
    """What costs start-up time, or may not be in this process at all, is not imported for the first frame."""
    code = (
        "import sys; from engine.system.paths import Home; import gui.app as app; "
        "application = app.create_application(); window = app.create_window(Home.resolve(sys.argv[1])); "
        "window.show(); application.processEvents(); "
        "print([name for name in ('torch', 'pyarrow', 'fastapi', 'pyqtgraph', 'numpy', 'requests', 'pydantic') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "/nonexistent/home"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
