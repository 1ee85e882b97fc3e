"""What a dataset is proposed for, and which columns are left out of it."""

import pytest


def table(names, rows):
    return "\n".join([names, *(",".join(map(str, row)) for row in rows)]) + "\n"


@pytest.fixture
def proposed(take, tmp_path):
    def propose(text):
        (tmp_path / "t.csv").write_text(text)
        return take(tmp_path / "t.csv")[0]

    return propose


def said(card, **parts):
    told = {"task": None, "target": None, "text": None, **parts}
    return card.suggestion == told


def test_few_classes_are_a_classification_and_many_numbers_a_regression(proposed):
    rows = [(i * 7 % 101, i * 1.5, "abc"[i % 3]) for i in range(60)]
    assert said(proposed(table("a,b,kind", rows)), task="tabular_classification", target="kind")
    assert said(
        proposed(table("kind,a,b", [(k, a, b) for a, b, k in rows])), task="tabular_regression", target="b"
    )


def test_a_name_that_targets_have_comes_first(proposed):
    rows = [("abc"[i % 3], i * 7 % 101, i * 1.5) for i in range(60)]
    assert said(proposed(table("class,a,b", rows)), task="tabular_classification", target="class")


def test_ids_and_constants_are_neither_targets_nor_features(proposed):
    rows = [(i + 1, i * 37 % 101, i * 1.5 + i % 7, f"name{i}", 3) for i in range(60)]
    card = proposed(table("number,a,b,who,same", rows))
    assert said(card, task="tabular_regression", target="b", features=["a"])
    marks = {column.name: [reason.code for reason in column.why[1:]] for column in card.columns}
    assert marks == {
        "number": ["mark_id_counting"], "a": [], "b": [], "who": ["mark_id_different"], "same": ["mark_constant"],
    }  # fmt: skip
    assert [column.name for column in card.columns if column.id_like] == ["number", "who"]
    assert [column.name for column in card.columns if column.constant] == ["same"]


@pytest.mark.parametrize(
    ("name", "is_id"),
    [
        ("id", True),
        ("user_id", True),
        ("orderId", True),
        ("paid", False),
        ("Unnamed: 0", True),
        ("humid", False),
    ],
)
def test_ids_are_known_by_name(proposed, name, is_id):
    card = proposed(table(f"{name},b", [(i * i % 17, i / 2) for i in range(40)]))
    assert card.columns[0].id_like == is_id


def test_ratings_are_a_recommendation(proposed):
    rows = [(i % 7, i % 11, i % 5 + 1, 978300000 + i) for i in range(80)]
    assert said(
        proposed(table("userId,movieId,rating,timestamp", rows)),
        task="recommendation", target="rating", user="userId", item="movieId", time="timestamp",
    )  # fmt: skip
    assert said(
        proposed(table("customer,product", [(f"c{i % 7}", f"p{i % 11}") for i in range(80)])),
        task="recommendation", user="customer", item="product",
    )  # fmt: skip


def test_text_alone_is_for_a_language_model(proposed):
    lines = "".join(f"a sentence with number {i} and some more of them\n" for i in range(80))
    assert said(proposed("text\n" + lines), task="language_model", text="text")


def test_why_a_column_is_what_it_is_is_told(proposed):
    rows = [
        (i, 1.5, "2024-01-01", i % 2 == 0, "ab"[i % 2], f"text of some words that are many and long: {i}", "")
        for i in range(60)
    ]
    card = proposed(table("n,x,day,ok,word,text,nothing", rows))
    assert [column.why[0].code for column in card.columns] == [
        "kind_all_numbers", "kind_all_numbers", "kind_all_dates", "kind_all_booleans", "kind_few_values",
        "kind_long_words", "kind_empty",
    ]  # fmt: skip
    lengths = card.columns[5].lengths
    assert (lengths.minimum, lengths.maximum) == (44, 45)
    assert lengths.mean == card.columns[5].mean_length
