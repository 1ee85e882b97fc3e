"""The database set aside: everything comes back from the directories."""

from engine.schema.job import ENDED, State
from tests.fakes.jobs import new_job, train_spec


def _without_offsets(jobs):
    return sorted((job.model_dump(exclude={"progress"}) for job in jobs), key=lambda job: job["id"])


def test_jobs_datasets_and_models_come_back_without_the_database(make_yard):
    yard = make_yard()
    done, stopped, trial = yard.submit(steps=5), yard.submit(steps=5), yard.submit(steps=30, trial=True)
    for job in (done, stopped, trial):
        yard.wait(job.id, *ENDED)
    yard.service.rename(done.id, "renamed")
    before = yard.service.jobs(), yard.service.models(), yard.service.datasets()
    yard.close()
    yard.home.database.unlink()
    again = make_yard().service
    assert _without_offsets(again.jobs()) == _without_offsets(before[0])
    assert [job.progress for job in again.jobs()] == [job.progress for job in before[0]]
    assert (again.models(), again.datasets()) == before[1:]


def test_a_damaged_database_is_kept_beside_the_new_one(make_yard):
    yard = make_yard()
    job = yard.submit(steps=5)
    yard.wait(job.id, *ENDED)
    yard.close()
    yard.home.database.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    again = make_yard()
    assert again.service.job(job.id).state == State.FINISHED
    assert len(list(yard.home.root.glob("engine.db.damaged-*"))) == 1


def test_the_directory_is_right_where_the_database_lags_behind(make_yard):
    yard = make_yard()
    job = yard.submit(steps=5)
    yard.wait(job.id, *ENDED)
    yard.close()
    text = yard.home.run(job.id).job.read_text()
    yard.home.run(job.id).job.write_text(text.replace('"finished"', '"stopped"'))
    assert make_yard().service.job(job.id).state == State.STOPPED


def test_a_job_whose_directory_is_gone_is_gone(make_yard):
    yard = make_yard()
    job = yard.submit(steps=2)
    yard.wait(job.id, *ENDED)
    yard.close()
    yard.home.run(job.id).root.rename(yard.home.root / "elsewhere")
    again = make_yard().service
    assert again.jobs() == []
    assert again.models() == []


def test_a_folder_that_is_no_job_is_left_alone(make_yard):
    yard = make_yard()
    yard.close()
    (yard.home.runs / "notes").mkdir()
    (yard.home.runs / "broken").mkdir()
    (yard.home.runs / "broken" / "job.json").write_text('{"id": "broken", "created": 1}')
    assert make_yard().service.jobs() == []
    assert (yard.home.runs / "notes").exists()
    assert (yard.home.runs / "broken").exists()


def test_a_request_is_known_again_after_a_rebuild(make_yard):
    yard = make_yard()
    request = new_job(train_spec(3), request_id="request-asked-twice")
    job = yard.service.submit(request)
    yard.close()
    yard.home.database.unlink()
    again = make_yard()
    assert again.service.submit(request).id == job.id


def test_a_half_deleted_and_a_half_made_run_are_swept(make_yard):
    yard = make_yard()
    yard.close()
    (yard.home.runs / ".aside-points-1234").mkdir()
    (yard.home.datasets / ".aside-points-1234").mkdir()
    make_yard()
    assert list(yard.home.runs.iterdir()) == []
    assert [folder.name for folder in yard.home.datasets.iterdir()] == ["points-abc123"]


def test_a_start_writes_nothing_when_nothing_has_changed(make_yard):
    yard = make_yard()
    for job in [yard.submit(steps=2), yard.submit(steps=2)]:
        yard.wait(job.id, *ENDED)
    yard.close()
    before = yard.home.database.stat().st_mtime_ns
    again = make_yard()
    assert len(again.service.jobs()) == 2
    again.close()
    assert again.home.database.stat().st_mtime_ns == before
