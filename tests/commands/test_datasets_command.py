"""``main.py datasets``: the options a person types become reading options, and the report of an import is lines."""

import argparse

import pytest

from engine.commands.datasets import add_arguments, described, reading_of
from engine.schema.card import Column, DatasetCard, Reason, RefusedRow
from engine.schema.problem import Problem, UserError
from engine.schema.reading import Reading, ReadingOptions


def parsed(*words):
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(words)


def test_every_option_can_be_typed():
    arguments = parsed(
        "add", "t.csv", "--delimiter", "\\t", "--quote", "none", "--encoding", "gb18030", "--decimal", ",", "--no-header",
        "--day-first", "--missing", "-9", "none", "--sheet", "first", "--name", "mine",
    )  # fmt: skip
    assert reading_of(arguments) == ReadingOptions(
        delimiter="\t", quote="none", encoding="gb18030", decimal=",", header=False, day_first=True,
        missing=("-9", "none"), sheet="first",
    )  # fmt: skip
    assert reading_of(parsed("add", "t.csv")) is None


def test_what_stands_before_the_action_holds():
    arguments = parsed("--home", "/here", "--json", "list")
    assert (arguments.home, arguments.json, arguments.action) == ("/here", True, "list")
    assert parsed("show", "t-1", "--home", "/there").home == "/there"


def test_an_option_that_cannot_be_is_said():
    with pytest.raises(UserError) as caught:
        reading_of(parsed("add", "t.csv", "--encoding", "klingon"))
    assert (caught.value.problems[0].code, caught.value.problems[0].field) == ("not_a_choice", "encoding")


def test_a_report_names_columns_notes_and_refused_rows():
    card = DatasetCard(
        id="t-1", name="t", source="/t.csv", created=0, bytes=1, rows=5, duplicates=2, fingerprint="",
        columns=(Column(name="age", kind="number", missing=1, distinct=4, why=(Reason(code="kind_all_numbers"),)),),
        reading=Reading(delimiter=";"), notes=(Problem(code="rows_refused", params={"count": 1}),),
        refused=(RefusedRow(line=7, reason="columns", text="1,2"),), refused_count=1,
    )  # fmt: skip
    report = described(card)
    assert "5 rows, 2 of them repeated" in report
    assert "delimiter ';'" in report
    assert "Every value is a number." in report
    assert "Rows that could not be read: 1." in report
    assert "row 7: columns: 1,2" in report
