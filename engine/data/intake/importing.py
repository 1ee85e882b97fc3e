"""A person's file or folder to a dataset of our own: typed Arrow columns and a card, whole or not at all.

Two passes of bounded memory: a reader (see ``readers``) brings the rows as raw columns into a spool and learns what
they can mean, then the values are written (``writing``). Rows that cannot be read are listed on the card, never
dropped in silence.
"""

import contextlib
import errno
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Literal

import pyarrow as pa

from engine.data.intake.contents import Contents
from engine.data.intake.readers.base import DATA, Reader, Work
from engine.data.intake.readers.choose import reader_of
from engine.data.intake.sources import unreadable
from engine.data.intake.watch import Watch
from engine.data.preview import read_rows
from engine.schema.api import Sniffed
from engine.schema.card import DatasetCard
from engine.schema.problem import UserError
from engine.schema.reading import ReadingOptions
from engine.system.faultpoint import faultpoint
from engine.system.files import sha256_of, sync_file, write_durably
from engine.system.folders import made_whole
from engine.system.naming import slug

FormAsked = Literal["auto", "table", "text"]

CARD = "card.json"
SNIFFED_ROWS = 200  # read for a look at a file; 20 of them are shown
SHOWN_ROWS = 20
# Times the size of what is imported: the raw columns and the typed ones lie side by side for a while.
_ROOM = 3
_FAIR = 200  # times its own size is what a file may unpack to
_FAIR_BYTES = 1 << 30  # or this much, if it is small


def import_file(
    path: Path,
    datasets: Path,
    name: str | None = None,
    now: float = 0.0,
    form: FormAsked = "auto",
    options: ReadingOptions | None = None,
    watch: Watch | None = None,
) -> DatasetCard:
    """Import a file or folder. The same content, asked for in the same way, is the dataset that is there.

    Raises UserError.
    """
    watch = watch or Watch()
    asked = options if options and options.model_dump(exclude_none=True) else None
    reader = reader_of(path, form, asked or ReadingOptions(), watch)
    key = _key(reader.sha256, asked)
    known = find_by_content(datasets, reader.sha256, form, asked)
    if known:
        return known
    _need_room(datasets, reader)
    name = name or path.stem or path.name
    folder = datasets / _free_id(datasets, slug(name, "dataset"), key)
    try:
        with made_whole(folder) as aside:
            contents = _read(reader, Work(aside, watch, most_bytes=max(_FAIR_BYTES, _FAIR * reader.size)))
            return _keep(reader, contents, aside, folder.name, name, now, asked)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _too_full(datasets, reader) from None
        if known := find_by_content(datasets, reader.sha256, form, asked):  # someone imported it meanwhile
            return known
        raise UserError("file_unreadable", field="path", path=str(path), reason=str(error)) from None
    finally:
        pa.default_memory_pool().release_unused()  # the engine lives on for days


def sniff_file(path: Path, form: FormAsked = "auto", options: ReadingOptions | None = None) -> Sniffed:
    """What an import would use and find, by the first rows. Raises UserError as an import would."""
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch()
        reader = reader_of(path, form, options or ReadingOptions(), watch, whole=False)
        try:
            contents = _read(reader, Work(Path(folder), watch, SNIFFED_ROWS))
        except OSError as error:  # a name in an archive that this disk cannot have
            raise unreadable(path, error) from None
        return Sniffed(
            form=contents.form,
            reading=contents.reading,
            columns=contents.columns,
            rows=read_rows(Path(folder), 0, SHOWN_ROWS).rows,
            refused=contents.refusals.first(),
            notes=contents.notes,
            suggestion=contents.suggestion,
        )


def find_by_content(
    datasets: Path, sha256: str, form: FormAsked = "auto", asked: ReadingOptions | None = None
) -> DatasetCard | None:
    """The dataset that was made from this very content, in the form and with the options asked for."""
    for card_file in sorted(datasets.glob(f"*-{_key(sha256, asked)[:6]}*/{CARD}")):
        with contextlib.suppress(ValueError, OSError):
            card = DatasetCard.model_validate_json(card_file.read_bytes())
            same = card.source_fingerprint == sha256 and card.asked == asked and form in ("auto", card.form)
            if same and (card_file.parent / DATA).exists():
                return card
    return None


def _read(reader: Reader, work: Work) -> Contents:
    try:
        return reader.read(work)
    except MemoryError:  # Arrow's own is one: a file that unpacks to more than there is
        raise UserError("dataset_memory_short", field="path", path=str(reader.path)) from None


def _keep(
    reader: Reader,
    found: Contents,
    aside: Path,
    id: str,
    name: str,
    now: float,
    asked: ReadingOptions | None,
) -> DatasetCard:
    """Write the card beside the rows."""
    if not reader.is_unchanged():
        raise UserError("dataset_changed", field="path", path=str(reader.path))
    data = aside / DATA
    card = DatasetCard(
        id=id,
        name=name[:80],
        source=str(reader.path),
        created=now,
        bytes=data.stat().st_size,
        rows=found.rows,
        columns=found.columns,
        duplicates=found.duplicates,
        fingerprint=sha256_of(data),
        source_fingerprint=reader.sha256,
        delimiter=found.reading.delimiter,
        encoding=found.reading.encoding,
        refused=found.refusals.first(),
        refused_count=found.refusals.count,
        form=found.form,
        reading=found.reading,
        asked=asked,
        notes=found.notes,
        suggestion=found.suggestion,
    )
    sync_file(data)
    write_durably(aside / CARD, card.model_dump_json())
    faultpoint("import.before_rename")
    return card


def _key(sha256: str, asked: ReadingOptions | None) -> str:
    """What a dataset's id is made of: the content alone, or with what a person said about it."""
    if asked is None:
        return sha256
    words = json.dumps(asked.model_dump(exclude_none=True), sort_keys=True)
    return hashlib.sha256(f"{sha256} {words}".encode()).hexdigest()


def _free_id(datasets: Path, base: str, key: str) -> str:
    """Six digits of the key; more in the rare case that another content took them."""
    short = f"{base}-{key[:6]}"
    return short if not (datasets / short).exists() else f"{base}-{key[:16]}"


def _need_room(datasets: Path, reader: Reader) -> None:
    if shutil.disk_usage(datasets).free < _room_for(reader):
        raise _too_full(datasets, reader)


def _room_for(reader: Reader) -> int:
    return _ROOM * reader.size + (16 << 20)


def _too_full(datasets: Path, reader: Reader) -> UserError:
    free = shutil.disk_usage(datasets).free
    return UserError("dataset_disk_full", field="path", needed=_room_for(reader), free=free)
