"""A person's file to a dataset of our own: typed Arrow columns and a card, whole or not at all.

A text is its lines (see ``plain_text``). A table takes two passes of bounded memory: the first cuts the file into words and finds what each column's words can mean, the
second writes the values. Rows that cannot be read are listed on the card, never dropped in silence.
"""

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from engine.data.contents import Contents, refused_note
from engine.data.dialect import NO_DELIMITER, Dialect, sniff
from engine.data.first_pass import WORDS, FirstPass, read_words
from engine.data.plain_text import is_plain_text, read_text
from engine.data.profile import ColumnProfile, Histogram, suggestion
from engine.data.sources import Source, survey
from engine.data.values import Form
from engine.schema.card import DatasetCard
from engine.schema.problem import Problem, UserError
from engine.system.faultpoint import faultpoint
from engine.system.files import sha256_of, sync_file, write_durably
from engine.system.folders import made_whole
from engine.system.naming import slug

FormAsked = Literal["auto", "table", "text"]

DATA = "data.arrow"
CARD = "card.json"


def import_file(
    path: Path, datasets: Path, name: str | None = None, now: float = 0.0, form: FormAsked = "auto"
) -> DatasetCard:
    """Import a CSV or TSV file, or a plain text. The same content again gives the dataset that is there. Raises UserError."""
    source = survey(path)
    known = find_by_content(datasets, source.sha256, form)
    if known:
        return known
    _need_room(datasets, source)
    name = name or path.stem or path.name
    folder = datasets / _free_id(datasets, slug(name, "dataset"), source.sha256)
    try:
        with made_whole(folder) as aside:
            return _import(source, aside, folder.name, name, now, form)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _too_full(datasets, source) from None
        if known := find_by_content(datasets, source.sha256, form):  # someone imported it meanwhile
            return known
        raise UserError("file_unreadable", field="path", path=str(path), reason=str(error)) from None
    finally:
        pa.default_memory_pool().release_unused()  # the engine lives on for days


def find_by_content(datasets: Path, sha256: str, form: FormAsked = "auto") -> DatasetCard | None:
    """The dataset that was made from this very content, and read in this form when one is asked for."""
    for card_file in sorted(datasets.glob(f"*-{sha256[:6]}*/{CARD}")):
        with contextlib.suppress(ValueError, OSError):
            card = DatasetCard.model_validate_json(card_file.read_bytes())
            same = card.source_fingerprint == sha256 and form in ("auto", card.form)
            if same and (card_file.parent / DATA).exists():
                return card
    return None


def _import(source: Source, aside: Path, id: str, name: str, now: float, form: FormAsked) -> DatasetCard:
    as_text = form == "text" or (form == "auto" and is_plain_text(source))
    found = read_text(source, aside / DATA) if as_text else _read_table(source, aside)
    if not source.is_unchanged():
        raise UserError("dataset_changed", field="path", path=str(source.path))
    data = aside / DATA
    card = DatasetCard(
        id=id,
        name=name[:80],
        source=str(source.path),
        created=now,
        bytes=data.stat().st_size,
        rows=found.rows,
        columns=found.columns,
        duplicates=found.duplicates,
        fingerprint=sha256_of(data),
        source_fingerprint=source.sha256,
        delimiter=found.delimiter,
        encoding=source.encoding,
        refused=found.refusals.first(),
        refused_count=found.refusals.count,
        form=found.form,
        notes=found.notes,
        suggestion=found.suggestion,
    )
    sync_file(data)
    write_durably(aside / CARD, card.model_dump_json())
    faultpoint("import.before_rename")
    return card


def _read_table(source: Source, aside: Path) -> Contents:
    dialect = sniff(source)
    first = read_words(source, dialect, aside)
    columns, infinite = _second_pass(first, dialect, aside)
    (aside / WORDS).unlink()
    return Contents(
        form="table",
        columns=tuple(columns),
        rows=first.rows,
        refusals=first.refusals,
        duplicates=first.duplicates(),
        delimiter=None if dialect.delimiter == NO_DELIMITER else dialect.delimiter,
        notes=(*dialect.notes, *_notes(first, dialect.names, infinite)),
        suggestion=suggestion(tuple(columns)),
    )


def _second_pass(first: FirstPass, dialect: Dialect, aside: Path) -> tuple[list, list[str]]:
    """Write the values; gives the card's columns and the names of those that held infinite numbers."""
    forms = [guess.chosen(dialect.delimiter == ";") for guess in first.guesses]
    profiles = [
        ColumnProfile(name, form.kind if form else "empty")
        for name, form in zip(dialect.names, forms, strict=True)
    ]
    schema = pa.schema(
        [(name, form.type if form else pa.string()) for name, form in zip(dialect.names, forms, strict=True)]
    )
    infinite: set[str] = set()
    with pa.OSFile(str(aside / DATA), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for batch in _stored(aside / WORDS):
            values = []
            for profile, form, words in zip(profiles, forms, batch.columns, strict=True):
                column, spoilt = _typed(form, words)
                if spoilt:
                    infinite.add(profile.name)
                profile.see(column)
                values.append(column)
            writer.write_batch(pa.RecordBatch.from_arrays(values, schema=schema))
    histograms = _histograms(profiles, aside / DATA)
    columns = [profile.column(histogram) for profile, histogram in zip(profiles, histograms, strict=True)]
    return columns, sorted(infinite)


def _typed(form: Form | None, words: pa.Array) -> tuple[pa.Array, bool]:
    """The values, and whether some were infinite: those become missing."""
    if form is None:
        return words, False
    values = form.read(words)
    if form.type != pa.float64():
        return values, False
    finite = pc.is_finite(values)
    if pc.all(finite).as_py() is not False:
        return values, False
    return pc.if_else(finite, values, pa.scalar(None, pa.float64())), True


def _histograms(profiles: list[ColumnProfile], data: Path) -> list[Histogram | None]:
    histograms = [profile.histogram() for profile in profiles]
    if not any(histograms):
        return histograms
    for batch in _stored(data):
        for histogram, values in zip(histograms, batch.columns, strict=True):
            if histogram:
                histogram.see(values)
    return histograms


def _stored(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.OSFile(str(path)) as file, pa.ipc.open_file(file) as reader:
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)


def _notes(first: FirstPass, names: tuple[str, ...], infinite: list[str]) -> list[Problem]:
    notes = refused_note(first.refusals)
    ambiguous = [name for name, guess in zip(names, first.guesses, strict=True) if guess.is_ambiguous_date]
    if ambiguous:
        params = {"columns": ", ".join(ambiguous[:5])}
        notes.append(Problem(code="dates_assumed", params=params, severity="warning"))
    if infinite:
        notes.append(
            Problem(code="infinite_missing", params={"columns": ", ".join(infinite[:5])}, severity="warning")
        )
    return notes


def _free_id(datasets: Path, base: str, sha256: str) -> str:
    """Six digits of the content's hash; more in the rare case that another content took them."""
    short = f"{base}-{sha256[:6]}"
    return short if not (datasets / short).exists() else f"{base}-{sha256[:16]}"


def _need_room(datasets: Path, source: Source) -> None:
    if shutil.disk_usage(datasets).free < 3 * source.size + (16 << 20):
        raise _too_full(datasets, source)


def _too_full(datasets: Path, source: Source) -> UserError:
    free = shutil.disk_usage(datasets).free
    return UserError("dataset_disk_full", field="path", needed=3 * source.size + (16 << 20), free=free)
