"""The engine's jobs as its routes know them, in memory: enough to test HTTP without a process."""

from pathlib import Path
from typing import Any

from engine.jobs.audit import Audit
from engine.jobs.changes import ChangeLog
from engine.jobs.endpoints import Access
from engine.schema.api import LogPart, NewJob, PartRow
from engine.schema.job import Job, State
from engine.schema.plan import Check
from engine.schema.problem import Problem, UserError
from engine.schema.train import TrainSpec
from engine.system.paths import Home, RunFiles

SPEC: dict[str, Any] = {
    "kind": "train",
    "name": "table",
    "task": "tabular_regression",
    "data": {"source": "table.csv", "target": "y"},
    "model": {"name": "linear"},
}


class FakeService:
    """Keeps jobs in a dict; their run directories are real."""

    def __init__(self, home: Path) -> None:
        self.home = Home(home).create()
        self.changes = ChangeLog()
        self.by_id: dict[str, Job] = {}
        self.stopped_all = False
        self.endpoint: Access | None = None
        self.audit = Audit(self.home, list)

    def add(self, id: str, state: State = State.RUNNING, **fields: Any) -> Job:
        """A job in this state, with its run directory, as a change."""
        files = self.home.run(id)
        files.logs.mkdir(parents=True, exist_ok=True)
        job = Job(
            id=id,
            kind="train",
            name=id,
            state=state,
            spec=TrainSpec.model_validate(SPEC),
            created=1.0,
            directory=str(files.root),
            **fields,
        )
        self.by_id[id] = job
        self.changes.publish("job", id, job.model_dump(mode="json"))
        return job

    def check(self, spec: dict[str, Any]) -> Check:
        return Check(problems=(Problem(code="missing_key", field="task"),) if "task" not in spec else ())

    def submit(self, new: NewJob) -> Job:
        return self.by_id.get(new.request_id) or self.add(new.request_id, State.WAITING)

    def jobs(self, kind: str | None = None) -> list[Job]:
        return [job for job in self.by_id.values() if kind in (None, job.kind)]

    def parts(self, id: str) -> list[PartRow]:
        return [PartRow(number=0, job=self.job(id), metric="loss", score=0.5, best=True)]

    def recipe(self, id: str, part: int | None) -> TrainSpec:
        if part not in (None, 0):
            raise UserError("part_unknown", id=id, part=part)
        return self.job(id).spec  # type: ignore[return-value]

    def job(self, id: str) -> Job:
        if id not in self.by_id:
            raise UserError("job_unknown", id=id)
        return self.by_id[id]

    def pause(self, id: str) -> Job:
        if self.job(id).state is not State.RUNNING:
            raise UserError("pause_not_allowed", state=self.job(id).state)
        return self.add(id, State.PAUSING)

    def move(self, id: str, before: str | None) -> Job:
        return self.job(id)

    def log(self, id: str, rank: str, offset: int, limit: int) -> LogPart:
        raise ZeroDivisionError("a mistake of ours")

    def files(self, id: str) -> RunFiles:
        return self.home.run(self.job(id).id)

    def endpoint_access(self, id: str) -> Access:
        if self.endpoint is None:
            raise UserError("endpoint_not_ready", id=id)
        return self.endpoint

    def stop_all(self) -> None:
        self.stopped_all = True
