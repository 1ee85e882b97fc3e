"""What every step is: it leaves rows out, changes values, or chooses how values are encoded. Sees tables; reads no file."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import numpy as np

from engine.data.table import Table
from engine.schema.card import ColumnKind


class RowStep(ABC):
    """Leaves rows out. A served model has no use for it: what it is asked, it answers."""

    training_only: ClassVar[bool] = False  # what is measured stays as it is

    @abstractmethod
    def keeps(self, table: Table) -> np.ndarray:
        """A mask of the rows that stay."""


class ValueStep(ABC):
    """Changes values or derives columns. A dataclass of plain values: what was learnt, and nothing of the data.

    A column that a table does not have is not needed there.
    """

    step: ClassVar[str]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns it works on."""
        return getattr(self, "columns", ())

    @abstractmethod
    def apply(self, table: Table) -> Table:
        """The same rows, as they are after the step."""

    def as_json(self) -> dict[str, Any]:
        return {"step": self.step, **asdict(self)}  # type: ignore[call-overload]


@dataclass(frozen=True)
class Choice:
    """How features encode these columns; no value changes before."""

    how: dict[str, str]  # column -> the choice


@dataclass(frozen=True)
class Drop:
    """Columns that no later step and no model reads."""

    columns: tuple[str, ...]


Step = RowStep | ValueStep | Choice | Drop


def with_columns(table: Table, columns: Mapping[str, np.ndarray], kind: ColumnKind | None = None) -> Table:
    """The table with these columns, new or in place of those of the same name; new ones hold numbers unless said."""
    new_kinds = {name: kind or table.kinds.get(name, "number") for name in columns}
    return Table({**table.columns, **columns}, {**table.kinds, **new_kinds})
