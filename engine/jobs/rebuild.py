"""Jobs as their directories tell them; the store only spares reading every event again."""

import logging
from typing import Any

from pydantic import ValidationError

from engine.jobs.fold import Fold
from engine.jobs.store import JobRow, Store
from engine.jobs.watcher import fold_new_events
from engine.schema.job import AnySpec, Job, JobFile, kind_of
from engine.schema.problem import UserError
from engine.schema.serve import ServeSpec
from engine.schema.spec_file import parse_spec
from engine.system.files import read_json
from engine.system.naming import is_id
from engine.system.paths import Home, RunFiles

log = logging.getLogger(__name__)


def load_rows(home: Home, store: Store) -> list[tuple[JobRow, bool]]:
    """Every job that has a directory, and whether the store must be told.

    Where store and directory differ, the directory is right.
    """
    known = {row.job.id: row for row in store.jobs()}
    rows = []
    for folder in sorted(home.runs.iterdir()):
        before = known.pop(folder.name, None)
        if is_id(folder.name) and (row := _row(RunFiles(folder), before)):
            rows.append((row, row != before))
    for gone in known:
        store.remove_job(gone)
    return rows


def _row(files: RunFiles, known: JobRow | None) -> JobRow | None:
    try:
        told = JobFile.model_validate(read_json(files.job))
    except ValidationError:
        if known is None:
            log.warning("%s holds no readable job.json; it is left alone", files.root)
        return known
    if known is not None:
        return known.model_copy(update={"job": _as_told(_as_asked(files, known.job), told)})
    return _rebuilt(files, told)


def _as_asked(files: RunFiles, job: Job) -> Job:
    """What an endpoint serves is rewritten while it lives, in spec.json first; of all else it never changes."""
    if job.kind != "serve" or (spec := _spec(files)) is None or spec == job.spec:
        return job
    return job.model_copy(update={"spec": spec, "model": _model_of(files, spec, Fold())})


def _spec(files: RunFiles) -> AnySpec | None:
    value = read_json(files.spec)
    try:
        return parse_spec(value if isinstance(value, dict) else {})
    except UserError as error:
        log.warning("%s holds no readable spec.json (%s)", files.root, error)
        return None


def _rebuilt(files: RunFiles, told: JobFile) -> JobRow | None:
    if (spec := _spec(files)) is None:
        return None
    fold = fold_new_events(files.events, Fold())
    job = Job(
        id=files.id,
        kind=kind_of(spec),
        name=told.name or spec.name,
        state=told.state,
        spec=spec,
        created=told.created,
        progress=fold.progress(),
        metrics=fold.metrics,
        model=_model_of(files, spec, fold),
        **_address(spec, fold),
        directory=str(files.root),
    )
    return JobRow(job=_as_told(job, told), request_id=told.request_id, fold=fold)


def _address(spec: AnySpec, fold: Fold) -> dict[str, Any]:
    if spec.kind != "serve":
        return {}
    return {"url": fold.url, "fingerprint": fold.fingerprint, "served": fold.served}


def _as_told(job: Job, told: JobFile) -> Job:
    return job.model_copy(
        update={
            "name": told.name or job.name,
            "state": told.state,
            "position": told.position,
            "attempt": told.attempt,
            "devices": told.devices,
            "trial": told.trial,
            "error": told.error,
            "started": told.started,
            "ended": told.ended,
            "parent": told.parent,
            "part": told.part,
        }
    )


def _model_of(files: RunFiles, spec: AnySpec, fold: Fold) -> str | None:
    if isinstance(spec, ServeSpec):
        return spec.model
    id = fold.model or files.id  # a job made of runs has the model of one of them
    return id if (files.home.run(id).model / "card.json").exists() else None
