"""Imports under way: seen by anybody who looks, ended by a press, and told apart from failures."""

import pytest
from PySide6.QtCore import Qt

from engine.schema.problem import UserError
from gui.pages.datasets.page import DatasetsPage
from gui.state.import_progress import read_progress
from tests.fakes.spec_context import DIABETES, context_in

HALF = {
    "id": "import-1", "name": "big.csv", "path": "/data/big.csv", "phase": "read",
    "done_bytes": 50 << 20, "total_bytes": 100 << 20, "seconds_left": 4.0,
}  # fmt: skip


@pytest.fixture
def context(tmp_path):
    return context_in(tmp_path, DIABETES)


@pytest.fixture
def page(qtbot, context):
    page = DatasetsPage(context)
    qtbot.addWidget(page)
    page.show()
    return page


def begin(context) -> None:
    context.library.imports["import-1"] = read_progress(HALF)
    context.library.imports_changed.emit()


def end(context) -> None:
    context.library.imports.clear()
    context.library.imports_changed.emit()


def test_an_import_that_anybody_began_is_shown_until_it_ends(page, context):
    assert not page.progress.isVisible()
    begin(context)
    [card] = page.progress._cards.values()
    assert page.progress.isVisible()
    assert "50 MiB of 100 MiB" in card.accessibleName() and "4.0 s left" in card.accessibleName()
    end(context)
    assert not page.progress.isVisible() and page.progress._cards == {}


def test_a_press_ends_an_import(qtbot, page, context):
    begin(context)
    [card] = page.progress._cards.values()
    qtbot.mouseClick(card.cancel, Qt.MouseButton.LeftButton)
    assert context.connection.engine.cancelled == ["import-1"]


def test_an_import_that_was_ended_on_purpose_is_no_failure(page, context):
    context.connection.engine.refuse = UserError("import_cancelled")
    page.import_files(["/data/big.csv"])
    assert not page.notice.isVisible()
    assert context.told == [("big.csv was not imported.", "info")]


def test_every_file_of_a_lot_that_was_refused_is_named(page, context):
    context.connection.held = True
    context.connection.engine.refuse = UserError("file_missing", path="/data/a.csv")
    page.import_files(["/data/a.csv"])
    context.connection.engine.refuse = UserError("file_missing", path="/data/b.csv")
    page.import_files(["/data/b.csv", "/data/c.csv"])
    context.connection.release()
    context.connection.engine.refuse = None
    context.connection.release()
    context.connection.release()
    assert "a.csv" in page.notice.accessibleName() and "b.csv" in page.notice.accessibleName()
    assert context.connection.engine.imported == ["/data/c.csv"]
    page.import_files(["/data/d.csv"])
    assert not page.notice.isVisible()


def test_the_clock_of_an_import_starts_when_it_no_longer_waits():
    waiting = read_progress({**HALF, "phase": "waiting", "done_bytes": 0})
    reading = waiting.told({**HALF, "done_bytes": 10})
    assert reading.told(HALF).began == reading.began >= waiting.began
    assert reading.told(HALF).rate(now=reading.began + 2) == 25 << 20
    assert waiting.rate() is None
