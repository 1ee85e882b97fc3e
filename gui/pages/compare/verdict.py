"""What a proof has shown: whether a run as chosen took the steps that one device takes."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from gui.forms.labels import strategy_words
from gui.state.compare import largest_difference
from gui.state.run_record import RunRecord

if TYPE_CHECKING:
    from engine.schema.job import Job

# Relative difference of the loss that rounding alone explains: sums over ranks are added in another order.
TOLERANCE = {"fp32": 1e-5, "tf32": 1e-3, "bf16": 2e-2, "fp16": 5e-3}
_ENDED = ("finished", "failed", "stopped")


class Verdict(NamedTuple):
    """What, why, and the level of a notice."""

    what: str
    why: str
    level: str


def say_proof(jobs: "list[Job]", chosen: RunRecord, single: RunRecord) -> Verdict:
    """The verdict so far; the first job is the one as chosen."""
    name = strategy_words(jobs[0].spec.strategy.name)
    failed = any(job.state == "failed" for job in jobs)
    apart = largest_difference(chosen.series["loss"], single.series["loss"])
    if failed or apart is None:
        if failed or all(job.state in _ENDED for job in jobs):
            return Verdict(_tr(_NOTHING), _tr(_LOOK), "warning")
        return Verdict(_tr(_RUNNING).format(name), _tr(_HOW), "info")
    difference, step = apart
    tolerance = TOLERANCE.get(jobs[0].spec.training.precision, TOLERANCE["fp32"])
    same = difference <= tolerance
    where = _tr(_WHERE).format(f"{difference:.1e}", step, min(chosen.step, single.step))
    reason = _tr(_ROUNDING) if same else _tr(_MORE_THAN_ROUNDING)
    why = f"{where} {reason.format(f'{tolerance:.0e}', jobs[0].spec.training.precision)}"
    return Verdict(_tr(_SAME if same else _OTHER).format(name), why, "good" if same else "warning")


_SAME = QT_TRANSLATE_NOOP("Verdict", "{0} trains the same model as one device.")
_OTHER = QT_TRANSLATE_NOOP("Verdict", "{0} does not train the same model as one device.")
_WHERE = QT_TRANSLATE_NOOP(
    "Verdict", "The losses differ by at most {0} of their value, at step {1} of {2} compared."
)
_ROUNDING = QT_TRANSLATE_NOOP("Verdict", "Rounding explains up to {0} in {1}.")
_MORE_THAN_ROUNDING = QT_TRANSLATE_NOOP(
    "Verdict", "That is more than rounding explains, {0} in {1}: report it with both runs."
)
_RUNNING = QT_TRANSLATE_NOOP("Verdict", "{0} and one device take the same 20 steps, with the same seed.")
_HOW = QT_TRANSLATE_NOOP("Verdict", "Each step's losses are compared as soon as both have taken it.")
_NOTHING = QT_TRANSLATE_NOOP("Verdict", "Nothing could be compared.")
_LOOK = QT_TRANSLATE_NOOP(
    "Verdict", "One of the runs ended before it had taken the steps; its page says why."
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Verdict", text)
