"""The keys an endpoint accepts, as hashes in a file that the engine rewrites.

A new key counts at once, a revoked one is refused within 50 ms, one that has expired from its second on.
"""

import hmac
import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from engine.schema.base import Record
from engine.serve.access.bucket import Bucket
from engine.serve.access.usage import Usage, Use
from engine.serve.caller import Caller
from engine.web.keys import digest_of

_LOOK_SECONDS = 0.05  # asking the disk with every request would cost each a system call


class StoredKey(Record):
    """One row of the file."""

    id: str
    name: str = ""
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    models: tuple[str, ...] | None = None
    actions: tuple[str, ...] = ("infer",)
    requests_per_minute: int | None = Field(None, ge=1)
    tokens_per_minute: int | None = Field(None, ge=1)
    expires: float | None = None  # seconds since the epoch


@dataclass(slots=True)
class Grant:
    """What one key allows, and what is left of it."""

    caller: Caller
    digest: str
    expires: float
    requests: Bucket | None
    tokens: Bucket | None
    use: Use


class KeyFile:
    """Reads the file again only when it has changed. Without a readable file no key is right."""

    def __init__(
        self,
        path: Path,
        usage: Usage,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._path = path
        self._usage = usage
        self._clock = clock
        self._now = now
        self._stamp: tuple[int, int, int] | None = None
        self._grants: dict[str, Grant] = {}  # by digest
        self._before: dict[str, Grant] = {}  # by id of the key, for the limits that go on
        self._looked = float("-inf")

    def find(self, secret: str) -> Grant | None:
        """What this secret allows now; None for a wrong, revoked or expired one.

        A dict of hashes tells nothing by its time: who cannot choose a hash cannot come near another.
        """
        now = self._clock()
        if not 0 <= now - self._looked < _LOOK_SECONDS:
            self._look(now)
        digest = digest_of(secret)
        grant = self._grants.get(digest)
        if grant is None:
            self._look(now)  # a key made a moment ago is right from its first use
            grant = self._grants.get(digest)
        if grant is None or not hmac.compare_digest(grant.digest, digest) or grant.expires <= self._now():
            return None
        return grant

    def gone(self, ids: Iterable[str]) -> set[str]:
        """Which of these keys have been revoked or have expired; none while the file cannot be read."""
        self._look(self._clock())
        if self._stamp is None:
            return set()
        now = self._now()
        right = {grant.caller.key for grant in self._grants.values() if grant.expires > now}
        return set(ids) - right

    def _look(self, now: float) -> None:
        self._looked = now
        try:
            status = os.stat(self._path)  # noqa: PTH116 - asked several times a second
            stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
            if stamp == self._stamp:
                return
            keys = _stored(self._path.read_bytes())
        except OSError:  # also where there is no descriptor left to read it with: the next look may have one
            self._stamp, self._grants = None, {}
            return
        self._grants = {key.sha256: self._grant(key, self._before.get(key.id)) for key in keys}
        self._before = {grant.caller.key: grant for grant in self._grants.values()}
        self._stamp = stamp

    def _grant(self, key: StoredKey, before: Grant | None) -> Grant:
        models = None if key.models is None else frozenset(key.models)
        return Grant(
            caller=Caller(key.id, key.name, models, frozenset(key.actions)),
            digest=key.sha256,
            expires=float("inf") if key.expires is None else key.expires,
            requests=self._bucket(key.requests_per_minute, before and before.requests),
            tokens=self._bucket(key.tokens_per_minute, before and before.tokens),
            use=self._usage.of(key.id),
        )

    def _bucket(self, per_minute: int | None, before: Bucket | None) -> Bucket | None:
        """An unchanged limit goes on where it was: a new key of somebody else refills nothing."""
        if per_minute is None:
            return None
        if before is not None and before.per_minute == per_minute:
            return before
        return Bucket(per_minute, self._clock())


def _stored(content: bytes) -> list[StoredKey]:
    try:
        value = json.loads(content)
    except ValueError:
        return []
    rows = value.get("keys") if isinstance(value, dict) else None
    found = []
    for row in rows if isinstance(rows, list) else ():
        try:
            found.append(StoredKey.model_validate(row))
        except ValidationError:
            continue  # a row that cannot be understood allows nothing; the others do
    return found
