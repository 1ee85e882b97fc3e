"""What a group's parts came to, for whoever asks: their scores, and a part's settings as a recipe."""

from engine.jobs.groups.decision import best_of
from engine.jobs.groups.part import Seen, seen
from engine.jobs.ledger import Ledger
from engine.schema.api import PartRow
from engine.schema.job import GROUPS, AnySpec, Job
from engine.schema.problem import UserError
from engine.schema.search_spec import SearchSpec
from engine.schema.sweep_spec import SweepSpec
from engine.schema.train import TrainSpec


class Results:
    """Reads the ledger; changes nothing."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def parts(self, id: str) -> list[PartRow]:
        """In the order of their numbers. No fold is the best: they differ by their rows."""
        group = self._group(id)
        metric, parts = self._judged(group)
        best = best_of(metric, parts) if group.kind != "folds" else None
        return [
            PartRow(
                number=part.number,
                job=self._ledger.job(part.job),
                metric=metric,
                score=part.score,
                curve=part.curve,
                best=part is best,
            )
            for part in parts
        ]

    def recipe(self, id: str, number: int | None) -> TrainSpec:
        """A part's run under the name and on the devices of the group. Raises UserError when there is no such part."""
        group = self._group(id)
        metric, parts = self._judged(group)
        chosen = next((part for part in parts if part.number == number), None)
        if number is not None and chosen is None:
            raise UserError("part_unknown", id=id, part=number)
        if isinstance(group.spec, TrainSpec):
            return group.spec
        if chosen is None and (chosen := best_of(metric, parts)) is None:
            raise UserError("group_needs_result", id=id)
        spec = _run(self._ledger.job(chosen.job).spec)
        asked = {"name": group.name}
        if isinstance(group.spec, SweepSpec):
            return spec.model_copy(update={**asked, "strategy": group.spec.base.strategy})
        return spec.model_copy(update=asked)

    def _group(self, id: str) -> Job:
        job = self._ledger.job(id)
        if job.kind not in GROUPS:
            raise UserError("group_unknown", id=id)
        return job

    def _judged(self, group: Job) -> tuple[str, list[Seen]]:
        spec = group.spec
        if isinstance(spec, SearchSpec):
            metric, takes_best = spec.judged_by, True
        else:
            run = spec.base if isinstance(spec, SweepSpec) else _run(spec)
            metric = spec.judged_by if isinstance(spec, SweepSpec) else run.training.metric
            takes_best = run.training.weights == "best"
        return metric, [seen(row, metric, takes_best) for row in self._ledger.parts(group.id)]


def _run(spec: AnySpec) -> TrainSpec:
    if not isinstance(spec, TrainSpec):
        raise TypeError(f"a {spec.kind} is no run")
    return spec
