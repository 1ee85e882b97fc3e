"""The trials of a search as lines across axes: one for each setting that varies, the last for the score."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engine.schema.metrics import HIGHER_IS_BETTER
from gui.forms.setting_labels import setting_title, value_words
from gui.state.group import GroupPart
from gui.widgets.chart_axis import figure
from gui.widgets.parallel_axes import Axis, ChoiceAxis, NumberAxis, ParallelLine, score_axis
from gui.widgets.score_words import score_rank, score_words

if TYPE_CHECKING:
    from engine.schema.job import Job
    from engine.schema.sweep_spec import Range


def swept_paths(job: "Job", parts: Sequence[GroupPart]) -> list[str]:
    """The settings that vary, in the order of the spec, else as they were met."""
    known = list(job.spec.ranges) if job.kind == "sweep" else []
    return list(dict.fromkeys([*known, *(path for part in parts for path in part.values)]))


def axes_of(job: "Job", metric: str, parts: Sequence[GroupPart]) -> tuple[list[Axis], list[ParallelLine]]:
    """The axes, and a line for each part, the better ones first."""
    paths = swept_paths(job, parts)
    ranges = job.spec.ranges if job.kind == "sweep" else {}
    axes = [_axis(path, ranges.get(path), [part.values.get(path) for part in parts]) for path in paths]
    scores = [part.score for part in parts if part.score is not None]
    last = score_axis(score_words(metric), scores, metric in HIGHER_IS_BETTER)
    ordered = sorted(parts, key=lambda part: _rank(metric, part))
    return [*axes, last], [_line(part, paths, axes, last) for part in ordered]


def _line(part: GroupPart, paths: list[str], axes: list[Axis], last: NumberAxis) -> ParallelLine:
    places = [_place(axis, path, part.values.get(path)) for axis, path in zip(axes, paths, strict=True)]
    texts = [value_words(path, part.values[path]) if path in part.values else "" for path in paths]
    shade = last.place(part.score)
    return ParallelLine(
        part.number,
        (*places, shade),
        (*texts, figure(part.score) if part.score is not None else ""),
        shade,
    )


def _axis(path: str, range: "Range | None", values: list[Any]) -> Axis:
    title = setting_title(path)
    if range is not None and range.choices is None:
        return NumberAxis(title, float(range.low), float(range.high), range.log)
    if range is not None:
        return ChoiceAxis(title, _said(path, range.choices))
    numbers = [value for value in values if _is_number(value)]
    if numbers and len(numbers) == sum(value is not None for value in values):
        return NumberAxis(title, float(min(numbers)), float(max(numbers)))
    return ChoiceAxis(title, _said(path, values))


def _place(axis: Axis, path: str, value: Any) -> float | None:
    if isinstance(axis, NumberAxis):
        return axis.place(float(value)) if _is_number(value) else None
    return axis.place(value_words(path, value))


def _said(path: str, values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value_words(path, value) for value in values if value is not None))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _rank(metric: str, part: GroupPart) -> tuple[float, float]:
    return score_rank(metric, part.score) if part.score is not None else (float("inf"), 0.0)
