"""A text is parted in whole pieces, none in two parts, none lost."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.text.pieces import cut, parts_of_documents, parts_of_text
from engine.schema.data_spec import DataSpec, SplitSpec
from engine.schema.problem import UserError


@pytest.fixture
def arrow(tmp_path):
    """A dataset's file with one column ``text``."""

    def write(texts):
        table = pa.table({"text": pa.array(texts, pa.string())})
        with (
            pa.OSFile(str(tmp_path / "data.arrow"), "wb") as file,
            pa.ipc.new_file(file, table.schema) as writer,
        ):
            writer.write_table(table)
        return tmp_path / "data.arrow"

    return write


@given(st.text(alphabet="ab \n", max_size=300), st.integers(1, 40))
def test_pieces_joined_are_the_text(text, size):
    pieces = cut(text, size)
    assert "".join(pieces) == text
    assert all(size <= len(piece) <= 2 * size for piece in pieces[:-1])


def test_pieces_end_with_their_lines_where_they_can():
    assert cut("one two\nthree four\nfive", 6) == ["one two\n", "three four\n", "five"]
    assert cut("oneverylongword and on", 6) == ["onever", "ylongword ", "and on"]


def text_spec(**split):
    return DataSpec(source="x", split=SplitSpec(**split))


def lines_of(parts, name):
    return "".join(piece for run in parts.runs[name] for piece in run)


def test_a_text_is_parted_without_loss_or_repetition(arrow):
    lines = [f"line number {number} of a text" for number in range(500)]
    parts = parts_of_text(arrow(lines), "text", text_spec(validation=0.2, test=0.2, seed=4))
    shares = {name: lines_of(parts, name).splitlines() for name in ("train", "validation", "test")}
    assert sorted(line for share in shares.values() for line in share) == sorted(lines)
    assert 0.1 < len(shares["test"]) / 500 < 0.3
    assert all(shares[name] == sorted(shares[name], key=lines.index) for name in shares)
    again = parts_of_text(arrow(lines), "text", text_spec(validation=0.2, test=0.2, seed=4))
    assert again == parts


def test_neighbours_stay_one_run(arrow):
    lines = [f"line number {number} of a text" for number in range(500)]
    parts = parts_of_text(arrow(lines), "text", text_spec(method="block"))
    assert [len(parts.runs[name]) for name in parts.runs] == [1, 1, 1]
    whole = lines_of(parts, "train") + lines_of(parts, "validation") + lines_of(parts, "test")
    assert whole == "\n".join(lines) + "\n"


def test_documents_stay_whole_and_repeats_go(arrow):
    texts = [*(f"document {number}" for number in range(20)), "document 3", None]
    parts = parts_of_documents(arrow(texts), "text", DataSpec(source="x", split=SplitSpec(validation=0.25)))
    runs = [run for name in parts.runs for run in parts.runs[name]]
    assert sorted(runs) == sorted([text] for text in texts[:20])
    assert parts.cleaned == {"target_missing": 1, "duplicates_dropped": 1}


def test_a_column_without_documents_is_refused(arrow):
    with pytest.raises(UserError) as told:
        parts_of_documents(arrow([None, None]), "text", DataSpec(source="x"))
    assert told.value.problems[0].code == "no_training_rows"


def test_folds_of_a_text_hold_out_each_piece_once(arrow):
    lines = [f"line number {number} of a text" for number in range(300)]
    path = arrow(lines)
    held_out = [
        lines_of(parts_of_text(path, "text", text_spec(method="kfold", folds=3, fold=fold)), "test")
        for fold in range(3)
    ]
    assert sorted("".join(held_out).splitlines()) == sorted(lines)


def test_a_text_cannot_be_split_by_what_it_does_not_have(arrow):
    with pytest.raises(UserError) as told:
        parts_of_text(arrow(["a"]), "text", text_spec(method="group", group="g"))
    assert told.value.problems[0].code == "split_not_for_text"


def test_lines_take_the_steps_and_empty_ones_stay(arrow):
    steps = [
        {"step": "normalise_text", "lower": True},
        {"step": "filter", "column": "text", "keep": "not_equal", "value": "chapter"},
    ]
    spec = DataSpec.model_validate({"source": "x", "steps": steps[:1], "split": {"validation": 0, "test": 0}})
    parts = parts_of_text(arrow(["One  TWO", "", "CHAPTER"]), "text", spec)
    assert lines_of(parts, "train") == "one two\n\nchapter\n"
    assert parts.steps.apply_to_text("text", "A  B") == "a b"
    spec = spec.model_copy(update={"steps": DataSpec.model_validate({"source": "x", "steps": steps}).steps})
    assert lines_of(parts_of_text(arrow(["One", "CHAPTER", "x"]), "text", spec), "train") == "one\nx\n"


def test_documents_of_a_group_stay_together(tmp_path):
    authors = [f"author {number // 5}" for number in range(60)]
    table = pa.table({"text": [f"document {number}" for number in range(60)], "author": authors})
    with pa.OSFile(str(tmp_path / "d.arrow"), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    spec = DataSpec(source="x", split=SplitSpec(method="group", group="author", test=0.2))
    parts = parts_of_documents(tmp_path / "d.arrow", "text", spec, {"author": "category"})
    sides = [
        {authors[int(run[0].split()[1])] for run in parts.runs[name]}
        for name in ("train", "validation", "test")
    ]
    assert all(sides) and sum(map(len, sides)) == 12


def test_documents_take_the_steps(arrow):
    steps = [{"step": "normalise_text", "lower": True}, {"step": "drop_duplicates"}]
    spec = DataSpec.model_validate({"source": "x", "steps": steps, "split": {"test": 0, "validation": 0}})
    parts = parts_of_documents(arrow(["A  b", "a B", "c"]), "text", spec)
    assert parts.runs["train"] == [["a b"], ["c"]]
    assert parts.cleaned == {"step_1_normalise_text": 2, "step_2_drop_duplicates": 1}
