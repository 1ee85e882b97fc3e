"""Whether a zip archive may be unpacked: by its directory, before anything is. Python's reader holds each entry to the
size that the directory says, so that an archive cannot lie about it."""

import zipfile
from pathlib import Path

from engine.data.intake.sources import unreadable
from engine.schema.problem import UserError

MOST_ENTRIES = 500_000
RATIO = 200  # of unpacked to packed, beyond which an archive is a trap; text packs to a tenth, empty sheets to a hundredth
SMALL = 32 << 20  # bytes that may be unpacked whatever the ratio


def opened_zip(path: Path, most_bytes: int) -> zipfile.ZipFile:
    """The archive, when its entries together unpack to no more than so much. Raises UserError."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise UserError("archive_damaged", field="path", path=str(path)) from None
    except OSError as error:
        raise unreadable(path, error) from None
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(path.stat().st_size, 1)  # not what the entries claim: they may share their bytes
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > most_bytes
        or (unpacked > SMALL and unpacked > RATIO * packed)
    ):
        archive.close()
        raise UserError("dataset_bomb", field="path", path=str(path), unpacked_bytes=unpacked)
    return archive
