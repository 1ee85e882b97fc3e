"""How the parts of a group come into being: each an ordinary run in the queue, on a device of its own where it may."""

import time
from collections import Counter

from engine.catalog.datasets import Datasets
from engine.jobs.admission import Admission
from engine.jobs.groups.decision import Ask, Group
from engine.jobs.groups.folds import Folds
from engine.jobs.groups.rounds import Rounds
from engine.jobs.groups.trials import Trials
from engine.jobs.ledger import Ledger
from engine.planning.candidates import candidates
from engine.planning.fold_runs import count_folds
from engine.planning.groups import choose_device, first_run, placed, pool_of, side_by_side
from engine.schema.card import DatasetCard
from engine.schema.job import ENDED, Job, Part, State
from engine.schema.problem import UserError
from engine.schema.search_spec import SearchSpec
from engine.schema.serve import ServeSpec
from engine.schema.source import data_of
from engine.schema.sweep_spec import SweepSpec
from engine.schema.train import TrainSpec

LONGEST_NAME = 80
_WORDS = {"folds": "fold", "sweep": "trial", "search": "model"}


class PartAdmission:
    """Knows what a group is made of, and takes its parts in."""

    def __init__(self, ledger: Ledger, datasets: Datasets, admission: Admission) -> None:
        self._ledger, self._datasets, self._admission = ledger, datasets, admission

    def group_of(self, job: Job) -> Group:
        """What decides for this job. Raises UserError when its data is gone."""
        spec, card = _group_spec(job), self._card(job)
        if isinstance(spec, SweepSpec):
            return Trials(spec)
        if isinstance(spec, SearchSpec):
            return Rounds(spec, candidates(spec, card))
        return Folds(spec, count_folds(spec, card))

    def at_once(self, job: Job) -> int:
        """How many parts go side by side on this machine."""
        spec, card = _group_spec(job), self._card(job)
        first = first_run(spec, card)
        _, check = placed(first, pool_of(first)[0], lambda run: self._admission.check_run(run, card))
        return side_by_side(spec, card, self._admission.facts(), check.plan) if check.plan else 1

    def admit(self, parent: Job, ask: Ask, share: int) -> None:
        """Put a part into the queue, once, whatever engine asks for it. What cannot work is taken in as failed."""
        request = f"{parent.id}-{ask.number}"
        if self._ledger.by_request(request) is not None:
            return
        device, card = choose_device(ask.spec, self._taken()), self._card(parent)
        spec, check = placed(ask.spec, device, lambda run: self._admission.check_run(run, card))
        errors = [problem for problem in check.problems if problem.severity == "error"]
        part = Part(
            number=ask.number,
            values=ask.values,
            round=ask.round,
            attempt=max(parent.attempt, 1),
            share=share if "cpu" in spec.strategy.devices else 1,
        )
        self._admission.admit(
            spec.model_copy(update={"name": _name(parent, ask.number)}),
            request_id=request,
            plan=check.plan,
            parent=parent.id,
            part=part,
            state=State.FAILED if errors else State.WAITING,
            error=errors[0] if errors else None,
            ended=time.time() if errors else None,
        )

    def _taken(self) -> Counter[str]:
        """Devices by the runs that hold them or wait for them."""
        runs = [job for job in self._ledger.jobs() if job.state not in ENDED]
        return Counter(
            device
            for job in runs
            if isinstance(job.spec, TrainSpec) and job.kind == "train"
            for device in job.spec.strategy.devices
        )

    def _card(self, job: Job) -> DatasetCard:
        source = data_of(_group_spec(job)).source
        card = self._datasets.find(source)
        if card is None:
            raise UserError("dataset_not_found", field="data.source", source=source)
        return card


def _group_spec(job: Job) -> TrainSpec | SweepSpec | SearchSpec:
    if isinstance(job.spec, ServeSpec):
        raise TypeError(f"{job.id} is an endpoint")
    return job.spec


def _name(parent: Job, number: int) -> str:
    tail = f" · {_WORDS[parent.kind]} {number}"
    return parent.name[: LONGEST_NAME - len(tail)] + tail
