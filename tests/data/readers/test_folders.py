"""Folders of texts and images, with classes by folder or a table beside them, and archives of such folders."""

import os
import shutil
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data.intake.importing import import_file, sniff_file
from engine.data.preview import read_rows
from engine.schema.problem import UserError
from tests.data.making import encoded_image, fill

IMAGES = {
    f"{kind}/{i}.png": encoded_image(seed=i + 10 * len(kind)) for kind in ("cat", "mouse") for i in range(2)
}


def refused(card):
    return [(row.line, row.reason, row.text) for row in card.refused]


def refusal(take, path):
    with pytest.raises(UserError) as caught:
        take(path)
    assert "?" not in str(caught.value)
    return caught.value.problems[0].code


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.dictionaries(
        st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 99)),
        st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40).map(lambda text: "t" + text),
        min_size=1,
        max_size=12,
    )
)
def test_every_text_is_a_row_in_the_order_of_names(texts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    files = {f"{label}/{number:02}.txt": text for (label, number), text in texts.items()}
    card = import_file(fill(folder / "in", files), folder)
    rows = read_rows(folder / card.id, 0, 100).rows
    assert rows == tuple((text, name[0], name) for name, text in sorted(files.items()))


def test_texts_without_folders_have_no_label_and_suggest_a_language_model(take, tmp_path):
    card, rows = take(fill(tmp_path / "in", {"1.txt": "one\ntwo", "2.md": "three"}))
    assert rows == [{"text": "one\ntwo", "file": "1.txt"}, {"text": "three", "file": "2.md"}]
    assert (card.reading.format, card.suggestion["task"]) == ("text_folder", "language_model")


def test_texts_that_cannot_be_read_are_refused_by_name(take, tmp_path):
    files = {"1.txt": b"fine", "2.txt": b"a\0b", "3.txt": "Größe".encode("latin-1"), "4.txt": "早上好，天气".encode("gb18030"),
             "5.txt": os.urandom(3000), "6.txt": "wide".encode("utf-16"), "7.bin": b"?"}  # fmt: skip
    card, rows = take(fill(tmp_path / "in", files))
    assert [row["text"] for row in rows] == ["fine", "Größe", "早上好，天气", "wide"]
    assert refused(card) == [(2, "nul", "2.txt"), (5, "nul", "5.txt")]
    assert [note.params["columns"] for note in card.notes if note.code == "files_left_out"] == ["7.bin"]


def test_images_get_their_class_from_their_folder(take, tmp_path):
    card, rows = take(fill(tmp_path / "in", {**IMAGES, ".DS_Store": b"x"}))
    assert [(row["file"], row["label"], row["image"]) for row in rows] == [
        (name, name.split("/")[0], content) for name, content in sorted(IMAGES.items())
    ]
    assert card.suggestion == {
        "task": "image_classification",
        "target": "label",
        "text": None,
        "image": "image",
    }
    assert {bar.label: bar.count for bar in card.columns[1].bars} == {"cat": 2, "mouse": 2}
    assert card.notes == ()


def test_folders_named_like_splits_are_no_classes(take, tmp_path):
    files = {f"{split}/{name}": content for split in ("train", "val") for name, content in IMAGES.items()}
    card, rows = take(fill(tmp_path / "in", files))
    assert {(row["split"], row["label"]) for row in rows} == {
        (split, label) for split in ("train", "validation") for label in ("cat", "mouse")
    }
    assert card.suggestion["target"] == "label"
    assert card.duplicates == 0  # the file is another one


def test_broken_and_oversized_images_are_refused_by_name(take, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.data.intake.pictures.MAX_PIXELS", 10_000)
    broken = encoded_image(30, 30, "JPEG")
    files = {
        **IMAGES,
        "cat/a.jpg": broken[: len(broken) // 2],
        "cat/b.png": b"no image",
        "cat/c.png": encoded_image(200, 100),
        "cat/d.png": b"",
    }
    card, rows = take(fill(tmp_path / "in", files))
    assert len(rows) == 4
    assert [(reason, name) for _, reason, name in refused(card)] == [
        ("image", "cat/a.jpg"), ("image", "cat/b.png"), ("image_too_large", "cat/c.png"), ("image", "cat/d.png"),
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["metadata.csv", "labels.tsv", "metadata.jsonl"])
def test_a_table_beside_images_gives_them_its_columns(take, tmp_path, table):
    lines = [("file_name", "label"), ("1.png", "cat"), ("sub/2.png", "dog"), ("gone.png", "cat")]
    sign = "\t" if table.endswith("tsv") else ","
    text = "\n".join(sign.join(line) for line in lines)
    if table.endswith("jsonl"):
        text = "\n".join(f'{{"file_name": "{name}", "label": "{label}"}}' for name, label in lines[1:])
    images = {
        "1.png": encoded_image(seed=1),
        "sub/2.png": encoded_image(seed=2),
        "3.png": encoded_image(seed=3),
    }
    card, rows = take(fill(tmp_path / "in", {**images, table: text}))
    assert rows == [
        {"file_name": "1.png", "label": "cat", "image": images["1.png"]},
        {"file_name": "sub/2.png", "label": "dog", "image": images["sub/2.png"]},
    ]
    assert refused(card) == [(3, "file_missing", "gone.png")]
    assert [note.params for note in card.notes if note.code == "files_left_out"] == [{"columns": "3.png"}]
    assert card.suggestion["image"] == "image"


def test_a_table_cannot_lead_out_of_its_folder(take, tmp_path):
    fill(tmp_path, {"secret.png": encoded_image(seed=9)})
    table = "file,label\n1.png,a\n2.png,b\n./1.png,a\n../secret.png,c\n" + f"{tmp_path}/secret.png,d\n"
    images = {"1.png": encoded_image(seed=1), "2.png": encoded_image(seed=2)}
    card, rows = take(fill(tmp_path / "in", {**images, "metadata.csv": table}))
    assert [row["label"] for row in rows] == ["a", "b", "a"]
    assert [reason for _, reason, _ in refused(card)] == ["file_missing"] * 2


def test_an_archive_is_read_as_what_it_holds(take, tmp_path, datasets):
    folder = fill(tmp_path / "pets", IMAGES)
    path = shutil.make_archive(str(tmp_path / "pets"), "zip", tmp_path, "pets")
    card, rows = take(tmp_path / "pets.zip")
    assert [row["image"] for row in rows] == [content for _, content in sorted(IMAGES.items())]
    assert (card.source, card.name) == (path, "pets")
    assert sorted(file.name for file in (datasets / card.id).iterdir()) == ["card.json", "data.arrow"]
    assert take(folder)[0].source_fingerprint != card.source_fingerprint


def test_an_archive_of_one_table_is_that_table(take, tmp_path):
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("inner/t.csv", "a,b\n1,2\n")
    assert take(tmp_path / "t.zip")[1] == [{"a": 1, "b": 2}]


def test_an_archive_writes_nowhere_else(take, tmp_path):
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("../../escaped.txt", "x")
        archive.writestr("/escaped.txt", "x")
        archive.writestr("fine.txt", "y")
    card, rows = take(tmp_path / "t.zip")
    assert [row["text"] for row in rows if "text" in row] in (["y"], ["y", "x"])
    assert not list(tmp_path.rglob("escaped.txt"))
    assert "files_left_out" in [note.code for note in card.notes]


def test_an_archive_that_unpacks_to_far_more_is_refused(take, tmp_path, datasets):
    with zipfile.ZipFile(tmp_path / "t.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.txt", b"\0" * (64 << 20))
    assert refusal(take, tmp_path / "t.zip") == "dataset_bomb"
    assert list(datasets.iterdir()) == []


def test_a_damaged_archive_is_refused(take, tmp_path):
    (tmp_path / "t.zip").write_bytes(b"PK\x03\x04" + b"x" * 500)
    assert refusal(take, tmp_path / "t.zip") == "archive_damaged"


def test_a_folder_of_nothing_known_is_refused(take, tmp_path):
    assert refusal(take, fill(tmp_path / "in", {"a.bin": b"x", "b.bin": b"y"})) == "folder_unknown"


def test_a_folder_that_changes_is_another_dataset(take, tmp_path):
    folder = fill(tmp_path / "in", IMAGES)
    first, _ = take(folder)
    assert take(folder)[0] == first
    fill(folder, {"cat/9.png": encoded_image(seed=99)})
    assert take(folder)[0].id != first.id


def test_a_folder_can_be_looked_at(tmp_path):
    sniffed = sniff_file(fill(tmp_path / "in", IMAGES))
    assert [row[1] for row in sniffed.rows] == ["cat", "cat", "mouse", "mouse"]
    assert sniffed.suggestion["task"] == "image_classification"


def test_a_path_that_could_mean_several_images_leads_to_none(take, tmp_path):
    files = {"train/1.png": encoded_image(seed=1), "test/1.png": encoded_image(seed=2)}
    files |= {f"train/{name}.png": encoded_image(seed=3) for name in "23"}
    fill(tmp_path / "in", files)
    (tmp_path / "in" / "metadata.csv").write_text("file,label\n1.png,a\n2.png,b\n3.png,a\ntest/1.png,b\n")
    card, rows = take(tmp_path / "in")
    assert refused(card) == [(1, "file_missing", "1.png")]
    assert [row["file"] for row in rows] == ["2.png", "3.png", "test/1.png"]
    assert rows[-1]["image"] == files["test/1.png"]


def test_names_that_are_no_unicode_are_shown_by_their_bytes(take, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / os.fsdecode(b"\xff.txt")).write_text("hello")
    assert take(tmp_path / "in")[1] == [{"text": "hello", "file": "\\xff.txt"}]


def test_of_entries_of_one_name_the_first_is_taken_and_that_is_said(take, tmp_path):
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("a.csv", "a,b\n1,2\n")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", "a,b\n3,4\n")
    card, rows = take(tmp_path / "t.zip")
    assert rows == [{"a": 1, "b": 2}]
    assert [note.code for note in card.notes] == ["files_left_out"]


def test_a_name_that_this_disk_cannot_have_is_refused(take, tmp_path):
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("a" * 300 + ".csv", "a,b\n1,2\n")
    assert refusal(take, tmp_path / "t.zip") == "file_unreadable"
    with pytest.raises(UserError):
        sniff_file(tmp_path / "t.zip")


def test_a_linked_folder_is_not_followed_and_that_is_said(take, tmp_path):
    fill(tmp_path / "in", {"a/1.txt": "one"})
    fill(tmp_path / "other", {"2.txt": "two"})
    (tmp_path / "in" / "b").symlink_to(tmp_path / "other")
    card, rows = take(tmp_path / "in")
    assert [row["file"] for row in rows] == ["a/1.txt"]
    assert [(note.code, note.params) for note in card.notes] == [("files_left_out", {"columns": "b"})]
