"""Cards of datasets as an import would leave them, one for each thing that can be learnt."""

from engine.schema.card import Column, DatasetCard, Spread
from tests.fakes.spec_context import DIABETES, REVIEWS


def card(name: str, rows: int, *columns: Column, **values) -> DatasetCard:
    base = {"source": name, "created": 0, "bytes": 100_000, "fingerprint": "0" * 64}
    return DatasetCard(id=f"{name}-1", name=name, rows=rows, columns=columns, **{**base, **values})


def column(name: str, kind: str = "category", distinct: int | None = 5, **values) -> Column:
    return Column(name=name, kind=kind, distinct=distinct, **values)


PIXELS = Spread(minimum=28, mean=28, maximum=28)
INCOME = card(
    "income", 5_000, column("age", "number", 70), column("work"), column("income", distinct=2),
    suggestion={"task": "tabular_classification", "target": "income", "text": None},
)  # fmt: skip
CLOTHES = card(
    "clothes", 4_000, column("label", distinct=10), column("image", "image", None, widths=PIXELS, heights=PIXELS),
    suggestion={"task": "image_classification", "target": "label", "text": None, "image": "image"},
)  # fmt: skip
BOOKS = card(
    "books", 13_000, column("reader", distinct=600), column("book", distinct=300), column("rating", "number"),
    column("date", "date", 900), column("genre"),
    suggestion={"task": "recommendation", "target": "rating", "text": None, "user": "reader", "item": "book", "time": "date"},
)  # fmt: skip
CLICKS = card(
    "clicks", 13_000, column("reader", distinct=600), column("book", distinct=300),
    suggestion={"task": "recommendation", "target": None, "text": None, "user": "reader", "item": "book"},
)  # fmt: skip
ALICE = card(
    "alice", 3_600, column("text", "text", 3_000), form="text", bytes=150_000,
    suggestion={"task": "language_model", "target": None, "text": "text"},
)  # fmt: skip
ANSWERS = card(
    "answers", 900, column("question", "text", 900), column("answer", "text", 900), column("topic"),
    suggestion={"task": "language_model", "target": None, "text": None, "prompt": "question", "response": "answer"},
)  # fmt: skip
EVERY = (DIABETES, REVIEWS, INCOME, CLOTHES, BOOKS, CLICKS, ALICE, ANSWERS)
