"""What the events of one run add up to: a fold, the same for a live run and a finished one. No Qt, no network.

Events are plain dicts as read from the stream. What is unknown or malformed is passed over, so that
an older window can read a newer run.
"""

from collections import deque
from collections.abc import Iterable
from typing import Any

from gui.widgets.chart_data import Series

Event = dict[str, Any]

CURVES = ("loss", "learning_rate", "gradient_norm", "samples_per_second")
PARTS = ("data", "forward", "backward", "sync", "optimizer", "checkpoint", "other")
_CLOCKED = frozenset({"started", "metrics", "ranks", "evaluation", "ended"})
_RECENT = 15  # ranks events (about one a second) whose median is shown


class RunRecord:
    """Everything known of a run from its events so far."""

    def __init__(self) -> None:
        self.series: dict[str, Series] = {
            name: Series() for name in (*CURVES, "validation_loss", "throughput")
        }
        self.scores: dict[str, Series] = {}  # on the validation rows, by name
        self.naive: dict[str, Series] = {}  # what the naive answer scores there
        self.judged: Event | None = None  # the best so far, by the score that judges: metric, value, step
        self.samples: list[Event] = []  # what a language model said: step, prompt, text
        self.attempts: list[Event] = []
        self.phase: str | None = None
        self.ranks: list[Event] = []
        self.straggler: Event | None = None  # the rank for which the others wait, as the run found it
        self.evaluations: list[Event] = []
        self.checkpoints: list[Event] = []
        self.notes: list[Event] = []
        self.model_metrics: dict[str, Any] | None = None
        self.ended: Event | None = None
        self.step = 0
        self.elapsed = 0.0
        self.refused = 0  # events that could not be read
        self._recent: deque[list[Event]] = deque(maxlen=_RECENT)
        self._pending: dict[str, tuple[list, list, list]] = {}

    def apply(self, events: Iterable[Event]) -> set[str]:
        """Take in events in order; returns which parts changed: curves, ranks, progress …"""
        changed = set()
        for event in events:
            try:
                changed.add(self._apply(event))
            except (KeyError, TypeError, ValueError, AttributeError, IndexError):
                self.refused += 1
        self._flush()
        changed.discard("")
        return changed

    # --- read by pages

    @property
    def started(self) -> Event:
        """The newest attempt's start; empty before the first."""
        return self.attempts[-1] if self.attempts else {}

    @property
    def loss(self) -> float | None:
        return self.series["loss"].last

    @property
    def validation_loss(self) -> float | None:
        return self.series["validation_loss"].last

    @property
    def validation_is_best(self) -> bool:
        """Whether no earlier evaluation had a lower validation loss."""
        losses = [_loss(event) for event in self.evaluations if event.get("split") == "validation"]
        known = [loss for loss in losses if loss is not None]
        return bool(known) and known[-1] <= min(known)

    def final(self, split: str) -> dict[str, Any]:
        """The scores on a split: measured on the final weights, else the newest."""
        of_split = [event for event in self.evaluations if event.get("split") == split]
        chosen = next((event for event in reversed(of_split) if event.get("final")), None)
        return (chosen or (of_split[-1] if of_split else {})).get("values", {})

    def parts(self) -> dict[str, float]:
        """Seconds of a step by part: the median over recent reports of the mean over ranks.

        The first report holds the first step, which is like no other: it counts while it is alone. Servers
        take no steps.
        """
        reports = list(self._recent)[1 if len(self._recent) > 1 else 0 :]
        known = {}
        for name in PARTS:
            means = sorted(
                mean
                for rows in reports
                if (mean := _mean(_part(row, name) for row in rows if row.get("role") != "server"))
                is not None
            )
            if means:
                known[name] = means[(len(means) - 1) // 2]
        return known

    @property
    def units(self) -> str:
        """What speed is counted in: rows, or tokens."""
        return str(self.started.get("units") or "rows")

    @property
    def units_per_row(self) -> int:
        return int(self.started.get("units_per_row") or 1)

    def over_ranks(self, name: str) -> float | None:
        """The sum of a figure over the ranks that know it: flops, bytes_sent."""
        known = [row[name] for row in self.ranks if isinstance(row.get(name), int | float)]
        return sum(known) if known else None

    @property
    def energy(self) -> float | None:
        """J since the run began; ranks on one device tell of the same energy."""
        told = {str(row.get("device")): row.get("energy") for row in self.ranks}
        known = [value for value in told.values() if isinstance(value, int | float)]
        return sum(known) if known else None

    def of_a_rank(self, name: str) -> float | None:
        """The mean of a figure over the ranks that know it: peak_share, hidden."""
        return _mean(row.get(name) for row in self.ranks)

    # --- one event

    def _apply(self, event: Event) -> str:
        kind = event.get("kind")
        if kind in _CLOCKED:  # before it starts, a run's clock counts the loading of its libraries
            self.elapsed = float(event.get("elapsed") or 0.0)
        if kind == "metrics":
            return self._metrics(event)
        self._flush()
        match kind:
            case "started":
                return self._started(event)
            case "phase":
                self.phase = str(event["name"])
                return "phase"
            case "ranks":
                self.ranks = sorted(event["ranks"], key=lambda row: row["rank"])
                self._recent.append(self.ranks)
                return "ranks"
            case "straggler":
                told = {**event, "rank": int(event["rank"]), "slower": float(event["slower"])}
                self.straggler = told if told["slower"] > 0 else None
                return "ranks"
            case "evaluation":
                return self._evaluation(event)
            case "checkpoint":
                self.checkpoints = [row for row in self.checkpoints if row["name"] != event["name"]] + [event]
                return "checkpoints"
            case "note":
                self.notes.append(event)
                return "notes"
            case "sample":
                told = {
                    "step": int(event["step"]),
                    "prompt": str(event["prompt"]),
                    "text": str(event["text"]),
                }
                self.samples.append(told)
                return "samples"
            case "model":
                self.model_metrics = dict(event["metrics"])
                self._judge(event)
                return "evaluations"
            case "ended":
                self.ended = event
                self.phase = None
                self._judge(event)
                return "ended"
        return ""

    def _started(self, event: Event) -> str:
        step = int(event["step"])
        self.attempts.append(event)
        self.phase = self.ended = None
        self.step = step
        for series in (*self.series.values(), *self.scores.values(), *self.naive.values()):
            series.cut_after(step)
        self.samples = [row for row in self.samples if row["step"] <= step]
        if self.judged is not None and self.judged["step"] > step:
            self.judged = None
        self.evaluations = [row for row in self.evaluations if row["step"] <= step]
        self.checkpoints = [row for row in self.checkpoints if row["step"] <= step]
        self.ranks, self.straggler = [], None
        self._recent.clear()
        return "attempt"

    def _metrics(self, event: Event) -> str:
        first, values = int(event["first_step"]), event["values"]
        count = max(len(column) for column in values.values())
        times = values.get("elapsed") or [event.get("elapsed") or 0.0] * count
        steps = range(first, first + count)
        for name in CURVES:
            column = values.get(name)
            if column:
                self._put(name, steps, times, column)
        speed = _harmonic_mean(values.get("samples_per_second") or ())
        if speed is not None:
            self._put("throughput", range(steps[-1], steps[-1] + 1), times[-1:], [speed * self.units_per_row])
        self.step = first + count - 1
        self.phase = None
        return "curves"

    def _put(self, name: str, steps: range, times: list, column: list) -> None:
        waiting = self._pending.get(name)
        if waiting and waiting[0] and steps[0] <= waiting[0][-1]:
            self._flush()
            waiting = None
        if waiting is None:
            waiting = self._pending[name] = ([], [], [])
        length = min(len(column), len(times))
        waiting[0].extend(steps[:length])
        waiting[1].extend(times[:length])
        waiting[2].extend(column[:length])

    def _flush(self) -> None:
        """Hand the collected points to the series in one piece: one call a lot would cost more than the lot."""
        waiting, self._pending = self._pending, {}
        for name, (steps, times, values) in waiting.items():
            try:
                self.series[name].extend(steps, times, values)
            except (TypeError, ValueError):
                self.refused += 1

    def _evaluation(self, event: Event) -> str:
        values, step = event["values"], event["step"]
        self.evaluations.append(event)
        loss = values.get("loss")
        if event["split"] == "validation" and not event.get("final"):
            time = float(event.get("elapsed") or 0.0)
            self.series["validation_loss"].append(step, time, loss)
            _append(self.scores, values, step, time)
            _append(self.naive, values.get("baseline") or {}, step, time)
            self._judge(event)
        return "evaluations"

    def _judge(self, event: Event) -> None:
        judged = event.get("judged")
        if isinstance(judged, dict):
            metric, value, step = str(judged["metric"]), float(judged["value"]), int(judged["step"])
            self.judged = {"metric": metric, "value": value, "step": step}


def _append(known: dict[str, Series], values: Event, step: int, time: float) -> None:
    """The numbers among the values, each to the series of its name."""
    for name, value in values.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            known.setdefault(name, Series()).append(step, time, float(value))


def _loss(event: Event) -> float | None:
    value = event.get("values", {}).get("loss")
    return float(value) if isinstance(value, int | float) else None


def _part(row: Event, name: str) -> float | None:
    value = (row.get("parts") or {}).get(name)
    return float(value) if isinstance(value, int | float) else None


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _harmonic_mean(speeds: Iterable[float | None]) -> float | None:
    """The speed over some steps: single steps of a few milliseconds say more of the system than of the run."""
    known = [speed for speed in speeds if speed]
    return len(known) / sum(1 / speed for speed in known) if known else None
