"""The database: jobs, datasets and models as rows of JSON. The only place that knows SQLite.

It is a cache that starts fast: the run and dataset directories say the same, and a damaged database
is set aside and filled from them. One connection only: SQLite before 3.51.3 can corrupt a WAL that
several connections checkpoint, so there is neither a second connection nor a WAL.
"""

import logging
import sqlite3
import threading
import time
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from engine.jobs.fold import Fold
from engine.schema.base import Record
from engine.schema.card import DatasetCard, ModelCard
from engine.schema.job import Job
from engine.schema.problem import UserError

log = logging.getLogger(__name__)

# Each entry brings the database one version further; the whole lot runs in one transaction.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE jobs (id TEXT PRIMARY KEY, request_id TEXT UNIQUE, state TEXT NOT NULL, body TEXT NOT NULL)",
        "CREATE TABLE datasets (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
        "CREATE TABLE models (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
    ),
)


_SELECT = {
    "jobs": "SELECT body FROM jobs",
    "datasets": "SELECT body FROM datasets",
    "models": "SELECT body FROM models",
}

# A flipped bit in the schema may leave tables whole and a column with another name.
_COLUMNS = (
    "SELECT id, request_id, state FROM jobs LIMIT 0",
    "SELECT id FROM datasets LIMIT 0",
    "SELECT id FROM models LIMIT 0",
)

T = TypeVar("T", bound=Record)


class StoreUnwritable(Exception):  # noqa: N818 - a state of the disk, said as one
    """The database cannot be written now: the disk is full, read-only or broken."""


class JobRow(Record):
    """A job with what the engine alone needs to know of it."""

    job: Job
    request_id: str | None = None
    fold: Fold = Fold()
    losses: int = (
        0  # times its processes were lost without progress in between; of an endpoint, before it was ready
    )
    mark: int = 0  # step at the last loss


class Store:
    """Rows in and out; a write that returned is on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.was_damaged = False
        self._lock = threading.RLock()
        self._connection = self._open()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def put_job(self, row: JobRow) -> None:
        self._write(
            "INSERT OR REPLACE INTO jobs (id, request_id, state, body) VALUES (?, ?, ?, ?)",
            (row.job.id, row.request_id, row.job.state.value, row.model_dump_json()),
        )

    def remove_job(self, id: str) -> None:
        self._write("DELETE FROM jobs WHERE id = ?", (id,))

    def jobs(self) -> list[JobRow]:
        return self._records("jobs", JobRow)

    def put_dataset(self, card: DatasetCard) -> None:
        self._write(
            "INSERT OR REPLACE INTO datasets (id, body) VALUES (?, ?)", (card.id, card.model_dump_json())
        )

    def remove_dataset(self, id: str) -> None:
        self._write("DELETE FROM datasets WHERE id = ?", (id,))

    def datasets(self) -> list[DatasetCard]:
        return self._records("datasets", DatasetCard)

    def put_model(self, card: ModelCard) -> None:
        self._write(
            "INSERT OR REPLACE INTO models (id, body) VALUES (?, ?)", (card.id, card.model_dump_json())
        )

    def remove_model(self, id: str) -> None:
        self._write("DELETE FROM models WHERE id = ?", (id,))

    def models(self) -> list[ModelCard]:
        return self._records("models", ModelCard)

    def _records(self, table: str, record: type[T]) -> list[T]:
        """Every readable row; one with a flipped bit in its text comes back from its directory."""
        rows = []
        with self._lock:
            for (body,) in self._connection.execute(_SELECT[table]):
                try:
                    rows.append(record.model_validate_json(body))
                except ValidationError as error:
                    log.warning("a row of %s is not readable: %s", table, error)
        return rows

    def _write(self, statement: str, values: tuple[str | None, ...]) -> None:
        with self._lock:
            try:
                self._connection.execute(statement, values)
            except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
                raise StoreUnwritable(str(error)) from error

    def _open(self) -> sqlite3.Connection:
        try:
            return self._opened()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            # The latter comes where a broken name is to be said.
            if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
                raise UserError("database_unusable", path=str(self.path), reason=str(error)) from error
            self._set_aside(str(error))
            return self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None, timeout=5)
        connection.text_factory = _as_text
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = FULL")
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise sqlite3.DatabaseError(verdict)
            self._migrate(connection)
            _expect_tables(connection)
        except BaseException:
            connection.close()
            raise
        self.path.chmod(0o600)
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise UserError("database_newer", path=str(self.path), version=version, known=len(MIGRATIONS))
        if version == len(MIGRATIONS):
            return
        if version:
            self._back_up(connection, version)
        elif connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise sqlite3.DatabaseError("it has tables and no version")
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in (line for step in MIGRATIONS[version:] for line in step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS):d}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _back_up(self, connection: sqlite3.Connection, version: int) -> None:
        copy = sqlite3.connect(self.path.with_name(f"{self.path.name}.version{version}"))
        try:
            connection.backup(copy)
        finally:
            copy.close()

    def _set_aside(self, reason: str) -> None:
        """Keep the damaged files under another name, for whoever wants to look; never delete them."""
        self.was_damaged = True
        stamp = time.strftime("%Y%m%d-%H%M%S") + f"-{time.time_ns() % 1_000_000_000:09d}"
        log.warning("the database is damaged (%s); set aside and filled from the directories", reason)
        for suffix in ("", "-journal", "-wal", "-shm"):
            found = self.path.with_name(self.path.name + suffix)
            if found.exists():
                found.rename(self.path.with_name(f"{self.path.name}.damaged-{stamp}{suffix}"))


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether an operational error speaks of the content rather than of the disk or a lock."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    return primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _expect_tables(connection: sqlite3.Connection) -> None:
    try:
        for query in (*_SELECT.values(), *_COLUMNS):
            connection.execute(query).fetchone()
    except sqlite3.OperationalError as error:
        raise sqlite3.DatabaseError(str(error)) from error


def _as_text(data: bytes) -> str:
    return data.decode("utf-8", "replace")  # a flipped bit spoils its row, not the reading of the others
