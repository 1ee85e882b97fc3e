"""The database: rows that survive, and what happens when it is damaged, newer or old."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.jobs import store as store_module
from engine.jobs.fold import Fold
from engine.jobs.store import MIGRATIONS, JobRow, Store
from engine.schema.job import Job, State
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from tests.fakes.jobs import dataset_card, train_spec


def _row(id: str = "job", state: State = State.WAITING) -> JobRow:
    spec = TrainSpec.model_validate(train_spec())
    job = Job(id=id, kind="train", name=id, state=state, spec=spec, created=1.0)
    return JobRow(job=job, request_id=f"request-{id}", fold=Fold(step=3, spark=(1.0, None)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "engine.db"


def test_what_was_written_is_read_by_the_next_one(path: Path):
    store = Store(path)
    store.put_job(_row())
    store.put_dataset(dataset_card())
    store.close()
    store = Store(path)
    assert store.jobs() == [_row()]
    assert store.datasets() == [dataset_card()]
    assert not store.was_damaged


def test_the_database_is_its_owners_alone(path: Path):
    Store(path)
    assert path.stat().st_mode & 0o077 == 0


def test_a_newer_database_is_refused_and_left_as_it_is(path: Path):
    Store(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="newer Modelyard"):
        Store(path)
    assert path.read_bytes() == before


def test_a_migration_keeps_the_rows_and_a_backup(path: Path, monkeypatch: pytest.MonkeyPatch):
    store = Store(path)
    store.put_job(_row())
    store.close()
    monkeypatch.setattr(
        store_module, "MIGRATIONS", (*MIGRATIONS, ("ALTER TABLE jobs ADD COLUMN colour TEXT",))
    )
    assert Store(path).jobs() == [_row()]
    assert path.with_name("engine.db.version1").exists()


def test_a_migration_that_fails_half_way_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch):
    store = Store(path)
    store.put_job(_row())
    store.close()
    half = ("ALTER TABLE jobs ADD COLUMN colour TEXT", "ALTER TABLE nothing ADD COLUMN colour TEXT")
    with monkeypatch.context() as patch:
        patch.setattr(store_module, "MIGRATIONS", (*MIGRATIONS, half))
        with pytest.raises(UserError, match="cannot be opened"):
            Store(path)
    assert Store(path).jobs() == [_row()]


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be one" * 40])
def test_what_is_no_database_is_set_aside_or_filled(path: Path, content: bytes):
    path.write_bytes(content)
    store = Store(path)
    store.put_job(_row())
    assert store.jobs() == [_row()]
    kept = [found.read_bytes() for found in path.parent.glob("engine.db.damaged-*")]
    assert kept == ([content] if content else [])


@pytest.mark.parametrize("name", [b"request_id", b"CREATE TABLE jobs"])
def test_a_broken_name_in_the_schema_is_damage(path: Path, name: bytes):
    Store(path).close()
    data = path.read_bytes()
    assert name in data
    path.write_bytes(data.replace(name, name[:-1] + b"\xb2"))
    store = Store(path)
    store.put_job(_row())
    assert store.was_damaged and store.jobs() == [_row()]


@settings(max_examples=12, deadline=None)
@given(place=st.floats(0, 0.999), flip=st.integers(1, 255), cut=st.booleans())
def test_any_damaged_byte_leaves_a_store_that_works(tmp_path_factory, place: float, flip: int, cut: bool):
    path = tmp_path_factory.mktemp("store") / "engine.db"
    store = Store(path)
    for number in range(5):
        store.put_job(_row(f"job{number}"))
    store.close()
    data = bytearray(path.read_bytes())
    spot = int(place * len(data))
    data[spot] ^= flip
    path.write_bytes(data[:spot] if cut else data)
    try:
        store = Store(path)
    except UserError as error:
        assert error.problems[0].code == "database_newer", "only the version's own bytes may say so"
        return
    store.put_job(_row("after"))
    assert "after" in [row.job.id for row in store.jobs()]
    store.close()
