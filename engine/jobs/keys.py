"""An endpoint's keys: made here, kept as hashes in its directory, checked by the served model itself."""

import secrets
import time

from engine.schema.api import Key
from engine.schema.problem import UserError
from engine.system.files import read_json, write_json
from engine.system.paths import RunFiles
from engine.web.keys import digest_of, hint_of, new_secret

INTERNAL = "engine"  # the engine's own key, for the window's tries; not listed


def list_keys(files: RunFiles) -> list[Key]:
    """The keys people made, without their secrets."""
    return [Key.model_validate(row) for row in _read(files) if row["id"] != INTERNAL]


def make_key(files: RunFiles, name: str, id: str | None = None) -> Key:
    """A new key; its secret is in the answer and nowhere else. The same id replaces the key."""
    secret = new_secret("my-")
    key = Key(
        id=id or secrets.token_hex(4), name=name, created=time.time(), hint=hint_of(secret), secret=secret
    )
    kept = [row for row in _read(files) if row["id"] != key.id]
    write_json(
        files.keys, {"keys": [*kept, {**key.model_dump(exclude={"secret"}), "sha256": digest_of(secret)}]}
    )
    return key


def revoke_key(files: RunFiles, id: str) -> None:
    """The key is refused from now on."""
    rows = _read(files)
    kept = [row for row in rows if row["id"] != id]
    if len(kept) == len(rows) or id == INTERNAL:
        raise UserError("key_unknown", id=id)
    write_json(files.keys, {"keys": kept})


def _read(files: RunFiles) -> list[dict]:
    value = read_json(files.keys)
    return value["keys"] if isinstance(value, dict) else []
