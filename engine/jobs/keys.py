"""The keys of all endpoints: made here, kept as hashes in the home, checked by the servers that read the file."""

import json
import logging
import secrets
import threading
import time
from typing import Any, get_args

from engine.jobs.key_use import KeyUses
from engine.schema.api import Key, KeyAction, NewKey
from engine.schema.problem import UserError
from engine.system.files import write_json
from engine.system.paths import Home
from engine.web.keys import digest_of, hint_of, new_secret

log = logging.getLogger(__name__)

ENGINE = "engine"  # the engine's own key, for what the window asks; not listed, and new at each start of the engine


class Keys:
    """Keys by id. Thread-safe; secrets are in the answer that makes a key, and nowhere else."""

    def __init__(self, home: Home, uses: KeyUses) -> None:
        self._home, self._uses = home, uses
        self._lock = threading.Lock()  # the file is read, changed and written
        self.own = ""  # the secret of the engine's own key, in memory alone

    def open(self) -> None:
        """Make the engine's own key anew; that of an earlier engine is worth nothing from then on."""
        self.own = new_secret("my-")
        self._put(_row(NewKey(name=ENGINE, actions=get_args(KeyAction)), self.own, ENGINE))

    def all(self) -> list[Key]:
        """The keys people made, oldest first, with what was done with them."""
        uses = self._uses.all()
        with self._lock:
            rows = [row for row in self._read() if row["id"] != ENGINE]
        return [Key.model_validate({**row, **uses.get(row["id"], {})}) for row in rows]

    def make(self, new: NewKey) -> Key:
        if new.expires is not None and new.expires <= time.time():
            raise UserError("key_expired_already", field="expires")
        secret = new_secret("my-")
        row = _row(new, secret, secrets.token_hex(4))
        self._put(row)
        return Key.model_validate({**row, "secret": secret})

    def revoke(self, id: str) -> Key:
        """Have the key refused from now on; returns what it was."""
        with self._lock:
            rows = self._read()
            gone = next((row for row in rows if row["id"] == id and id != ENGINE), None)
            if gone is None:
                raise UserError("key_unknown", id=id)
            self._write([row for row in rows if row is not gone])
        return Key.model_validate(gone)

    def _put(self, row: dict[str, Any]) -> None:
        with self._lock:
            self._write([*(kept for kept in self._read() if kept["id"] != row["id"]), row])

    def _read(self) -> list[dict[str, Any]]:
        """Never none where there may be some: the next write would make that true."""
        path = self._home.keys
        try:
            rows = json.loads(path.read_bytes())["keys"]
            return [{**row, "id": row["id"]} for row in rows]
        except FileNotFoundError:
            return []
        except OSError as error:
            reason = error.strerror or str(error)
            raise UserError("database_unusable", path=str(path), reason=reason) from error
        except (ValueError, KeyError, TypeError):
            aside = path.with_name(f"{path.name}.damaged-{time.time_ns()}")
            path.rename(aside)
            log.warning("the keys could not be read; no key is right any more, the file is kept as %s", aside)
            return []

    def _write(self, rows: list[dict[str, Any]]) -> None:
        path = self._home.keys
        try:
            write_json(path, {"keys": rows})
        except OSError as error:
            reason = error.strerror or str(error)
            raise UserError("home_unwritable", path=str(path), reason=reason) from error


def _row(new: NewKey, secret: str, id: str) -> dict[str, Any]:
    made = {"id": id, "created": time.time(), "hint": hint_of(secret), "sha256": digest_of(secret)}
    return {**new.model_dump(mode="json"), **made}
