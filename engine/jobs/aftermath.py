"""What is learnt from a run once it has ended: its measurements, and what would have fitted where memory ran out."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from engine.catalog.datasets import Datasets
from engine.jobs.endings import Next
from engine.jobs.history import History
from engine.jobs.ledger import Ledger
from engine.jobs.measuring import readings_of
from engine.planning.advice import advice
from engine.planning.facts import Facts
from engine.planning.history import Measured
from engine.planning.memory import largest
from engine.planning.plan import outlook_of
from engine.schema.card import DatasetCard
from engine.schema.job import Job, State
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec

log = logging.getLogger(__name__)

OUT_OF_MEMORY = ("out_of_memory", "killed_out_of_memory")


class Aftermath:
    """Called as a run ends; never stands in its way."""

    def __init__(
        self, ledger: Ledger, datasets: Datasets, history: History, facts: Callable[[], Facts]
    ) -> None:
        self._ledger, self._datasets = ledger, datasets
        self._history, self._facts = history, facts

    def of(self, job: Job, next: Next) -> Next:
        """The same ending, an error with the changes that would help where there are any."""
        spec = job.spec
        if not isinstance(spec, TrainSpec) or (card := self._datasets.find(spec.data.source)) is None:
            return next
        try:
            if next.state in (State.FINISHED, State.STOPPED):
                self._learn(job, spec, card)
            if next.error is not None and next.error.code in OUT_OF_MEMORY:
                return replace(next, error=self._advised(next.error, spec, card))
        except (ValueError, KeyError, ArithmeticError) as error:
            log.warning("nothing was learnt from %s: %s", job.id, error)
        return next

    def _learn(self, job: Job, spec: TrainSpec, card: DatasetCard) -> None:
        readings = readings_of(self._ledger.files(job.id).events)
        outlook = outlook_of(spec, card, replace(self._facts(), history=()))
        if readings.rows_per_second is None and readings.memory is None:
            return
        speed, computed = readings.rows_per_second, largest(outlook.memories()).total
        likeness = outlook.likeness.model_copy(
            update={"parameters": readings.parameters or outlook.likeness.parameters}
        )
        entry = Measured(
            **likeness.model_dump(),
            time=time.time(),
            units_per_second=speed * outlook.units_per_row if speed else None,
            computed_units_per_second=outlook.units_per_second(),
            memory=_telling(readings.memory, computed, job.trial),
            computed_memory=computed,
            checkpoint_bytes_per_second=readings.disk_speed,
            watts=readings.watts,
        )
        self._history.add(entry)

    def _advised(self, error: Problem, spec: TrainSpec, card: DatasetCard) -> Problem:
        changes = advice(spec, card, self._facts(), str(error.params.get("phase", "backward")))
        return error.model_copy(update={"params": {**error.params, "changes": changes}}) if changes else error


def _telling(memory: int | None, computed: int, trial: bool) -> int | None:
    """A trial saves no checkpoint: it can show that more memory is needed, not that less will do."""
    return None if trial and (memory or 0) < computed else memory
