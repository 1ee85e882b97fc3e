"""The table keeps a person's place while its rows change under them."""

from PySide6.QtCore import Qt

from gui.widgets.data_table import Column, DataTable
from gui.widgets.tip import plain_tip


def table(qtbot) -> DataTable:
    made = DataTable(
        [
            Column("name", "Name", lambda row: row[0]),
            Column("size", "Size", lambda row: str(row[1]), sort=lambda row: row[1], right=True),
            Column("open", "", lambda row: "Open" if row[1] else "", action=True),
        ],
        key=lambda row: row[0],
    )
    qtbot.addWidget(made)
    return made


def test_the_chosen_row_stays_chosen_when_rows_come_go_and_move(qtbot):
    shown = table(qtbot)
    shown.set_rows([("a", 1), ("b", 2), ("c", 3)])
    shown.select("b")
    shown.set_rows([("c", 3), ("d", 9), ("b", 5)])
    assert shown.selected() == [("b", 5)]


def test_numbers_sort_as_numbers_and_the_unknown_stand_last_both_ways(qtbot):
    shown = table(qtbot)
    shown.set_rows([("a", 10), ("b", None), ("c", 9)])
    shown.sort_by("size")
    assert [row[1] for row in shown.row_objects()] == [9, 10, None]
    shown.sort_by("size", descending=True)
    assert [row[1] for row in shown.row_objects()] == [10, 9, None]


def test_enter_opens_a_row_and_presses_its_action_in_the_action_column(qtbot):
    shown, opened, acted = table(qtbot), [], []
    shown.opened.connect(opened.append)
    shown.acted.connect(lambda row, key: acted.append((row, key)))
    shown.set_rows([("a", 1)])
    shown.setCurrentIndex(shown.proxy.index(0, 0))
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    shown.setCurrentIndex(shown.proxy.index(0, 2))
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert opened == [("a", 1)]
    assert acted == [(("a", 1), "open")]


def test_a_tooltip_shows_what_looks_like_html_as_it_is_written(qtbot):
    shown = DataTable([Column("name", "Name", str, tip=str)], key=str)
    qtbot.addWidget(shown)
    shown.set_rows(["<img src='x'>"])
    tip = shown.proxy.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip and "&lt;img" in tip
    assert (plain_tip("a < b & c"), plain_tip("<b>a</b>")) == (
        "a < b & c",
        "<span>&lt;b&gt;a&lt;/b&gt;</span>",
    )
