"""The rows of a recommendation: who, what, when and how good, as numbers, and parted; ids and features are those of
the training rows alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.data.interactions import Histories, Ids, first_of_each_pair, last_of_each
from engine.data.rows.prepare import Prepared, prepare
from engine.data.rows.split import Split
from engine.data.rows.steps import FittedSteps
from engine.data.sides import Side, parted
from engine.schema.problem import Problem, UserError
from engine.train.task.base import Source


@dataclass(frozen=True)
class Interactions:
    """One entry a row, in the order of the dataset."""

    people: np.ndarray  # number of the row's user among all there are, from 0
    users: np.ndarray  # number among those of the training rows; 0 for any other
    items: np.ndarray  # the same
    times: np.ndarray  # place in the dataset where no time is known
    values: np.ndarray  # ratings; of choices alone there are none
    user_ids: Ids
    item_ids: Ids
    user_side: Side
    item_side: Side
    split: Split  # places among the rows
    counts: dict[str, int]
    steps: FittedSteps  # that a finished model takes with ids and features
    notes: tuple[Problem, ...]

    @cached_property
    def trained(self) -> Histories:
        """What each user chose among the training rows."""
        return self.histories(self.split.train)

    def histories(self, rows: np.ndarray) -> Histories:
        """What each known user chose among these rows."""
        return Histories.of(self.users[rows], self.items[rows], self.times[rows], len(self.user_ids))


def read_interactions(source: Source) -> Interactions:
    """Read, clean, part and number; raises UserError when nothing is left to learn from.

    Of choices that repeat, the first counts: what is recommended is what a user does not have yet.
    """
    spec = source.spec.data
    user, item = spec.user or "", spec.item or ""
    kinds = {column.name: column.kind for column in source.card.columns} | {
        user: "category",
        item: "category",
    }
    features = spec.features or ()
    needed = (user, item, *([spec.time] if spec.time else ()))
    prepared = prepare(source.data, kinds, spec, (*needed, *features), spec.target, needed=needed)
    table = prepared.table
    people = _codes(table.columns[user])
    times = table.columns[spec.time] if spec.time else np.arange(table.rows, dtype=np.float64)
    split, counts = _split(source, prepared, people, _codes(table.columns[item]), times)
    if not len(split.train):
        raise UserError("no_training_rows", field="data.split", rows=table.rows)
    user_ids, item_ids = (Ids.of(table.columns[name][split.train]) for name in (user, item))
    users, items = user_ids.numbers(table.columns[user]), item_ids.numbers(table.columns[item])
    sides = _sides(prepared, features, split, (users, items), (user_ids, item_ids))
    values = table.columns[spec.target] if spec.target else np.empty(0)
    notes = () if spec.leaves_last_out else prepared.notes  # which are of a split that is not taken
    numbered = (people, users, items, times, values, user_ids, item_ids)
    return Interactions(*numbered, *sides, split, counts, prepared.steps, notes)


def _split(
    source: Source, prepared: Prepared, people: np.ndarray, items: np.ndarray, times: np.ndarray
) -> tuple[Split, dict[str, int]]:
    spec = source.spec.data
    if not spec.learns_choices:
        return prepared.split, prepared.counts
    first = first_of_each_pair(people, items, times)
    counts = {**prepared.counts, "repeats_dropped": len(people) - len(first)}
    if spec.leaves_last_out:
        asked = {"validation": spec.split.validation > 0, "test": spec.split.test > 0}
        own = last_of_each(people[first], times[first], **asked)
        return Split(*(first[part] for part in (own.train, own.validation, own.test))), counts
    is_first = np.zeros(len(people), dtype=bool)
    is_first[first] = True
    parts = (prepared.split.train, prepared.split.validation, prepared.split.test)
    return Split(*(part[is_first[part]] for part in parts)), counts


def _sides(
    prepared: Prepared,
    asked: Sequence[str],
    split: Split,
    numbers: tuple[np.ndarray, np.ndarray],
    ids: tuple[Ids, Ids],
) -> tuple[Side, Side]:
    """The features asked for, and what steps derive of them."""
    training, numbers = prepared.table.take(split.train), tuple(of[split.train] for of in numbers)
    source_of = prepared.steps.source_of
    features = [name for name in prepared.features if name in asked or source_of(name) in asked]
    names = parted(training, features, *numbers)
    sides = zip(names, numbers, ids, strict=True)
    users, items = (Side.fit(training, *side, prepared.choices) for side in sides)
    return users, items


def _codes(column: np.ndarray) -> np.ndarray:
    return np.unique(column.astype(str), return_inverse=True)[1]
