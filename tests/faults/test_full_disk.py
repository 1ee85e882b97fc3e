"""A disk without room: nothing that was written is lost, and what cannot be written is said."""

import os
import subprocess
from pathlib import Path

import pytest

from engine.jobs.service import Service
from engine.jobs.store import JobRow, Store, StoreUnwritable
from engine.schema.job import Job, State
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.system.files import read_json, write_json
from engine.system.paths import Home
from tests.fakes.jobs import new_job, put_dataset, train_spec
from tests.fakes.machine import FakeMachine

pytestmark = pytest.mark.fault


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 512 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def _fill(folder: Path) -> Path:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return ballast


def _row(id: str) -> JobRow:
    spec = TrainSpec.model_validate(train_spec())
    return JobRow(job=Job(id=id, kind="train", name=id, state=State.WAITING, spec=spec, created=1.0))


def test_a_full_disk_leaves_the_rows_and_room_brings_writing_back(small_disk: Path):
    store = Store(small_disk / "engine.db")
    store.put_job(_row("first"))
    ballast = _fill(small_disk)
    with pytest.raises(StoreUnwritable):
        for number in range(100):
            store.put_job(_row(f"more{number}"))
    assert "first" in [row.job.id for row in store.jobs()], "reading goes on"
    ballast.unlink()
    store.put_job(_row("after"))
    store.close()
    again = Store(small_disk / "engine.db")
    assert not again.was_damaged
    assert {"first", "after"} <= {row.job.id for row in again.jobs()}
    again.close()


def test_a_job_that_finds_no_room_is_refused_whole(small_disk: Path):
    home = Home(small_disk / "home").create()
    put_dataset(home)
    service = Service(home, FakeMachine())
    service.start()
    ballast = _fill(small_disk)
    with pytest.raises(UserError) as refused:
        service.submit(new_job())
    assert refused.value.problems[0].code == "home_unwritable"
    assert service.jobs() == []
    assert list(home.runs.iterdir()) == []
    ballast.unlink()
    assert [card.id for card in service.datasets()] == ["points-abc123"]
    service.close()


def test_a_durable_write_without_room_keeps_the_old_content(small_disk: Path):
    path = small_disk / "file.json"
    write_json(path, {"old": True})
    ballast = _fill(small_disk)
    with pytest.raises(OSError, match="No space"):
        write_json(path, {"new": "x" * 100_000})
    assert read_json(path) == {"old": True}
    assert sorted(found.name for found in small_disk.iterdir()) == ["ballast", "file.json"]
    ballast.unlink()
