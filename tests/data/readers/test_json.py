"""JSON lines and documents: every object is a row or on the list of refused ones, in order."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data.intake.importing import import_file, sniff_file
from engine.data.preview import read_rows
from engine.schema.problem import UserError

quickly = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8).map(lambda text: "w" + text)
_ROW = st.fixed_dictionaries(
    {"n": st.integers(-(2**62), 2**62), "x": st.none() | st.floats(allow_nan=False, allow_infinity=False)},
    optional={"w": _TEXT, "ok": st.booleans()},
)


def refused(card):
    return [(row.line, row.reason) for row in card.refused]


def refusal(take, path):
    with pytest.raises(UserError) as caught:
        take(path)
    assert "?" not in str(caught.value)
    return caught.value.problems[0].code


@quickly
@given(
    rows=st.lists(_ROW, min_size=1, max_size=30), layout=st.sampled_from(["lines", "list", "inside", "gaps"])
)
def test_what_is_written_comes_back(rows, layout, tmp_path_factory):
    folder = tmp_path_factory.mktemp("json")
    lines = [json.dumps(row, ensure_ascii=layout == "gaps") for row in rows]
    text = {
        "lines": "\n".join(lines),
        "gaps": "\r\n\r\n".join(lines) + "\r\n",
        "list": json.dumps(rows, indent=1),
        "inside": json.dumps({"data": rows}),
    }[layout]
    path = folder / ("t.jsonl" if layout in ("lines", "gaps") else "t.json")
    path.write_text(text, encoding="utf-8", newline="")
    card = import_file(path, folder)
    names = [column.name for column in card.columns]
    told = read_rows(folder / card.id, 0, 100).rows
    assert [dict(zip(names, row, strict=True)) for row in told] == [
        {name: row.get(name) for name in names} for row in rows
    ]
    assert card.refused_count == 0
    assert set().union(*rows) == set(names)


@quickly
@given(
    lines=st.lists(
        st.sampled_from(['{"a": 1}', "nope", "[1]", '{"a": "\\ud800"}', '{"a"', "null", "[" * 5000]),
        max_size=12,
    )
)
def test_every_line_is_a_row_or_refused_with_its_number(lines, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lines")
    lines = ['{"a": 0}', *lines]
    (folder / "t.jsonl").write_text("\n".join(lines))
    card = import_file(folder / "t.jsonl", folder)
    good = [place for place, line in enumerate(lines, start=1) if line.endswith("}") and "ud800" not in line]
    assert card.rows == len(good)
    assert sorted([*good, *(row.line for row in card.refused)]) == list(range(1, len(lines) + 1))


def test_why_a_line_is_refused_is_said(take, tmp_path):
    deep = '{"a":' * 65 + "1" + "}" * 65
    path = tmp_path / "t.jsonl"
    path.write_bytes(
        '{"ö": 1}\n{"a"\n5\n'.encode()
        + deep.encode()
        + b'\n{"a": "\\ud800"}\n{"a": "\0"}\n{"a": "\xff"}\n'
        + '{"ö": 2}\n'.encode() * 9
    )
    card, rows = take(path)
    assert rows[:2] == [{"ö": 1}, {"ö": 2}]
    assert refused(card) == [
        (2, "json"), (3, "not_object"), (4, "depth"), (5, "encoding"), (6, "nul"), (7, "encoding"),
    ]  # fmt: skip


def test_a_line_past_the_cap_is_refused_and_the_rest_is_read(take, tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"a": 1}\n{"a": "' + b"x" * (17 << 20) + b'"}\n{"a": 2}\n')
    card, rows = take(path)
    assert (rows, refused(card)) == ([{"a": 1}, {"a": 2}], [(2, "too_long")])


def test_objects_lists_and_what_lies_deeper_find_a_place(take, tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": {"b": 1, "c": {"d": 2}}, "tags": ["x", "y"], "pairs": [[1], [2]]}\n')
    card, rows = take(path)
    assert rows == [{"a.b": 1, "a.c": '{"d": 2}', "tags": "x|y", "pairs": "[[1], [2]]"}]
    assert {note.code for note in card.notes} == {"objects_flattened", "kept_as_json", "lists_joined"}


def test_a_list_whose_words_hold_the_sign_between_them_stays_json(take, tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"tags": ["x|y", "z"]}\n')
    assert take(path)[1] == [{"tags": '["x|y", "z"]'}]


def test_words_stay_words_and_dates_become_dates(take, tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"code": "007", "n": "5", "day": "2024-05-06", "empty": ""}\n' * 2)
    card, rows = take(path)
    assert [column.kind for column in card.columns] == ["category", "category", "date", "category"]
    assert (rows[0]["code"], rows[0]["n"], rows[0]["empty"]) == ("007", "5", "")


def test_values_of_several_kinds_become_words_and_that_is_said(take, tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": 1}\n{"a": "x"}\n{"a": true}\n{"a": 123456789012345678901}\n')
    card, rows = take(path)
    assert [row["a"] for row in rows] == ["1", "x", "true", "123456789012345678901"]
    assert [note.code for note in card.notes] == ["types_mixed"]


def test_columns_and_lists_inside_a_document_are_found(take, tmp_path):
    (tmp_path / "columns.json").write_text('{"a": [1, 2], "b": ["x", "y"]}')
    (tmp_path / "inside.json").write_text('{"version": 1, "rows of it": [{"a": 1}, {"a": 2}]}')
    assert take(tmp_path / "columns.json")[1] == [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]
    card, rows = take(tmp_path / "inside.json")
    assert (rows, [note.code for note in card.notes]) == ([{"a": 1}, {"a": 2}], ["json_beside_rows"])


def test_lines_in_a_file_called_json_are_read_as_lines(take, tmp_path):
    (tmp_path / "t.json").write_text('{"a": 1}\n{"a": 2}\n')
    card, rows = take(tmp_path / "t.json")
    assert (card.reading.format, len(rows)) == ("json_lines", 2)


@pytest.mark.parametrize(
    "content",
    ["[1, 2", '[{"a": 1} {"a": 2}]', "[" * 100_000, '{"a": ', "nope", '[{"a": 1},\n}]'],
    ids=range(6),
)
def test_a_document_that_is_none_is_refused_in_words(take, tmp_path, content):
    (tmp_path / "t.json").write_text(content)
    assert refusal(take, tmp_path / "t.json") in ("dataset_unreadable", "dataset_no_rows")


def test_the_beginning_of_a_file_tells_what_an_import_would_find(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text("".join(f'{{"n": {i}}}\n' for i in range(1000)))
    sniffed = sniff_file(path)
    assert (sniffed.reading.format, sniffed.rows) == ("json_lines", tuple((i,) for i in range(20)))
    assert sniffed.columns[0].kind == "number"


def test_a_key_that_is_called_like_a_part_of_another_stays(take, tmp_path):
    (tmp_path / "t.json").write_text('[{"a": {"b": 1}, "a.b": 2, "": 3}]')
    card, rows = take(tmp_path / "t.json")
    assert rows == [{"a.b": 1, "a.b (2)": 2, "column_3": 3}]
    assert {note.code for note in card.notes} == {"objects_flattened", "names_repeated", "names_missing"}


def test_a_whole_number_that_a_decimal_cannot_hold_stays_as_it_is_written(take, tmp_path):
    (tmp_path / "t.json").write_text('[{"x": 9007199254740993}, {"x": 1.5}]')
    assert take(tmp_path / "t.json")[1] == [{"x": "9007199254740993"}, {"x": "1.5"}]


def test_a_value_is_the_same_word_whatever_stands_near_it(take, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.data.intake.readers.objects.ROWS", 2)
    values = [1.0, 1e-7, "word", 1.0, 1, 1e-7]
    (tmp_path / "t.jsonl").write_text("\n".join(json.dumps({"x": value}) for value in values))
    assert [row["x"] for row in take(tmp_path / "t.jsonl")[1]] == ["1", "1e-07", "word", "1", "1", "1e-07"]
