"""Which rows take part at all, whatever steps a person wrote. Answers with masks of rows; changes no value.

Filling missing features is learnt from the training rows and stands in ``features``.
"""

from dataclasses import dataclass

import numpy as np

from engine.data.rows.equal_rows import is_repeat
from engine.data.rows.steps.missing import any_missing
from engine.data.rows.steps.passage import Passage
from engine.schema.data_spec import DataSpec


@dataclass(frozen=True)
class Cleaned:
    """What one rule did."""

    name: str
    after: Passage
    touched: np.ndarray  # which of the rows it left out, or found


@dataclass(frozen=True)
class Cleaning:
    """The rules of a spec, for the columns in their roles."""

    spec: DataSpec
    target: str | None
    needed: tuple[str, ...] = ()

    @property
    def by_time(self) -> bool:
        return self.spec.split.method == "time"

    def without_answer(self, passage: Passage) -> Cleaned:
        """Rows without a target (or without the first column that is needed, where there is none) go in any case."""
        if self.spec.separator:  # an empty cell names no label, and that is an answer
            return _left_out("target_missing", passage, np.zeros(passage.table.rows, dtype=bool))
        known = self.target or self.needed[0]
        return _left_out("target_missing", passage, any_missing(passage.table, (known,)))

    def without_time(self, passage: Passage) -> Cleaned:
        """Rows that are neither older nor newer than others cannot be split by time."""
        return _left_out("time_missing", passage, any_missing(passage.table, (self.spec.split.time or "",)))

    def incomplete(self, passage: Passage) -> Cleaned:
        """Rows with missing features go when asked, those without a value that cannot be filled in in any case."""
        features = passage.features if self.spec.cleaning.missing == "drop" else ()
        if not features and not self.needed:
            touched = any_missing(passage.table, passage.features)
            return Cleaned("missing_imputed", passage, touched)
        return _left_out("missing_dropped", passage, any_missing(passage.table, (*features, *self.needed)))

    def repeated(self, passage: Passage) -> Cleaned:
        """Repeats go before the split, so that no row is both learnt from and measured on."""
        if self.spec.cleaning.duplicates == "keep":
            return _left_out("duplicates_dropped", passage, np.zeros(passage.table.rows, dtype=bool))
        columns = [passage.table.columns[name] for name in self.compared(passage)]
        return _left_out("duplicates_dropped", passage, is_repeat(columns, passage.table.rows))

    def compared(self, passage: Passage) -> tuple[str, ...]:
        """The columns in which two rows are equal or not: what is read and predicted, whose it is, and when."""
        split = self.spec.split
        names = (*passage.features, *self.needed, self.target, split.group, split.time)
        return tuple(name for name in dict.fromkeys(names) if name and name in passage.table.columns)


def _left_out(name: str, passage: Passage, out: np.ndarray) -> Cleaned:
    return Cleaned(name, passage.keep(~out) if out.any() else passage, out)
