"""How a job comes into being: its spec checked, its directory made whole, its row written."""

import logging
import secrets
import time
from collections.abc import Sequence
from typing import Any, Protocol

from engine.catalog.datasets import Datasets
from engine.catalog.hub import located
from engine.catalog.models import Models
from engine.jobs.history import History
from engine.jobs.ledger import Ledger, job_file
from engine.jobs.serve_admission import ServeAdmission
from engine.jobs.store import JobRow, StoreUnwritable
from engine.planning.changes import changed
from engine.planning.check import check_train
from engine.planning.devices import check_devices
from engine.planning.facts import Facts
from engine.planning.groups import GroupSpec, check_group, first_run
from engine.planning.plan import plan_train
from engine.schema.api import NewJob
from engine.schema.card import DatasetCard
from engine.schema.job import ACTIVE, GROUPS, AnySpec, Job, State, kind_of
from engine.schema.machine import Device
from engine.schema.plan import Check, Plan
from engine.schema.problem import Problem, UserError
from engine.schema.search_spec import SearchSpec
from engine.schema.serve import ServeSpec
from engine.schema.source import data_of, with_source
from engine.schema.spec_file import parse_spec
from engine.schema.sweep_spec import SweepSpec
from engine.schema.train import TrainSpec
from engine.system.faultpoint import faultpoint
from engine.system.files import write_json
from engine.system.folders import delete_folder, made_whole
from engine.system.naming import slug
from engine.system.paths import Home, RunFiles

log = logging.getLogger(__name__)

TRIAL_STEPS = 20


class Machine(Protocol):
    """What planning asks of the machine; the monitor answers."""

    def devices(self) -> tuple[Device, ...]: ...
    def available_memory(self, device: str) -> int | None: ...
    def disk_free(self) -> int | None: ...


class Admission:
    """Checks specs and takes in jobs."""

    def __init__(
        self,
        home: Home,
        ledger: Ledger,
        datasets: Datasets,
        models: Models,
        machine: Machine,
        history: History,
    ) -> None:
        self._home = home
        self._ledger = ledger
        self._datasets = datasets
        self._machine = machine
        self._history = history
        self.serving = ServeAdmission(ledger, models, self.facts)

    def check(self, value: dict[str, Any]) -> Check:
        """A plan for a spec as edited so far, or every problem it has."""
        try:
            return self._check(parse_spec(value), trial=False)
        except UserError as error:
            return Check(problems=error.problems)

    def submit(self, new: NewJob) -> Job:
        """Take in a job; the same request again gives the same job."""
        with self._ledger.lock:
            if (known := self._ledger.by_request(new.request_id)) is not None:
                return known
            if new.trial:
                new = new.model_copy(update={"spec": self._one_run(new.spec)})
            return self._take_in(new.spec, request_id=new.request_id, trial=new.trial)

    def launch(self, spec: ServeSpec) -> Job:
        """Take in an endpoint."""
        with self._ledger.lock:
            return self._take_in(spec)

    def _take_in(self, spec: AnySpec, *, request_id: str | None = None, trial: bool = False) -> Job:
        check = self._check(spec, trial)
        _raise_for(check.problems)
        spec = self._resolved(spec, check)
        return self.admit(spec, request_id=request_id, trial=trial, plan=check.plan)

    def admit(
        self,
        spec: AnySpec,
        *,
        request_id: str | None = None,
        trial: bool = False,
        plan: Plan | None = None,
        **known: Any,
    ) -> Job:
        """Make the run directory, then the row: a crash between the two is mended at the next start. ``known`` are
        further fields of the job."""
        with self._ledger.lock:
            id = f"{slug(spec.name, 'run')}-{secrets.token_hex(3)}"
            files = self._home.run(id)
            job = Job(
                id=id,
                kind=kind_of(spec),
                name=spec.name,
                spec=spec,
                created=time.time(),
                position=self._ledger.last_position() + 1,
                model=spec.model if isinstance(spec, ServeSpec) else None,
                directory=str(files.root),
                trial=trial,
                **{"state": State.WAITING, **known},
            )
            row = JobRow(job=job, request_id=request_id)
            try:
                self._write(files, row, plan)
                faultpoint("job.before_row", part=job.part.number if job.part else -1)
                self._ledger.admit(row)
            except (OSError, StoreUnwritable) as error:
                delete_folder(files.root)  # or the next engine would find what was said not to be there
                log.error("a job could not be written: %s", error)
                raise UserError("home_unwritable", path=str(self._home.root), reason=str(error)) from error
            return job

    def plan(self, job: Job) -> Plan:
        """What a start now would do; raises UserError when it cannot start any more."""
        if isinstance(job.spec, ServeSpec):
            return self.serving.plan(job.spec)
        facts = self.facts()
        if not isinstance(job.spec, TrainSpec):
            raise ValueError(f"{job.id} has no processes of its own")
        _raise_for(check_devices(job.spec.strategy.devices, facts))
        card = self._datasets.find(job.spec.data.source)
        if card is None:
            raise UserError("dataset_not_found", field="data.source", source=job.spec.data.source)
        plan = plan_train(job.spec, card, facts, TRIAL_STEPS if job.trial else None)
        threads = max(1, plan.threads_per_rank // (job.part.share if job.part else 1))
        return plan.model_copy(update={"threads_per_rank": threads})

    def facts(self) -> Facts:
        """The machine at this moment."""
        devices = self._machine.devices()
        runs = [job for job in self._ledger.jobs() if job.state in ACTIVE and job.kind == "train"]
        busy = [device for job in runs for device in job.devices]  # endpoints share theirs
        return Facts(
            devices=devices,
            memory_free={device.id: self._machine.available_memory(device.id) for device in devices},
            disk_free=self._machine.disk_free(),
            busy=frozenset(busy),
            history=self._history.entries(),
            peaks=self._history.peaks(),
        )

    def _check(self, spec: AnySpec, trial: bool) -> Check:
        if isinstance(spec, ServeSpec):
            return self.serving.check(spec)
        try:
            card = self._dataset(spec)
        except UserError as error:
            return Check(problems=(*error.problems, *check_devices(_devices(spec), self.facts())))
        if not isinstance(spec, TrainSpec) or kind_of(spec) in GROUPS:
            return check_group(spec, card, self.facts(), lambda run: self.check_run(run, card))
        return self.check_run(spec, card, TRIAL_STEPS if trial else None)

    def check_run(self, spec: TrainSpec, card: DatasetCard, most_steps: int | None = None) -> Check:
        """What is thought of one run on the machine as it is."""
        return check_train(located(spec, self._home), card, self.facts(), most_steps)

    def _one_run(self, spec: AnySpec) -> AnySpec:
        """What is tried of a job made of runs: the run that stands for all."""
        if isinstance(spec, ServeSpec) or kind_of(spec) not in GROUPS:
            return spec
        return first_run(spec, self._dataset(spec))

    def _dataset(self, spec: GroupSpec) -> DatasetCard:
        source, field = data_of(spec).source, "base.data.source" if spec.kind == "sweep" else "data.source"
        card = self._datasets.find(source)
        if card is not None:
            return card
        same = self._datasets.named(source)
        if same:
            raise UserError("dataset_ambiguous", field=field, source=source, ids=", ".join(same))
        raise UserError("dataset_not_found", field=field, source=source)

    def _resolved(self, spec: AnySpec, check: Check) -> AnySpec:
        """Names become ids, so that a dataset or model of the same name tomorrow changes nothing; auto becomes what
        it proposed."""
        if isinstance(spec, ServeSpec):
            return self.serving.resolved(spec)
        spec = with_source(spec, self._dataset(spec).id)
        if not isinstance(spec, TrainSpec) or kind_of(spec) in GROUPS or check.proposal is None:
            return spec  # the runs of a group are placed one by one
        return changed(spec, check.proposal.changes)

    def _write(self, files: RunFiles, row: JobRow, plan: Plan | None) -> None:
        with made_whole(files.root) as folder:
            aside = RunFiles(folder)
            aside.logs.mkdir(mode=0o700)
            aside.errors.mkdir(mode=0o700)
            aside.checkpoints.mkdir(mode=0o700)
            write_json(aside.spec, row.job.spec.model_dump(mode="json"))
            if plan is not None:
                write_json(aside.plan, plan.model_dump(mode="json"))
            write_json(aside.job, job_file(row).model_dump(mode="json"))


def _devices(spec: GroupSpec) -> tuple[str, ...]:
    if isinstance(spec, SearchSpec):
        return spec.devices
    return (spec.base if isinstance(spec, SweepSpec) else spec).strategy.devices


def _raise_for(problems: Sequence[Problem]) -> None:
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise UserError.of(errors)
