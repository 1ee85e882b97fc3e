"""What a network reads of a table: learnt from the training rows, and the same from a file and from a request."""

import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.features import TableEncoder
from engine.data.table import Table, column_of_values, days_of, read_table

KINDS = {"n": "number", "c": "category", "d": "date", "b": "boolean"}


def table(**columns):
    return Table({name: column_of_values(values, KINDS[name]) for name, values in columns.items()}, KINDS)


@pytest.fixture
def training():
    return table(
        n=[1.0, 2.0, None, 9.0],
        c=["x", "y", None, "x"],
        d=["2026-01-01", "2026-02-01", "2026-03-01", None],
        b=[True, False, True, None],
    )


def test_numbers_are_standardised_by_the_training_rows():
    encoder = TableEncoder.fit(table(n=[1.0, 2.0, 3.0]), ["n"])
    encoded = encoder.encode(table(n=[2.0, 100.0]).columns)
    assert encoded[:, 0] == pytest.approx([0, 98 / np.std([1, 2, 3])])


def test_a_missing_number_becomes_the_median_and_is_marked(training):
    encoder = TableEncoder.fit(training, ["n"])
    encoded = encoder.encode(training.columns)
    mean, scale = 4.0, np.std([1, 2, 9])
    assert encoded[2].tolist() == pytest.approx([(2 - mean) / scale, 1])
    assert encoded[0, 1] == 0


def test_an_unknown_category_is_other_and_a_missing_one_has_its_own_column(training):
    encoder = TableEncoder.fit(training, ["c"])
    encoded = encoder.encode(table(c=["x", "never seen", None]).columns)
    assert encoded.tolist() == [[1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]


def test_dates_know_the_season():
    encoder = TableEncoder.fit(table(d=["2020-07-01", "2026-07-01"]), ["d"])
    july, january = encoder.encode(table(d=["2031-07-01", "2031-01-01"]).columns)
    assert july[1:3] == pytest.approx(encoder.encode(table(d=["2020-07-01"]).columns)[0][1:3], abs=0.02)
    assert abs(july[2] - january[2]) > 1


def test_what_was_learnt_survives_json(training):
    encoder = TableEncoder.fit(training, list(KINDS))
    again = TableEncoder.from_json(json.loads(json.dumps(encoder.as_json())))
    assert again == encoder
    assert np.array_equal(again.encode(training.columns), encoder.encode(training.columns))
    assert encoder.encode(training.columns).shape == (4, encoder.width)


def test_a_constant_or_empty_column_does_no_harm():
    encoder = TableEncoder.fit(table(n=[5.0, 5.0]), ["n"])
    assert encoder.encode(table(n=[5.0]).columns).tolist() == [[0.0]]
    empty = TableEncoder.fit(table(n=[None, None]), ["n"])
    assert np.isfinite(empty.encode(table(n=[None]).columns)).all()


def test_a_file_gives_the_same_columns_as_a_request(tmp_path):
    moments = pa.array([None, 1_767_225_600_000], type=pa.timestamp("ms"))
    stored = pa.table({"n": [1, None], "c": ["x", None], "d": moments, "b": [None, True]})
    with pa.OSFile(str(tmp_path / "t.arrow"), "wb") as file, pa.ipc.new_file(file, stored.schema) as writer:
        writer.write_table(stored)
    read = read_table(tmp_path / "t.arrow", KINDS, KINDS)
    sent = table(n=[1, None], c=["x", None], d=[None, "2026-01-01"], b=[None, True])
    for name in KINDS:
        assert np.array_equal(read.columns[name], sent.columns[name], equal_nan=name != "c"), name


def test_a_time_without_a_zone_is_utc():
    assert days_of("1970-01-02T12:00:00") == days_of("1970-01-02T14:00:00+02:00") == 1.5


def number_of(how, training, asked):
    encoder = TableEncoder.fit(table(n=training), ["n"], {"n": how})
    return encoder.encode(table(n=asked).columns)[:, 0].tolist()


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("minmax", [0, 0.25, 2.5]),
        ("robust", [-1, -0.5, 4]),
        ("quantile", [0, 0.25, 1]),
        ("none", [0, 1, 10]),
    ],
)
def test_numbers_are_scaled_as_chosen(how, expected):
    assert number_of(how, [0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 1.0, 10.0]) == pytest.approx(expected)


def test_equal_numbers_share_the_middle_of_their_ranks():
    assert number_of("quantile", [0.0, 5.0, 5.0, 5.0, 9.0], [5.0, 0.0, 9.0]) == pytest.approx([0.5, 0, 1])
    assert number_of("quantile", [5.0, 5.0], [5.0, 4.0, 6.0]) == pytest.approx([0.5, 0.5, 0.5])


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60))
def test_ranks_rise_with_the_numbers(values):
    ranks = number_of("quantile", values, sorted(values))
    assert ranks == sorted(ranks) and min(ranks) >= 0 and max(ranks) <= 1


def test_categories_are_encoded_as_chosen():
    training = table(c=["b", "b", "a", "d", None])
    asked = table(c=["a", "b", "c", "d", None]).columns
    places = TableEncoder.fit(training, ["c"], {"c": "ordinal"}).encode(asked)
    assert places[:, 1].tolist() == [0, 0, 0, 0, 1]
    mean, scale = np.mean([0, 1, 1, 2]), np.std([0, 1, 1, 2])
    assert (places[:, 0] * scale + mean).tolist() == pytest.approx([0, 1, 2, 2, 1], abs=1e-6)
    shares = TableEncoder.fit(training, ["c"], {"c": "frequency"}).encode(asked)[:, 0]
    mean, scale = np.mean([0.5, 0.5, 0.25, 0.25]), np.std([0.5, 0.5, 0.25, 0.25])
    assert (shares * scale + mean).tolist() == pytest.approx([0.25, 0.5, 0, 0.25, 0.5], abs=1e-6)


def test_chosen_encodings_survive_json(training):
    encoder = TableEncoder.fit(training, ["n", "c"], {"n": "quantile", "c": "ordinal"})
    again = TableEncoder.from_json(json.loads(json.dumps(encoder.as_json())))
    assert again == encoder and again.groups == (2, 2)
    assert [field.kind for field in again.inputs()] == ["number", "category"]


def test_a_choice_for_numbers_is_forgotten_where_bins_made_categories(training):
    encoder = TableEncoder.fit(training, ["c"], {"c": "quantile"})
    assert encoder == TableEncoder.fit(training, ["c"])
