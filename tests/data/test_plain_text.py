"""A file that is no table becomes its lines, and the text can be had again."""

import pytest

from engine.data.intake.importing import import_file
from engine.data.preview import read_rows
from engine.schema.problem import UserError

POEM = (
    "  The sun was shining on the sea,\n\tShining with all his might:\n\nHe did his very best to make\nNA\n"
)


@pytest.fixture
def bring(tmp_path):
    """Import bytes as a file; gives the card and the lines."""
    datasets = tmp_path / "datasets"
    datasets.mkdir()

    def bring_in(content, name="poem.txt", form="auto"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        card = import_file(path, datasets, form=form)
        return card, [row[0] for row in read_rows(datasets / card.id, 0, 1000).rows]

    return bring_in


def refusal(bring, *arguments, **settings):
    with pytest.raises(UserError) as told:
        bring(*arguments, **settings)
    return told.value.problems[0].code


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_is_a_row_and_the_rows_are_the_text(bring, end):
    card, lines = bring(POEM.replace("\n", end))
    assert "".join(line + "\n" for line in lines) == POEM
    assert (card.form, card.rows, card.delimiter) == ("text", 5, None)
    assert [(column.name, column.kind, column.missing) for column in card.columns] == [("text", "text", 0)]
    assert card.suggestion == {"task": "language_model", "target": None, "text": "text"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1"])
def test_encodings_are_found(bring, encoding):
    _, lines = bring("Größe und\nSüße\n".encode(encoding))
    assert lines == ["Größe und", "Süße"]


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        ("a,b\n1,2\n3,4\n", "t.txt", "table"),
        ("a, b\n1, 2\n3, 4\n", "t.txt", "table"),
        ("name\tcity\nx\ty\nz\tw\n", "t.txt", "table"),
        ("name;city\nx;y\nz;w\n", "t.txt", "table"),
        ("name\tcity\nx\ty\n", "t.tsv", "table"),
        ("Hello, world\nYes, you are.\nNo, I am not.\n", "t.txt", "text"),
        ("Hello, world\nYes, you are.\nNo, I am not.\n", "t.csv", "table"),
        ("\tindented\n\tlike a\n\tquotation\n", "t.txt", "text"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "t.md", "text"),
        ("one line without an end", "t.txt", "text"),
        ("words and\nno more", "README", "text"),
        ("a,b\n1,2\n", "numbers", "table"),
        ('"Oh dear!" she said,\n"I shall be late, "\nand ran.\n', "t.txt", "text"),
    ],
)
def test_a_table_is_told_from_a_text_by_name_and_content(bring, content, name, form):
    assert bring(content, name)[0].form == form


def test_a_person_may_say_what_a_file_is(bring):
    as_text, lines = bring("a,b\n1,2\n", "x.csv", form="text")
    as_table, _ = bring("a,b\n1,2\n", "x.csv", form="table")
    assert (as_text.form, lines, as_table.form) == ("text", ["a,b", "1,2"], "table")
    assert as_text.id != as_table.id
    assert bring("a,b\n1,2\n", "x.csv", form="text")[0] == as_text


def test_lines_that_are_no_text_are_listed(bring):
    card, lines = bring("good\nb\0d\nbäd\n".encode() + "grüß Ä ö ü\n".encode() * 8 + b"b\xe4d\nfine\n")
    assert [(row.line, row.reason) for row in card.refused] == [(2, "nul"), (12, "encoding")]
    assert (len(lines), card.refused_count) == (11, 2)
    assert [note.code for note in card.notes] == ["rows_refused"]


def test_a_file_of_one_endless_line_is_refused_in_words(bring):
    assert refusal(bring, b"x" * ((16 << 20) + 1)) == "dataset_no_rows"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "dataset_empty"),
        (b" \n\n \t\n", "dataset_empty"),
        (b"\x7fELF" + bytes(range(256)) * 9, "dataset_binary"),
    ],
)
def test_what_is_no_text_is_refused_in_words(bring, content, code):
    assert refusal(bring, content) == code
    assert refusal(bring, content, form="text") == code
