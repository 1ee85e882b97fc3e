"""The stages between a dataset's rows and the rows that are learnt from, in their order.

Everything up to the first step that learns comes before the split; that step and all after it see which rows are for
training. What every row must have is asked of the rows as the steps left them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from engine.data.rows.cleaning import Cleaned, Cleaning
from engine.data.rows.equal_rows import row_numbers
from engine.data.rows.leaks import leaks_of
from engine.data.rows.split import Ties, bins_of, split_tied
from engine.data.rows.steps.base import Step
from engine.data.rows.steps.passage import Passage
from engine.data.rows.steps.take import learns, take
from engine.schema.problem import Problem
from engine.schema.step_spec import StepSpec

SPLIT = "split"


@dataclass(frozen=True)
class Stage:
    """What one of them did."""

    name: str
    before: Passage
    after: Passage
    touched: np.ndarray  # which rows of ``before`` it left out or changed
    index: int | None = None  # of the step in the spec; None for what is done in any case
    step: Step | None = None
    problems: tuple[Problem, ...] = ()  # of the split: what lies on both sides


def stages(start: Passage, cleaning: Cleaning) -> Iterator[Stage]:
    """Each stage when it is done. The one called ``split`` parts the rows."""
    here = start
    for do in _in_order(cleaning):
        stage = do(here)
        here = stage.after
        yield stage


def steps_alone(start: Passage, steps: Sequence[StepSpec]) -> Iterator[Stage]:
    """The steps and nothing else, of rows that are not parted."""
    here = start
    for number, step in enumerate(steps):
        stage = _taken(step, number, here)
        here = stage.after
        yield stage


def _in_order(cleaning: Cleaning) -> list[Callable[[Passage], Stage]]:
    steps = cleaning.spec.steps
    first = next((number for number, step in enumerate(steps) if learns(step)), len(steps))
    taken = [partial(_taken, steps[number], number) for number in range(len(steps))]
    early, late = taken[:first], taken[first:]
    answered, complete = partial(_cleaned, cleaning.without_answer), partial(_cleaned, cleaning.incomplete)
    order: list[Callable[[Passage], Stage]] = [answered, *early]
    if early:  # a text of which nothing was left
        order.append(answered)
    if cleaning.by_time:
        order.append(partial(_cleaned, cleaning.without_time))
    if not late:
        order.append(complete)
    order += [partial(_cleaned, cleaning.repeated), partial(_split, cleaning), *late]
    return [*order, answered, complete] if late else order


def _cleaned(rule: Callable[[Passage], Cleaned], before: Passage) -> Stage:
    done = rule(before)
    return Stage(done.name, before, done.after, done.touched)


def _taken(spec: StepSpec, number: int, before: Passage) -> Stage:
    taken = take(spec, before)
    return Stage(f"step_{number + 1}_{spec.step}", before, taken.after, taken.touched, number, taken.step)


def _split(cleaning: Cleaning, before: Passage) -> Stage:
    spec, table = cleaning.spec.split, before.table
    split = split_tied(table.rows, spec, _ties(before, cleaning))
    found = leaks_of(before, split, cleaning.spec, cleaning.compared(before), cleaning.target)
    after, untouched = replace(before, split=split), np.zeros(table.rows, dtype=bool)
    return Stage(SPLIT, before, after, untouched, problems=tuple(found))


def _ties(passage: Passage, cleaning: Cleaning) -> Ties:
    split, columns = cleaning.spec.split, passage.table.columns
    target = cleaning.target
    return Ties(
        classes=_classes(columns[target]) if target and passage.table.rows else None,
        groups=row_numbers([columns[split.group]], passage.table.rows) if split.group else None,
        times=columns[split.time] if split.time and cleaning.by_time else None,
        are_classes=target is not None and passage.table.kinds[target] not in ("number", "date"),
    )


def _classes(target: np.ndarray) -> np.ndarray:
    """What a stratified split keeps in proportion: one number a row."""
    if target.dtype == object:
        return np.unique(target.astype(str), return_inverse=True)[1]
    return bins_of(target)
