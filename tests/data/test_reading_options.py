"""What a person says about a file is done, shown on the card, and makes another dataset."""

import csv

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.data.intake.encodings import encoding_of_foreign
from engine.data.intake.importing import import_file, sniff_file
from engine.data.preview import read_rows
from engine.schema.problem import UserError
from engine.schema.reading import ReadingOptions


@pytest.fixture
def csv_of(tmp_path):
    def write(content):
        path = tmp_path / "t.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def values(rows):
    return [tuple(row.values()) for row in rows]


def test_what_was_found_is_on_the_card(take, csv_of):
    card, _ = take(csv_of("a;b\n1,5;x\n2,5;y\n"))
    used = card.reading
    assert (used.format, used.delimiter, used.quote, used.encoding) == ("delimited", ";", '"', "utf-8")
    assert (used.decimal, used.header, card.asked) == (",", True, None)


@pytest.mark.parametrize(
    ("content", "options", "rows"),
    [
        ("a,b;c\nx,2;3\n", {"delimiter": ";"}, [("x,2", 3)]),
        ("a b\n1 2\n", {"delimiter": " "}, [(1, 2)]),
        ("a,b\n'x,y',1\n", {"quote": "'"}, [("x,y", 1)]),
        ('a,b\n5" pipe,1\n"6,2\n', {"quote": "none"}, [('5" pipe', 1), ('"6', 2)]),
        ("a,b\nc,d\n", {"header": False}, [("a", "b"), ("c", "d")]),
        ("1,2\n3,4\n", {"header": True}, [(3, 4)]),
        ("a|b\n1.234|x\n2|y\n", {"decimal": ","}, [(1234.0, "x"), (2.0, "y")]),
        ("a;b\n1,234;x\n2;y\n", {"decimal": "."}, [(1234.0, "x"), (2.0, "y")]),
        ("a,b\n-9,x\n5,NA\n", {"missing": ("-9",)}, [(None, "x"), (5, "NA")]),
        ("d,b\n1/2/2024,1\n", {"day_first": True}, [("2024-02-01", 1)]),
        ("d,b\n1/2/2024,1\n", {"day_first": False}, [("2024-01-02", 1)]),
        ("größe,b\nä,1\n".encode("cp1252"), {"encoding": "cp1252"}, [("ä", 1)]),
        ("имя,b\nИван,1\n".encode("cp1251"), {"encoding": "cp1251"}, [("Иван", 1)]),
    ],
)  # fmt: skip
def test_each_option_is_followed(take, datasets, csv_of, content, options, rows):
    path = csv_of(content)
    asked = ReadingOptions(**options)
    card, _ = take(path, options=asked)
    told = read_rows(datasets / card.id, 0, 10).rows
    assert list(told) == rows
    assert card.asked == asked
    assert {name: getattr(card.reading, name) for name in options} == options
    assert sniff_file(path, options=asked).rows == told
    assert "dates_assumed" not in [note.code for note in card.notes]


def test_other_options_make_another_dataset_and_the_same_ones_do_not(take, csv_of):
    path = csv_of("a,b;c\n1,2;3\n")
    plain, _ = take(path)
    other, _ = take(path, options=ReadingOptions(delimiter=";"))
    assert plain.id != other.id
    assert plain.source_fingerprint == other.source_fingerprint
    assert take(path, options=ReadingOptions(delimiter=";"))[0] == other
    assert take(path, options=ReadingOptions())[0] == plain


@pytest.mark.parametrize(
    "wrong", [{"delimiter": "ab"}, {"delimiter": "\n"}, {"encoding": "klingon"}, {"quote": "x"}]
)
def test_options_that_cannot_be_are_refused(wrong):
    with pytest.raises(ValidationError):
        ReadingOptions(**wrong)


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("姓名,城市\n王小明,北京市\n李雷雷,上海市\n", "gb18030", "gb18030"),
        ("naïve,café\nJosé,Zoë\n", "latin-1", "latin-1"),
        ("“quoted”,x\n", "cp1252", "cp1252"),
        ("größe,öß\n", "latin-1", "latin-1"),
    ],
)
def test_encodings_are_told_apart_by_how_their_letters_lie(take, csv_of, text, encoding, found):
    assert encoding_of_foreign(text.encode(encoding)) == found
    _, rows = take(csv_of(text.encode(encoding)), options=ReadingOptions(header=False))
    assert values(rows) == [tuple(line) for line in csv.reader(text.splitlines())]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.text("ab1,;'\"\n\té", min_size=1, max_size=60),
    options=st.fixed_dictionaries(
        {},
        optional={
            "delimiter": st.sampled_from(",;\t|a'"),
            "quote": st.sampled_from(['"', "'", "none"]),
            "encoding": st.sampled_from(["utf-8", "utf-16", "latin-1", "gb18030", "shift_jis", "utf-32"]),
            "decimal": st.sampled_from(".,"),
            "header": st.booleans(),
            "day_first": st.booleans(),
        },
    ),
)
def test_any_options_give_a_dataset_or_a_reason(content, options, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    (folder / "t.csv").write_text(content)
    try:
        card = import_file(folder / "t.csv", folder, options=ReadingOptions(**options))
    except UserError as error:
        assert str(error)
        return
    assert read_rows(folder / card.id, 0, 1).total == card.rows > 0
