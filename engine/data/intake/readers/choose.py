"""Which reader a path needs, by its first bytes, its name and, of a folder, the names in it."""

import json
from functools import partial
from pathlib import Path

from engine.data.intake.pictures import SUFFIXES
from engine.data.intake.readers.archive import Archive
from engine.data.intake.readers.base import Reader, survey_file
from engine.data.intake.readers.dataset_folder import DatasetFolder, parts_of_dataset
from engine.data.intake.readers.delimited import Delimited
from engine.data.intake.readers.file_rows import TEXT_SUFFIXES, image_folder, text_folder
from engine.data.intake.readers.image_table import ImageTable
from engine.data.intake.readers.json_file import JsonFile
from engine.data.intake.readers.json_lines import JsonLines
from engine.data.intake.readers.listing import Listing, survey_folder
from engine.data.intake.readers.parquet import Columnar
from engine.data.intake.readers.plain_text import PlainText, is_plain_text
from engine.data.intake.readers.workbook import Workbook
from engine.data.intake.sources import Source, need_file, survey, unreadable
from engine.data.intake.watch import Watch
from engine.schema.problem import UserError
from engine.schema.reading import ReadingOptions

_BEGINNING = 4 << 20  # bytes of a text that are looked at where the whole is not wanted
_TABLES = frozenset({".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx"})
_ARROW = (b"ARROW1", b"\xff\xff\xff\xff")


def reader_of(path: Path, form: str, options: ReadingOptions, watch: Watch, whole: bool = True) -> Reader:
    """The reader of a file or folder, surveyed; not all of it when it is not wanted ``whole``. Raises UserError."""
    if path.is_dir():
        return _of_folder(path, options, watch, whole)
    need_file(path)
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise unreadable(path, error) from None
    if head.startswith(b"PAR1"):
        return Columnar(survey_file(path, watch, whole), "parquet", options)
    if head.startswith(_ARROW) and path.suffix.lower() != ".csv":
        return Columnar(survey_file(path, watch, whole), "arrow", options)
    if head.startswith(b"PK\x03\x04"):
        return _of_zip(path, options, watch, whole)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError("workbook_old", field="path", path=str(path))
    return _of_text(survey(path, watch, options.encoding, None if whole else _BEGINNING), form, options)


def _of_text(source: Source, form: str, options: ReadingOptions) -> Reader:
    suffix = source.path.suffix.lower()
    if form != "text" and suffix in (".jsonl", ".ndjson"):
        return JsonLines(source, options)
    if form != "text" and suffix == ".json":
        return JsonLines(source, options) if _is_lines(source) else JsonFile(source, options)
    as_text = form == "text" or (form == "auto" and is_plain_text(source))
    return PlainText(source) if as_text else Delimited(source, options)


def _of_zip(path: Path, options: ReadingOptions, watch: Watch, whole: bool) -> Reader:
    origin = survey_file(path, watch, whole)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return Workbook(origin, options)
    return Archive(origin, partial(_unpacked, options=options, watch=watch))


def _unpacked(path: Path, options: ReadingOptions, watch: Watch) -> Reader:
    """What an archive holds; an archive in an archive is not opened."""
    found = reader_of(path, "auto", options, watch)
    if isinstance(found, Archive):
        raise UserError("folder_unknown", field="path", path=str(path))
    return found


def _of_folder(path: Path, options: ReadingOptions, watch: Watch, whole: bool) -> Reader:
    listing = survey_folder(path, watch, whole)
    if parts := parts_of_dataset(listing):
        return DatasetFolder(listing, parts, options)
    suffixes = {entry.suffix for entry in listing.entries}
    if suffixes & SUFFIXES:
        table = _table_beside(listing)
        if table is None:
            return image_folder(listing)
        return ImageTable(listing, reader_of(table, "table", options, watch, whole))
    if suffixes & TEXT_SUFFIXES:
        return text_folder(listing)
    if len(listing.entries) == 1:
        return reader_of(listing.entries[0].path, "auto", options, watch, whole)
    raise UserError("folder_unknown", field="path", path=str(path))


def _table_beside(listing: Listing) -> Path | None:
    """The table of a folder of images: the one called metadata, or the only one, at its top."""
    tables = [entry for entry in listing.entries if entry.suffix in _TABLES and not entry.folders]
    named = [entry for entry in tables if entry.path.stem.lower() == "metadata"]
    found = named or tables
    return found[0].path if len(found) == 1 else None


def _is_lines(source: Source) -> bool:
    """Whether a file called .json holds an object a line: its first line is one, and another begins below."""
    head = next(source.blocks(), b"").lstrip()
    line, newline, rest = head.partition(b"\n")
    try:
        first = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return bool(newline) and isinstance(first, dict) and rest.lstrip().startswith(b"{")
