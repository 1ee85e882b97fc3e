"""Parquet and Arrow files, shards and saved datasets: values and order stay, types find their kind."""

import datetime
import decimal
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data.intake.dialect import MAX_COLUMNS
from engine.data.intake.importing import import_file
from engine.data.preview import read_rows, read_thumbnail
from engine.schema.problem import UserError
from tests.data.making import encoded_image

CLASSES = {b"huggingface": json.dumps({"info": {"features": {"label": {"names": ["bad", "good"]}}}}).encode()}


def write(table, path):
    if path.suffix == ".parquet":
        pq.write_table(table, path)
        return path
    new = pa.ipc.new_file if path.suffix == ".arrow" else pa.ipc.new_stream
    with pa.OSFile(str(path), "wb") as file, new(file, table.schema) as writer:
        writer.write_table(table, max_chunksize=7)
    return path


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.none() | st.integers(-(2**63), 2**63 - 1),
            st.none() | st.floats(allow_nan=False, allow_infinity=False),
            st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=8).map(lambda t: "w" + t),
            st.none() | st.booleans(),
            st.none() | st.datetimes(datetime.datetime(1700, 1, 1), datetime.datetime(2200, 1, 1)),
        ),
        min_size=1,
        max_size=40,
    ),
    suffix=st.sampled_from([".parquet", ".arrow", ".arrows"]),
)  # fmt: skip
def test_what_is_written_comes_back(rows, suffix, tmp_path_factory):
    folder = tmp_path_factory.mktemp("columnar")
    types = [pa.int64(), pa.float64(), pa.string(), pa.bool_(), pa.timestamp("us")]
    columns = [pa.array(values, kind) for values, kind in zip(zip(*rows, strict=True), types, strict=True)]
    card = import_file(write(pa.table(columns, names=list("nxwbt")), folder / f"t{suffix}"), folder)
    with pa.OSFile(str(folder / card.id / "data.arrow")) as file:
        stored = pa.ipc.open_file(file).read_all()
    assert [tuple(row.values()) for row in stored.to_pylist()] == rows
    assert (card.rows, card.refused_count) == (len(rows), 0)


def test_types_find_their_kinds(take, tmp_path):
    table = pa.table(
        {
            "small": pa.array([1, 2], pa.uint8()),
            "decimal": [decimal.Decimal("1.50"), None],
            "words": pa.array(["a", "b"]).dictionary_encode(),
            "day": [datetime.date(2024, 1, 1), datetime.date(2024, 1, 2)],
            "zoned": pa.array([0, 1], pa.timestamp("ms", "UTC")),
            "list": [["a", "b"], []],
            "deep": [[["a"]], None],
            "struct": [{"x": 1, "y": "u"}, {"x": 2, "y": "v"}],
            "bytes": [b"old", b"words"],
            "large": pa.array(["u", "v"], pa.large_string()),
            "clock": [datetime.time(1, 2), datetime.time(3, 4)],
        }
    )
    card, rows = take(write(table, tmp_path / "t.parquet"))
    kinds = {column.name: column.kind for column in card.columns}
    assert [name for name, kind in kinds.items() if kind == "number"] == ["small", "decimal", "struct.x"]
    assert [name for name, kind in kinds.items() if kind == "date"] == ["day", "zoned"]
    assert rows[0]["list"] == "a|b"
    assert (rows[0]["deep"], rows[0]["bytes"], rows[0]["struct.y"]) == ('[["a"]]', "old", "u")
    assert {note.code for note in card.notes} == {
        "decimals_rounded", "lists_joined", "kept_as_json", "objects_flattened",
    }  # fmt: skip
    assert card.columns[0].why[0].code == "kind_stored"


def test_images_are_verified_and_broken_ones_refused(take, datasets, tmp_path):
    images = [
        encoded_image(20, 10, seed=1),
        encoded_image(40, 30, "JPEG")[:-200],
        b"",
        None,
        encoded_image(60, 30),
    ]
    table = pa.table(
        {"image": [{"bytes": image, "path": "x.png"} for image in images], "label": [0, 1, 0, 1, 1]}
    )
    card, rows = take(write(table.replace_schema_metadata(CLASSES), tmp_path / "t.parquet"))
    assert [(row.line, row.reason) for row in card.refused] == [
        (2, "image"),
        (3, "image"),
        (4, "image_missing"),
    ]
    assert [row["image"] for row in rows] == [images[0], images[4]]
    assert [row["label"] for row in rows] == ["bad", "good"]
    image = card.columns[0]
    assert (image.kind, image.widths.minimum, image.widths.maximum, image.heights.mean) == (
        "image",
        20,
        60,
        20,
    )
    assert card.suggestion["task"] == "image_classification"
    assert read_rows(datasets / card.id, 0, 1).rows[0][0] == {"bytes": len(images[0])}
    assert read_thumbnail(datasets / card.id, 1, "image", 16).startswith(b"\x89PNG")
    with pytest.raises(UserError, match="no image"):
        read_thumbnail(datasets / card.id, 2, "image", 16)


def test_shards_of_several_splits_get_a_column_that_says_which(take, tmp_path):
    folder = tmp_path / "shards" / "data"
    folder.mkdir(parents=True)
    for name, values in (
        ("train-00000-of-00002", [1, 2]),
        ("train-00001-of-00002", [3]),
        ("test-00000-of-00001", [4]),
    ):
        write(pa.table({"x": values}), folder / f"{name}.parquet")
    card, rows = take(folder.parent)
    assert sorted((row["split"], row["x"]) for row in rows) == [
        ("test", 4),
        ("train", 1),
        ("train", 2),
        ("train", 3),
    ]
    assert card.reading.format == "dataset_folder"
    (folder / "test-00000-of-00001.parquet").unlink()
    again, rows = take(folder.parent)
    assert (again.id != card.id, rows) == (True, [{"x": 1}, {"x": 2}, {"x": 3}])


def test_a_dataset_saved_to_disk_is_read_with_the_names_of_its_classes(take, tmp_path):
    folder = tmp_path / "saved"
    for split, labels in (("train", [1, 0]), ("test", [-1])):
        (folder / split).mkdir(parents=True)
        table = pa.table({"text": ["x"] * len(labels), "label": labels}).replace_schema_metadata(CLASSES)
        write(table, folder / split / "data-00000-of-00001.stream")
        (folder / split / "state.json").write_text(
            '{"_data_files": [{"filename": "data-00000-of-00001.stream"}]}'
        )
    (folder / "dataset_dict.json").write_text('{"splits": ["train", "test"]}')
    _, rows = take(folder)
    assert [(row["split"], row["label"]) for row in rows] == [
        ("train", "good"),
        ("train", "bad"),
        ("test", None),
    ]


def test_a_saved_dataset_leads_nowhere_else(take, tmp_path):
    write(pa.table({"secret": [1]}), tmp_path / "elsewhere.arrow")
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "state.json").write_text('{"_data_files": [{"filename": "../elsewhere.arrow"}]}')
    with pytest.raises(UserError) as caught:
        take(folder)
    assert caught.value.problems[0].code == "dataset_unreadable"


@pytest.mark.parametrize("suffix", [".parquet", ".arrow", ".arrows"])
def test_a_damaged_file_is_refused_in_words(take, tmp_path, suffix):
    whole = write(
        pa.table({"x": list(range(500)), "w": ["word"] * 500}), tmp_path / f"t{suffix}"
    ).read_bytes()
    for number, cut in enumerate(
        (whole[: len(whole) // 2], whole[:40] + os.urandom(200) + whole[240:], whole[:9])
    ):
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(cut)
        try:
            card, rows = take(path)
            assert card.rows == len(rows)  # noise in the values alone cannot be noticed
        except UserError as error:
            assert error.problems[0].code in (
                "dataset_unreadable",
                "dataset_binary",
                "dataset_memory_short",
                "dataset_no_rows",
            )


def test_columns_of_one_name_all_stay(take, tmp_path):
    twice = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    card, rows = take(write(twice, tmp_path / "twice.parquet"))
    assert rows == [{"a": 1, "a (2)": 2}]
    assert [note.code for note in card.notes] == ["names_repeated"]
    inside = pa.table({"a": [{"b": 1}], "a.b": [2], "": [3], "c\nd": [4]})
    card, rows = take(write(inside, tmp_path / "inside.arrow"))
    assert rows == [{"a.b": 1, "a.b (2)": 2, "column_3": 3, "c d": 4}]
    assert {note.code for note in card.notes} == {"objects_flattened", "names_repeated", "names_missing"}


def test_numbers_and_moments_that_do_not_fit_become_words(take, tmp_path):
    table = pa.table(
        {
            "id": pa.array([2**63 + 1, 2**63 + 2], pa.uint64()),
            "far": pa.array([10**12, 0], pa.timestamp("s")),
            "farther": pa.array([10**17, 0], pa.timestamp("s")),
            "wait": pa.array([90, None], pa.duration("s")),
        }
    )
    card, rows = take(write(table, tmp_path / "t.arrow"))
    assert [row["id"] for row in rows] == ["9223372036854775809", "9223372036854775810"]
    assert [row["wait"] for row in rows] == [90, None]
    assert [column.kind for column in card.columns] == ["category", "category", "category", "number"]
    assert "types_mixed" in {note.code for note in card.notes}


def test_a_file_with_too_many_columns_is_refused(take, tmp_path):
    table = pa.table({f"c{number}": [0] for number in range(MAX_COLUMNS + 1)})
    with pytest.raises(UserError) as caught:
        take(write(table, tmp_path / "wide.arrow"))
    assert caught.value.problems[0].code == "dataset_too_wide"


def test_images_may_begin_with_rows_that_are_refused_for_want_of_one(take, tmp_path):
    pictures = pa.chunked_array([[None] * 7, [encoded_image(seed=1)]], pa.binary())
    card, rows = take(write(pa.table({"photo": pictures, "n": range(8)}), tmp_path / "t.arrow"))
    assert [column.kind for column in card.columns] == ["image", "number"]
    assert rows[-1] == {"photo": encoded_image(seed=1), "n": 7}
