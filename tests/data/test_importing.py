import csv
import io
import json
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data.intake.importing import import_file
from engine.data.intake.values import MISSING
from engine.data.preview import read_rows
from engine.schema.problem import UserError


@pytest.fixture
def bring(tmp_path):
    """Import bytes as a file; gives the card and all rows."""
    datasets = tmp_path / "datasets"
    datasets.mkdir()

    def bring_in(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        card = import_file(path, datasets, now=5.0)
        return card, [list(row) for row in read_rows(datasets / card.id, 0, 1000).rows]

    bring_in.datasets = datasets
    return bring_in


def kinds(card):
    return [column.kind for column in card.columns]


def refused(card):
    return [(row.line, row.reason) for row in card.refused]


def test_columns_get_their_kinds_and_values(bring):
    card, rows = bring(
        "n,x,city,day,ok,nothing\n1,2.5,Rome,2024-01-01,true,\n2,NA,Paris,2024-05-06,false,NA\n3,1e3,?,null,TRUE,\n"
    )
    assert kinds(card) == ["number", "number", "category", "date", "boolean", "empty"]
    assert rows[1] == [2, None, "Paris", "2024-05-06", False, None]
    assert [column.missing for column in card.columns] == [0, 1, 1, 1, 0, 3]
    number = card.columns[0]
    assert (number.minimum, number.maximum, number.mean, number.distinct) == (1, 3, 2, 3)
    assert sum(bar.count for bar in number.bars) == 3
    assert (card.rows, card.delimiter, card.encoding, card.created) == (3, ",", "utf-8", 5.0)


def test_long_varied_words_are_text_and_suggest_a_text_task(bring):
    lines = "".join(
        f'"review number {i} says it was quite a film, word {i * 7}",{"good" if i % 2 else "bad"}\n'
        for i in range(80)
    )
    card, _ = bring("text,label\n" + lines)
    assert kinds(card) == ["text", "category"]
    assert card.suggestion == {"task": "text_classification", "target": "label", "text": "text"}
    assert card.columns[0].mean_length > 30
    assert card.columns[0].bars == ()


def test_a_table_of_numbers_suggests_its_last_number(bring):
    card, _ = bring("a,b,word\n1,2,x\n3,4,y\n")
    assert card.suggestion == {"task": "tabular_regression", "target": "b", "text": None}


def test_the_same_content_again_is_the_same_dataset(bring):
    first, _ = bring("a,b\n1,2\n")
    again, _ = bring("a,b\n1,2\n", name="other.csv")
    assert again == first
    assert sorted(path.name for path in bring.datasets.iterdir()) == [first.id]
    assert first.id == f"table-{first.source_fingerprint[:6]}"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(bring, delimiter):
    card, rows = bring("\n".join(delimiter.join(row) for row in (["a", "b c"], ["1", "x"], ["2", "y"])))
    assert (card.delimiter, rows) == (delimiter, [[1, "x"], [2, "y"]])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"]
)
def test_encodings_are_found(bring, encoding):
    card, rows = bring("name,größe\nJosé,1\nZoë,2\n".encode(encoding))
    assert [column.name for column in card.columns] == ["name", "größe"]
    assert rows == [["José", 1], ["Zoë", 2]]
    assert card.refused_count == 0


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(bring, end):
    assert bring(end.join(["a,b", "1,x", "2,y"]))[1] == [[1, "x"], [2, "y"]]


@pytest.mark.parametrize(
    ("words", "values"),
    [(["1,5", "2"], [1.5, 2.0]), (["1.234,5", "7"], [1234.5, 7.0]), (["+3", "-4"], [3, -4]), ([" 1", "2 "], [1, 2]),
     (["007", "008"], ["007", "008"]), (["25.12.2023", "1.1.2024"], ["2023-12-25", "2024-01-01"]),
     (["25/12/2023", "1/1/2024"], ["2023-12-25", "2024-01-01"]), (["12/25/2023", "1/2/2024"], ["2023-12-25", "2024-01-02"]),
     (["2024-01-01 10:30", "2024-01-02 11:00"], ["2024-01-01T10:30:00", "2024-01-02T11:00:00"]),
     (["2024-01-01T10:30:00+02:00", "2024-01-01T08:30:00Z"], ["2024-01-01T08:30:00", "2024-01-01T08:30:00"]),
     (["31/02/2024", "x"], ["31/02/2024", "x"]), (["12345678901234567890", "1"], ["12345678901234567890", "1"])],
)  # fmt: skip
def test_words_are_read_as_people_write_them(bring, words, values):
    _, rows = bring("k;v\n" + "".join(f"w;{word}\n" for word in words))
    assert [row[1] for row in rows] == values


def test_thousands_with_commas_are_numbers(bring):
    assert bring('a,b\n"1,234",x\n"1,000,000.5",y\n')[1] == [[1234.0, "x"], [1000000.5, "y"]]


def test_dates_that_could_be_swapped_are_said(bring):
    card, _ = bring("a,b\n1/2/2024,x\n3/4/2024,y\n")
    assert [note.code for note in card.notes] == ["dates_assumed"]


def test_infinite_numbers_count_as_missing_and_are_said(bring):
    card, rows = bring("a,b\n1.5,x\ninf,y\n")
    assert rows == [[1.5, "x"], [None, "y"]]
    assert [note.code for note in card.notes] == ["infinite_missing"]


def test_a_file_without_header_gets_names_and_says_so(bring):
    card, rows = bring("5.1,3.5,setosa\n4.9,3.0,setosa\n")
    assert [column.name for column in card.columns] == ["column_1", "column_2", "column_3"]
    assert len(rows) == 2
    assert card.notes[0].code == "header_missing"


def test_repeated_and_missing_names_are_repaired_and_said(bring):
    card, _ = bring("a,a,,a (2)\n1,2,3,4\n")
    assert [column.name for column in card.columns] == ["a", "a (2)", "column_3", "a (2) (2)"]
    assert {note.code for note in card.notes} == {"names_repeated", "names_missing"}


def test_ragged_rows_are_refused_with_their_line(bring):
    card, rows = bring('a,b\n1,"x\ny"\n\n2\n3,z,4\n5,w\n')
    assert rows == [[1, "x\ny"], [5, "w"]]
    assert refused(card) == [(5, "columns"), (6, "columns")]
    assert card.refused[1].text == "3,z,4"


def test_nul_and_wrong_bytes_are_refused_with_their_line(bring):
    good = "".join(f"{i},é\n" for i in range(20)).encode()
    card, rows = bring(b"a,b\n" + good + b"8,\xff\n9,a\0b\n1\n")
    assert len(rows) == 20
    assert refused(card) == [(22, "encoding"), (23, "nul"), (24, "columns")]


def test_a_line_without_end_is_refused_and_the_rest_is_read(bring):
    card, rows = bring(b"a,b\n1,x\n2," + b"y" * (17 << 20) + b"\n3,z\n")
    assert rows == [[1, "x"], [3, "z"]]
    assert refused(card) == [(3, "too_long")]
    assert len(card.refused[0].text) == 200


def test_a_quote_that_never_closes_costs_its_line_only(bring):
    rest = "".join(f"{i},ok\n" for i in range(600_000))
    card, rows = bring('a,b\n1,x\n2,"oops\n' + rest)
    assert refused(card) == [(3, "quote")]
    assert card.rows == 600_001
    assert rows[1] == [0, "ok"]


def test_a_file_that_is_one_endless_line_is_said(bring):
    with pytest.raises(UserError) as caught:
        bring(b"x" * (20 << 20))
    assert caught.value.problems[0].code == "dataset_unreadable"


def test_many_blank_lines_cost_little(bring):
    assert bring(b"a,b\n1,2\n" + b"\n" * 500_000 + b"3,4\n")[1] == [[1, 2], [3, 4]]


def test_only_the_first_refused_rows_are_kept_and_all_are_counted(bring):
    card, _ = bring("a,b\n" + "1,2\n" * 200 + "1\n" * 500)
    assert (len(card.refused), card.refused_count) == (100, 500)


def test_equal_rows_are_counted(bring):
    assert bring("a,b\n1,x\n1,x\n2,x\n1,x\n")[0].duplicates == 2


def test_one_column_of_texts_keeps_its_commas(bring):
    card, rows = bring("text\nhello, world\nno comma\na, b, c\n")
    assert (card.delimiter, rows) == (None, [["hello, world"], ["no comma"], ["a, b, c"]])


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "dataset_empty"), (b"\n\n \n", "dataset_empty"), (b"\xef\xbb\xbf", "dataset_empty"), (b"a,b\n", "dataset_header_only"),
     (b"\x7fELF\x02\x01" + bytes(range(256)) * 10, "dataset_binary"), (os.urandom(5000), "dataset_binary"), (b"PAR1abc", "dataset_unreadable"),
     (b"a," * 10_001 + b"a\n" + b"1," * 10_001 + b"1\n", "dataset_too_wide"), (b"a,b\n1\n", "dataset_no_rows")],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_reason(bring, content, code):
    with pytest.raises(UserError) as caught:
        bring(content)
    assert caught.value.problems[0].code == code
    assert "?" not in str(caught.value)
    assert list(bring.datasets.iterdir()) == []


def test_empty_folders_absent_files_and_devices_are_refused(tmp_path):
    fifo, empty = tmp_path / "fifo", tmp_path / "empty"
    os.mkfifo(fifo)
    empty.mkdir()
    for path, code in (
        (empty, "folder_empty"),
        (tmp_path / "no", "file_missing"),
        (fifo, "dataset_not_a_file"),
    ):
        with pytest.raises(UserError) as caught:
            import_file(path, tmp_path, now=0.0)
        assert caught.value.problems[0].code == code


def test_a_failed_import_leaves_nothing_behind(bring, monkeypatch):
    monkeypatch.setattr("engine.system.faultpoint._ARMED", "import.before_rename:raise")
    with pytest.raises(RuntimeError):
        bring("a,b\n1,2\n")
    assert list(bring.datasets.iterdir()) == []


_WORD = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)
_CELLS = {
    "whole": st.integers(-(10**15), 10**15),
    "decimal": st.floats(allow_nan=False, allow_infinity=False),
    "words": _WORD.filter(lambda word: word not in MISSING).map(lambda word: f"w {word}".strip()),
    "day": st.dates().filter(lambda day: day.year >= 1000).map(lambda day: day.isoformat()),
    "ok": st.booleans(),
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.fixed_dictionaries({name: st.none() | cell for name, cell in _CELLS.items()}), min_size=2, max_size=30),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)  # fmt: skip
def test_what_is_written_comes_back(rows, delimiter, quoting, tmp_path_factory):
    folder = tmp_path_factory.mktemp("roundtrip")
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting)
    writer.writerow(_CELLS)
    for row in rows:
        writer.writerow(["" if value is None else _said(value) for value in (row[name] for name in _CELLS)])
    (folder / "t.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    card = import_file(folder / "t.csv", folder, now=0.0)
    assert [list(row) for row in read_rows(folder / card.id, 0, 100).rows] == [
        [row[name] for name in _CELLS] for row in rows
    ]
    assert card.refused_count == 0


def _said(value):
    return (
        str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, float) else value
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | st.text('a1,;"\n\r\t\0é', max_size=120).map(str.encode))
def test_any_bytes_give_a_dataset_or_a_reason(content, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    (folder / "t.csv").write_bytes(content)
    try:
        card = import_file(folder / "t.csv", folder, now=0.0)
    except UserError as error:
        assert str(error)
        return
    rows = read_rows(folder / card.id, 0, 1000)
    assert rows.total == card.rows > 0
    json.dumps(rows.model_dump(), allow_nan=False)


def test_a_large_file_is_read_in_bounded_memory(tmp_path):
    line = ",".join(["12.5", "word", "2024-01-01", "x" * 60]) + "\n"
    with (tmp_path / "big.csv").open("w") as file:
        file.write("a,b,c,d\n")
        for _ in range(100):
            file.write(line * 10_000)
    program = (
        "import sys, resource; from pathlib import Path; from engine.data.intake.importing import import_file\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "import_file(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "big.csv"), str(tmp_path)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert int(done.stdout) < 400 * 1024  # the file has 80 MB; a run of 1 GB takes no more


def test_a_window_of_rows_can_be_read_anywhere(bring):
    card, _ = bring("n\n" + "".join(f"{i}\n" for i in range(5000)))
    folder = bring.datasets / card.id
    assert [row[0] for row in read_rows(folder, 4321, 3).rows] == [4321, 4322, 4323]
    assert read_rows(folder, 5000, 10).rows == ()
    assert read_rows(folder, 0, 10**9).total == 5000
    assert len(read_rows(folder, 0, 10**9).rows) == 1000
