"""How a text file is cut into columns: delimiter, header and column names, guessed from its beginning."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

from engine.data.intake.records import records
from engine.data.intake.sources import Source
from engine.data.intake.values import is_missing_word, is_number_word
from engine.schema.problem import Problem, UserError
from engine.schema.reading import ReadingOptions

MAX_COLUMNS = 10_000
SAMPLE_RECORDS = 100
SAMPLE_BYTES = 1 << 20
NO_DELIMITER = "\x1f"  # for a file of one column, so that commas in its texts mean nothing
DOUBLE = '"'
_DELIMITERS = (",", "\t", ";", "|")
_OPEN = ReadingOptions()


@dataclass(frozen=True)
class Dialect:
    """Delimiter, names, and whether the first record is a header."""

    delimiter: str
    names: tuple[str, ...]
    has_header: bool
    notes: tuple[Problem, ...] = ()
    quote: str = DOUBLE  # empty where nothing quotes


def sniff(source: Source, options: ReadingOptions = _OPEN) -> Dialect:
    """Guess from the first records what the options leave open; raises UserError when there is nothing to import."""
    quote = {None: DOUBLE, "none": ""}.get(options.quote, options.quote or "")
    delimiter, rows = sample_of(source, options.delimiter, quote)
    if not rows:
        reason = "No line of it is a row"
        raise UserError("dataset_unreadable", field="path", path=str(source.path), reason=reason)
    if len(rows[0]) > MAX_COLUMNS:
        raise UserError("dataset_too_wide", field="path", columns=len(rows[0]), limit=MAX_COLUMNS)
    has_header = options.header if options.header is not None else looks_like_header(rows[0], rows[1:])
    if has_header and len(rows) == 1:
        raise UserError("dataset_header_only", field="path", path=str(source.path))
    given = rows[0] if has_header else [""] * len(rows[0])
    names, notes = repaired_names(given)
    if not has_header and options.header is None:
        notes = (Problem(code="header_missing", severity="warning"),)
    return Dialect(delimiter, names, has_header, notes, quote)


def sample_of(source: Source, asked: str | None = None, quote: str = DOUBLE) -> tuple[str, list[list[str]]]:
    """The likeliest delimiter, or the one asked for, and the first records as it cuts them."""
    head = _head(source)
    delimiter = asked or _best_delimiter(source, lambda: [head], quote)
    rows = _sample([head], delimiter, quote)
    if len(rows) < 2:  # a very long first line, or only blank lines in sight
        delimiter = asked or _best_delimiter(source, source.blocks, quote)
        rows = _sample(source.blocks(), delimiter, quote)
    return delimiter, rows


def looks_like_header(first: list[str], rows: list[list[str]]) -> bool:
    """A header is words above numbers, or, in a file of words, words that are all different and do not come again."""
    for_header = for_data = 0
    for place, head in enumerate(first):
        values = [row[place].strip() for row in rows if len(row) > place]
        present = [value for value in values if not is_missing_word(value)]
        numbers = sum(map(is_number_word, present))
        if present and numbers >= 0.9 * len(present):
            for_data += is_number_word(head.strip())
            for_header += not is_number_word(head.strip()) and bool(head.strip())
    if for_header or for_data:
        return for_header > 0
    heads = [head.strip() for head in first]
    different = len(set(heads)) == len(heads) and all(heads)
    again = any(row == first for row in rows)
    return different and not again and not any(map(is_number_word, heads))


def repaired_names(given: list[str]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Names that are there and different; what was changed is said."""
    names: list[str] = []
    taken: set[str] = set()
    repeated: list[str] = []
    for place, name in enumerate(given, start=1):
        base = " ".join(name.split())[:200] or f"column_{place}"
        unique = free_name(base, taken)
        if unique != base:
            repeated.append(base)
        taken.add(unique)
        names.append(unique)
    notes = []
    if repeated:
        words = ", ".join(sorted(set(repeated))[:5])
        notes.append(Problem(code="names_repeated", params={"names": words}, severity="warning"))
    if any(not name.strip() for name in given) and any(name.strip() for name in given):
        notes.append(Problem(code="names_missing", severity="warning"))
    return tuple(names), tuple(notes)


def free_name(name: str, taken: Container[str]) -> str:
    """The name itself, or with the first number that makes it another."""
    numbered = (f"{name} ({number})" for number in itertools.count(2))
    return next(free for free in itertools.chain((name,), numbered) if free not in taken)


def _head(source: Source) -> bytes:
    """Whole lines from the beginning, about as much as the sample needs."""
    head = next(source.blocks(), b"")[:SAMPLE_BYTES]
    whole = head.rfind(b"\n") + 1
    return head[:whole] if len(head) == SAMPLE_BYTES else head


def _best_delimiter(source: Source, blocks: Callable[[], Iterable[bytes]], quote: str) -> str:
    """The one under which most records have as many columns as the first; more columns win a tie."""
    order = ("\t", ",", ";", "|") if source.path.suffix.lower() in (".tsv", ".tab") else _DELIMITERS
    best, best_score = NO_DELIMITER, (0.5, 1)
    for delimiter in order:
        widths = [len(row) for row in _sample(blocks(), delimiter, quote)]
        if not widths or widths[0] < 2:
            continue
        share = Counter(widths)[widths[0]] / len(widths)
        score = (round(share, 1), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample(blocks: Iterable[bytes], delimiter: str, quote: str) -> list[list[str]]:
    found = itertools.islice(records(blocks, delimiter, _ignore, quote), SAMPLE_RECORDS)
    return [row for record in found if (row := split_record(record.text, delimiter, quote))]


def split_record(text: bytes, delimiter: str, quote: str = DOUBLE) -> list[str]:
    """The values of one record."""
    csv.field_size_limit(1 << 30)
    lines = io.StringIO(text.decode().rstrip("\r\n"), newline="")
    style = {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE}
    return next(csv.reader(lines, delimiter=delimiter, strict=False, **style), [])


def _ignore(line: int, reason: str, text: str) -> None:
    """The sample leaves out what cannot be read; the import itself reports it."""
