"""What Prometheus reads: counts, times and states of an endpoint, as text in its exposition format (version 0.0.4)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from engine.serve.models import Served

_Kind = TypeVar("_Kind")
CONTENT_TYPE = b"text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    2.5,
    5.0,
    10.0,
    30.0,
    60.0,
    120.0,
    300.0,
)


class Histogram:
    """How many took how long."""

    __slots__ = ("counts", "total")

    def __init__(self) -> None:
        self.counts = [0] * (len(_SECONDS) + 1)
        self.total = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(_SECONDS, seconds)] += 1
        self.total += seconds

    def lines(self, name: str, labels: str) -> Iterable[str]:
        so_far = 0
        for bound, count in zip((*map(repr, _SECONDS), "+Inf"), self.counts, strict=True):
            so_far += count
            yield f'{name}_bucket{{{labels},le="{bound}"}} {so_far}'
        yield f"{name}_sum{{{labels}}} {self.total!r}"
        yield f"{name}_count{{{labels}}} {so_far}"


class Metrics:
    """Counts since the endpoint started; used by the event loop alone. Requests of no model have the empty name."""

    def __init__(self) -> None:
        self._requests: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))  # by status
        self._durations: dict[str, Histogram] = defaultdict(Histogram)
        self._firsts: dict[str, Histogram] = defaultdict(Histogram)
        self._prompt_tokens: dict[str, int] = defaultdict(int)
        self._generated_tokens: dict[str, int] = defaultdict(int)
        self.running = 0  # requests that were let in and are not answered yet

    def count(self, model: str, status: int, seconds: float) -> None:
        """One request that has ended."""
        self._requests[model][status] += 1
        self._durations[model].add(seconds)

    def first_token(self, model: str, seconds: float) -> None:
        self._firsts[model].add(seconds)

    def tokens(self, model: str, prompt: int, generated: int) -> None:
        self._prompt_tokens[model] += prompt
        self._generated_tokens[model] += generated

    def text(self, served: "Iterable[Served]", may_see: Callable[[str], bool] = lambda name: True) -> str:
        """The counts of the names that may be seen, with the present state of what is served."""

        def seen(found: dict[str, _Kind]) -> dict[str, _Kind]:
            return {name: value for name, value in found.items() if not name or may_see(name)}

        told = [model.told() for model in served]
        pulses = {model.name: model.pulse for model in served}
        lines: list[str] = []
        requests = [
            (f'{_model(name)},code="{status}"', count)
            for name, counts in seen(self._requests).items()
            for status, count in counts.items()
        ]
        _family(lines, "modelyard_requests_total", "counter", "Requests that ended, by status.", requests)
        _histograms(
            lines, "modelyard_request_duration_seconds", "From head to answer.", seen(self._durations)
        )
        _histograms(lines, "modelyard_time_to_first_token_seconds", "To the first token.", seen(self._firsts))
        for name, words, counts in (
            ("prompt", "Tokens that were read.", self._prompt_tokens),
            ("generation", "Tokens that were written.", self._generated_tokens),
        ):
            rows = [(_model(model), count) for model, count in seen(counts).items()]
            _family(lines, f"modelyard_{name}_tokens_total", "counter", words, rows)
        _family(
            lines, "modelyard_requests_in_progress", "gauge", "Requests in the server.", [("", self.running)]
        )
        running = [(_model(name), pulse.running) for name, pulse in pulses.items()]
        _family(lines, "modelyard_num_requests_running", "gauge", "Requests that a model computes.", running)
        waiting = [(_model(name), pulse.waiting) for name, pulse in pulses.items()]
        _family(lines, "modelyard_num_requests_waiting", "gauge", "Requests that wait in a model.", waiting)
        cache = [(_model(name), pulse.cache) for name, pulse in pulses.items() if pulse.cache is not None]
        _family(lines, "modelyard_kv_cache_usage_ratio", "gauge", "Share of the cache in use, 0 to 1.", cache)
        memory = [(_model(model.name), model.memory) for model in told if model.memory is not None]
        _family(lines, "modelyard_model_memory_bytes", "gauge", "Memory of its processes.", memory)
        ready = [(_model(model.name), int(model.state == "ready")) for model in told]
        _family(lines, "modelyard_model_ready", "gauge", "Whether it answers now.", ready)
        restarts = [(_model(model.name), model.restarts) for model in told]
        _family(lines, "modelyard_model_restarts_total", "counter", "Restarts of its processes.", restarts)
        return "\n".join((*lines, ""))


def _model(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'model="{escaped}"'


def _family(
    lines: list[str], name: str, kind: str, words: str, rows: Iterable[tuple[str, float | int]]
) -> None:
    lines += (f"# HELP {name} {words}", f"# TYPE {name} {kind}")
    lines += (f"{name}{{{labels}}} {value}" if labels else f"{name} {value}" for labels, value in rows)


def _histograms(lines: list[str], name: str, words: str, found: dict[str, Histogram]) -> None:
    lines += (f"# HELP {name} {words}", f"# TYPE {name} histogram")
    for model, histogram in found.items():
        lines += histogram.lines(name, _model(model))
