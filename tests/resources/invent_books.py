"""The sample of books that nobody has read: invented readers, books and ratings, made by chance and a fixed seed.

``python tests/resources/invent_books.py > resources/samples/books.csv``. Readers have tastes along five lines that
genres share in part; books differ in how many hear of them and how good they are; who liked a volume of a series
often reads the next. So there is something to find for biases, for factors, for features and for the order of time.
"""

import csv
import io
import sys
from datetime import date, timedelta

import numpy as np

READERS, SERIES, SINGLES, TASTES = 600, 40, 180, 5
GENRES = ("adventure", "crime", "fantasy", "history", "romance", "science", "travel")
_FIRST = (
    "Amber",
    "Broken",
    "Copper",
    "Distant",
    "Early",
    "Frozen",
    "Golden",
    "Hidden",
    "Iron",
    "Last",
    "Quiet",
    "Scarlet",
)
_SECOND = (
    "Bridge",
    "Candle",
    "Garden",
    "Harbour",
    "Island",
    "Letter",
    "Lighthouse",
    "Mirror",
    "Orchard",
    "River",
    "Station",
    "Tower",
)
_VOLUMES = 3
_FIRST_DAY = date(2021, 1, 1)
HEAD = ("reader", "book", "rating", "date", "age", "country", "genre", "pages")


def invented(seed: int = 7) -> str:
    """The whole file."""
    draw = np.random.default_rng(seed)
    books = _books(draw)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for reader in range(READERS):
        writer.writerows(_read_by(reader, books, draw))
    return out.getvalue()


def _books(draw: np.random.Generator) -> dict[str, np.ndarray]:
    titles = [f"{first} {second}" for first in _FIRST for second in _SECOND]
    titles = [titles[n] for n in draw.permutation(len(titles))]
    named = titles[SERIES:] + [f"{title} Revisited" for title in titles]
    names = [f"{title} {volume}" for title in titles[:SERIES] for volume in range(1, _VOLUMES + 1)]
    work = np.concatenate([np.repeat(np.arange(SERIES), _VOLUMES), SERIES + np.arange(SINGLES)])
    genre = draw.integers(len(GENRES), size=SERIES + SINGLES)
    lines = draw.normal(size=(len(GENRES), TASTES))[genre] + 0.7 * draw.normal(size=(len(genre), TASTES))
    return {
        "name": np.array([*names, *named[:SINGLES]]),
        "genre": genre[work],
        "taste": lines[work] / np.sqrt(TASTES),
        "fame": draw.gumbel(scale=0.7, size=len(genre))[work],
        "merit": 0.4 * draw.normal(size=len(work)),
        "pages": draw.integers(12, 60, size=len(work)) * 10,
        "next": np.array(
            [n + 1 if n < len(names) and n % _VOLUMES < _VOLUMES - 1 else -1 for n in range(len(work))]
        ),
        "later": np.array([n < len(names) and n % _VOLUMES > 0 for n in range(len(work))]),
    }


def _read_by(
    reader: int, books: dict[str, np.ndarray], draw: np.random.Generator
) -> list[tuple[object, ...]]:
    """What one reader read, in order. Age leans one way along the first taste."""
    age, country = int(draw.integers(16, 80)), str(draw.choice(["AT", "CH", "DE", "FR", "IT"]))
    taste = draw.normal(size=TASTES)
    taste[0] = 0.5 * taste[0] + (age - 48) / 16
    liking, kindness = books["taste"] @ taste, 0.3 * draw.normal()
    day = _FIRST_DAY + timedelta(days=int(draw.integers(400)))
    unread, following, rows = np.ones(len(liking), dtype=bool), -1, []
    for _ in range(int(np.clip(draw.lognormal(3.0, 0.6), 6, 110))):
        pull = 1.2 * liking + books["fame"] - 2.0 * books["later"]
        if following >= 0 and unread[following] and draw.random() < 0.6:
            book = following
        else:
            book = int(np.argmax(np.where(unread, pull + draw.gumbel(size=len(pull)), -np.inf)))
        unread[book] = False
        opinion = 3.4 + 0.7 * liking[book] + books["merit"][book] + kindness + 0.5 * draw.normal()
        rating = int(np.clip(round(opinion), 1, 5))
        following = int(books["next"][book]) if rating >= 3 else -1
        day += timedelta(days=int(draw.integers(2, 40)))
        genre, pages = GENRES[books["genre"][book]], int(books["pages"][book])
        rows.append(
            (f"R{reader + 1:03}", books["name"][book], rating, day.isoformat(), age, country, genre, pages)
        )
    return rows


if __name__ == "__main__":
    sys.stdout.write(invented())
