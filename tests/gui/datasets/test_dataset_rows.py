"""Rows of a dataset as a table that fetches only what somebody looks at."""

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage

from engine.schema.card import Column
from engine.system.paths import Home
from gui.state.conversation import turns_of
from gui.state.dataset_view import KEPT, PAGE, DatasetRows, say_cell
from gui.state.thumbnails import Thumbnails
from tests.fakes.spec_context import DIABETES, FakeConnection, FakeEngine


class Counting(FakeEngine):
    """Remembers which pages were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    def rows(self, id, offset=0, limit=100):
        self.asked.append(offset)
        return super().rows(id, offset, limit)


@pytest.fixture
def connection(tmp_path):
    return FakeConnection(Home(tmp_path), Counting())


@pytest.fixture
def rows(qtmodeltester, connection):
    rows = DatasetRows(connection)
    rows.show_dataset(DIABETES)
    return rows


def shown(rows: DatasetRows, row: int, column: int = 0) -> str:
    return rows.data(rows.index(row, column))


def test_the_table_is_as_long_as_the_dataset_before_any_row_is_here(rows, connection):
    assert (rows.rowCount(), rows.columnCount()) == (442, 4)
    assert connection.engine.asked == []


def test_a_cell_that_is_on_its_way_says_so_and_comes(rows, connection):
    connection.held = True
    assert shown(rows, 201) == "…" and shown(rows, 202) == "…"
    assert connection.engine.asked == [PAGE]
    connection.release()
    assert shown(rows, 201) == "201"


def test_rows_of_a_dataset_that_is_no_longer_shown_are_dropped(rows, connection):
    connection.held = True
    shown(rows, 0)
    rows.show_dataset(DIABETES.model_copy(update={"id": "other-1"}))
    connection.release()
    assert shown(rows, 0) == "…"


def test_only_the_pages_looked_at_last_are_kept(connection):
    rows = DatasetRows(connection)
    rows.show_dataset(DIABETES.model_copy(update={"rows": PAGE * (KEPT + 3)}))
    for page in range(KEPT + 3):
        shown(rows, page * PAGE)
    assert len(rows._pages) == KEPT


def test_numbers_stand_at_the_right_and_the_header_with_them(rows):
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    assert rows.data(rows.index(0, 0), Qt.ItemDataRole.TextAlignmentRole) == right
    assert rows.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) == right
    assert rows.headerData(3, Qt.Orientation.Horizontal) == "progression"


def test_the_model_keeps_qts_rules(rows, qtmodeltester):
    qtmodeltester.check(rows)


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), (True, "true"), (1.5, "1.5"), (12, "12"), ("a\nb", "a b"), (float("nan"), "NaN")],
)
def test_a_cell_is_one_line(value, said):
    assert say_cell(value) == said
    assert len(say_cell("x" * 1000)) == 300


def test_of_what_was_scrolled_past_only_the_newest_pages_are_fetched(connection):
    rows = DatasetRows(connection)
    rows.show_dataset(DIABETES.model_copy(update={"rows": PAGE * 1000}))
    connection.held = True
    for page in range(50):
        shown(rows, page * PAGE)
    while connection.waiting:
        connection.release()
    assert connection.engine.asked == [0, PAGE, *(PAGE * page for page in (49, 48, 47, 46))]


def test_a_conversation_is_said_turn_by_turn(connection):
    talk = '[{"role": "user", "content": "Hello"}, {"role": "assistant", "content": [{"text": "Hi"}, {"image": 1}]}]'
    assert turns_of(talk) == [("user", "Hello"), ("assistant", "Hi")]
    assert say_cell(talk, "messages") == "user: Hello · assistant: Hi"
    assert turns_of("no JSON") == [("", "no JSON")]


def test_an_image_comes_when_it_is_looked_at_and_only_once(qapp, connection):
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    buffer = QBuffer()
    picture.save(buffer, "PNG")
    asked = []
    connection.engine.thumbnail = lambda *cell: asked.append(cell) or buffer.data().data()
    thumbnails = Thumbnails(connection)
    card = DIABETES.model_copy(update={"columns": (Column(name="image", kind="image"),)})
    rows = DatasetRows(connection, thumbnails=thumbnails)
    rows.show_dataset(card)
    connection.held = True
    index = rows.index(7, 0)
    assert rows.data(index, Qt.ItemDataRole.DecorationRole) is None
    changed = []
    rows.dataChanged.connect(lambda first, last, roles: changed.append((first.row(), last.row())))
    connection.release()
    assert changed == [(7, 7)]
    assert rows.data(index, Qt.ItemDataRole.DecorationRole).width() == 4
    assert asked == [(card.id, 7, "image", 96)]
