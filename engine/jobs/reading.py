"""What a run's directory shows to whoever looks: its log, its checkpoints."""

import re

from engine.schema.api import CheckpointRow, LogPart
from engine.schema.problem import UserError
from engine.system.files import read_json
from engine.system.paths import RunFiles

MOST_LOG = 1 << 20


def read_log(files: RunFiles, rank: str, offset: int, limit: int) -> LogPart:
    """Text of one process's log from a byte offset on; a negative offset counts from the end."""
    path = files.logs / f"{_log_name(rank)}.txt"
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            start = max(0, size + offset) if offset < 0 else min(offset, size)
            file.seek(start)
            data = _whole_characters(file.read(min(max(limit, 0), MOST_LOG)))
    except FileNotFoundError:
        return LogPart(text="", offset=0, size=0)
    return LogPart(text=data.decode("utf-8", "replace"), offset=start + len(data), size=size)


def read_checkpoints(files: RunFiles) -> list[CheckpointRow]:
    """The checkpoints on the disk, newest first. Verified means: every file has the size its manifest names."""
    rows = []
    for folder in files.checkpoints.glob("step-*"):
        manifest = read_json(folder / "manifest.json")
        sizes = {path.name: path.stat().st_size for path in folder.iterdir() if path.is_file()}
        rows.append(
            CheckpointRow(
                name=folder.name,
                step=int(re.sub(r"\D", "", folder.name) or 0),
                bytes=sum(sizes.values()),
                created=folder.stat().st_mtime,
                verified=_agrees(manifest, sizes),
            )
        )
    return sorted(rows, key=lambda row: -row.step)


def _agrees(manifest: object, sizes: dict[str, int]) -> bool:
    files = manifest.get("files") if isinstance(manifest, dict) else None
    entries = files.items() if isinstance(files, dict) else ((row.get("name"), row) for row in files or ())
    wanted = {name: row.get("size", row.get("bytes")) for name, row in entries if isinstance(row, dict)}
    return bool(wanted) and all(sizes.get(name) == size for name, size in wanted.items())


def _log_name(rank: str) -> str:
    if rank in ("shim", "agent", "server"):
        return rank
    if re.fullmatch(r"\d{1,4}", rank):
        return f"rank{rank}"
    raise UserError("log_unknown", field="rank", rank=rank)


def _whole_characters(data: bytes) -> bytes:
    """Without the beginning of a character whose rest is yet to come."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte & 0xC0 == 0x80:
            continue
        length = 4 if byte >= 0xF0 else 3 if byte >= 0xE0 else 2 if byte >= 0xC0 else 1
        return data[:-back] if length > back else data
    return data
