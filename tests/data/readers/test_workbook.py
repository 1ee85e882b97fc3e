"""Workbooks: cells keep their values, formulas are told of, and what is no workbook is refused."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data.intake.importing import import_file, sniff_file
from engine.data.preview import read_rows
from engine.schema.problem import UserError
from engine.schema.reading import ReadingOptions


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def refusal(take, path, **options):
    with pytest.raises(UserError) as caught:
        take(path, **options)
    assert "?" not in str(caught.value)
    return caught.value.problems[0].code


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.integers(-(10**12), 10**12),
            st.none() | st.integers(-(10**9), 10**9).map(lambda number: number / 8),
            st.none() | st.text("abcé 中", min_size=1, max_size=8).map(lambda text: f"w {text}".strip()),
            st.none() | st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 1, 1)),
            st.none() | st.booleans(),
        ),
        min_size=1,
        max_size=15,
    )
)
def test_what_is_written_comes_back(rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("workbook")
    card = import_file(workbook(folder / "t.xlsx", only=[list("nxwdb"), *rows]), folder)
    told = read_rows(folder / card.id, 0, 100).rows
    assert told == tuple(
        (n, x, " ".join(w.split(" ")) if w else w, d.isoformat() if d else None, b) for n, x, w, d, b in rows
    )
    assert (card.rows, card.refused_count) == (len(rows), 0)


def test_a_sheet_can_be_chosen(take, tmp_path):
    path = workbook(tmp_path / "t.xlsx", first=[["a"], [1]], second=[["b"], ["x"], ["y"]])
    card, rows = take(path)
    assert (rows, card.reading.sheet, card.reading.sheets) == ([{"a": 1}], "first", ("first", "second"))
    other, rows = take(path, options=ReadingOptions(sheet="second"))
    assert rows == [{"b": "x"}, {"b": "y"}]
    assert other.id != card.id
    assert refusal(take, path, options=ReadingOptions(sheet="third")) == "sheet_not_found"


def test_formulas_are_not_computed_and_counted(take, tmp_path):
    path = workbook(tmp_path / "t.xlsx", s=[["a", "b"], [1, "=A2*2"], [2, '=HYPERLINK("http://x")']])
    card, rows = take(path)
    assert rows == [{"a": 1, "b": None}, {"a": 2, "b": None}]
    assert [(note.code, note.params) for note in card.notes] == [("formulas_read", {"count": 2})]


def test_numbers_written_as_words_are_numbers_and_missing_words_are_missing(take, tmp_path):
    path = workbook(tmp_path / "t.xlsx", s=[["a", "b"], ["1", 5], ["2.5", "NA"], [" 3 ", 7]])
    _, rows = take(path)
    assert [row["a"] for row in rows] == [1.0, 2.5, 3.0]
    assert [row["b"] for row in rows] == [5, None, 7]


def test_a_row_wider_than_the_first_hundred_is_refused(take, tmp_path):
    path = workbook(
        tmp_path / "t.xlsx", s=[["a", "b"], *[[i, "x"] for i in range(120)], [1, "x", "extra"], [2, "y"]]
    )
    card, rows = take(path)
    assert (len(rows), [(row.line, row.reason) for row in card.refused]) == (121, [(122, "columns")])


def test_gaps_and_a_missing_header_are_bridged(take, tmp_path):
    path = workbook(tmp_path / "t.xlsx", s=[[], [1, None, 2.5], [], [3, None, 4.5]])
    card, rows = take(path)
    assert [note.code for note in card.notes] == ["header_missing"]
    assert [tuple(row.values()) for row in rows] == [(1, None, 2.5), (3, None, 4.5)]


@pytest.mark.parametrize(
    ("rows", "code"),
    [([], "dataset_empty"), ([["a", "b"]], "dataset_header_only"), ([["a"], []], "dataset_header_only")],
)
def test_a_sheet_without_rows_is_refused(take, tmp_path, rows, code):
    assert refusal(take, workbook(tmp_path / "t.xlsx", s=rows)) == code


def test_old_workbooks_are_refused_in_words(take, tmp_path):
    (tmp_path / "t.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert refusal(take, tmp_path / "t.xls") == "workbook_old"


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(take, tmp_path):
    path = workbook(tmp_path / "t.xlsx", s=[["a"], [1]])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/x", "w") as entry,
    ):
        for _ in range(64):
            entry.write(b"\0" * (1 << 20))
    assert refusal(take, path) == "dataset_bomb"


def test_a_row_number_out_of_this_world_costs_no_eternity(take, tmp_path):
    path = workbook(tmp_path / "t.xlsx", s=[["a"], [1]])
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                text = text.replace(b'r="2"', b'r="99999999999"').replace(b'r="A2"', b'r="A99999999999"')
            new.writestr(entry.filename, text)
    path.write_bytes(content.getvalue())
    assert refusal(take, path) == "sheet_too_long"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_damaged_workbook_is_refused_in_words(take, tmp_path, part):
    path = workbook(tmp_path / "t.xlsx", s=[["a"], [1]])
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, b"<no" if entry.filename == part else old.read(entry))
    path.write_bytes(content.getvalue())
    assert refusal(take, path) == "dataset_unreadable"


def test_the_beginning_of_a_sheet_can_be_looked_at(tmp_path):
    path = workbook(tmp_path / "t.xlsx", s=[["n"], *[[i] for i in range(500)]])
    sniffed = sniff_file(path)
    assert (sniffed.reading.format, len(sniffed.rows), sniffed.rows[19]) == ("excel", 20, (19,))


def test_that_no_word_means_missing_is_kept_with_the_card(take, tmp_path):
    workbook(tmp_path / "t.xlsx", one=[["word", "n"], ["NA", 1], ["y", 2]])
    card, rows = take(tmp_path / "t.xlsx", options=ReadingOptions(missing=()))
    assert [row["word"] for row in rows] == ["NA", "y"]
    assert card.reading.missing == ()
