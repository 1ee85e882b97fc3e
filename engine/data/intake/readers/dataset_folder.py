"""A folder that Hugging Face's datasets wrote (``save_to_disk``), or one of Parquet shards; each split's rows in turn."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.data.intake.contents import Contents
from engine.data.intake.readers.base import Reader, Work, unreadable_as
from engine.data.intake.readers.listing import Listing, split_of
from engine.data.intake.readers.parquet import Part, read_parts
from engine.schema.reading import Reading, ReadingOptions

_STATE = "state.json"
_SPLITS = "dataset_dict.json"


@dataclass
class DatasetFolder(Reader):
    """Shards, and the splits they belong to."""

    origin: Listing
    parts: tuple[Part, ...]
    options: ReadingOptions

    def read(self, work: Work) -> Contents:
        reading = Reading(format="dataset_folder", day_first=self.options.day_first)
        return read_parts(work, self.path, self.parts, reading, self.options, self.size)


def parts_of_dataset(listing: Listing) -> tuple[Part, ...]:
    """The shards of a folder, in the order of their splits; none when it is no such folder. Raises UserError."""
    names = {entry.name for entry in listing.entries}
    if _SPLITS in names:
        splits = _strings(_told(listing.path / _SPLITS).get("splits"))
        return tuple(
            part for split in splits for part in _saved(listing.path / split, split, names, f"{split}/")
        )
    if _STATE in names:
        return tuple(_saved(listing.path, None, names, ""))
    return _shards(listing)


def _shards(listing: Listing) -> tuple[Part, ...]:
    shards = [entry for entry in listing.entries if entry.suffix in (".parquet", ".arrow")]
    if not shards or any(entry.suffix != shards[0].suffix for entry in shards):
        return ()
    found = [
        split_of(entry.name.rpartition("/")[2]) or (split_of(entry.folders[-1]) if entry.folders else None)
        for entry in shards
    ]
    has_splits = None not in found and len(set(found)) > 1
    return tuple(
        Part(entry.path, split if has_splits else None) for entry, split in zip(shards, found, strict=True)
    )


def _saved(folder: Path, split: str | None, names: set[str], prefix: str) -> list[Part]:
    """The files that a saved split names; each must lie in its own folder."""
    files = _told(folder / _STATE).get("_data_files")
    found = (
        [file.get("filename") for file in files if isinstance(file, dict)] if isinstance(files, list) else []
    )
    missing = [name for name in found if prefix + str(name) not in names]
    if missing or not found:
        raise unreadable_as(
            folder, f"It names {', '.join(map(str, missing[:3])) or 'no files'}, not to be found in it"
        )
    return [Part(folder / str(name), split) for name in found]


def _told(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_bytes()[: 16 << 20])
    except (OSError, ValueError, RecursionError) as error:
        raise unreadable_as(path, str(error)) from None
    return value if isinstance(value, dict) else {}


def _strings(value: Any) -> list[str]:
    return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []
