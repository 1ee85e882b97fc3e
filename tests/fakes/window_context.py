"""A page's context without an engine: calls are written down and answered from a table, streams are fed by hand."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.schema.api import CheckpointRow, LogPart
from engine.schema.job import Job
from engine.schema.problem import Problem, UserError
from gui.client.door import StreamEvent
from gui.context import Context
from gui.state.library import Library


class FakeFollowing:
    """A stream: ``feed`` gives it events."""

    def __init__(self, path: str, on_event: Callable, on_end: Callable | None) -> None:
        self.path, self._on_event, self._on_end = path, on_event, on_end
        self.closed = self.over = False

    def feed(self, events: list[dict[str, Any]]) -> None:
        for number, event in enumerate(events):
            if not self.closed:
                self._on_event(StreamEvent("message", event, str(number + 1)))

    def end(self, problems: tuple = ()) -> None:
        self.over = True
        if self._on_end and not self.closed:
            self._on_end(problems)

    def close(self) -> None:
        self.closed = True


class FakeHearing:
    """An answer in pieces: ``feed`` gives some, ``end`` the end."""

    def __init__(self, on_pieces: Callable, on_end: Callable | None) -> None:
        self._on_pieces, self._on_end = on_pieces, on_end
        self.answer: Any = None
        self.closed = False

    def feed(self, *pieces: Any) -> None:
        if not self.closed:
            self._on_pieces(list(pieces))

    def end(self, problems: tuple = ()) -> None:
        if self._on_end and not self.closed:
            self._on_end(problems)

    def run(self) -> None:
        """Read the answer to its end, as the thread does."""
        problems: tuple = ()
        try:
            for piece in self.answer:
                self.feed(piece)
        except UserError as error:
            problems = error.problems
        self.end(problems)

    def close(self) -> None:
        self.closed = True


class FakeEngine:
    """Writes down what it is asked; ``answers`` holds what a method gives, or a UserError it raises."""

    def __init__(self) -> None:
        self.asked: list[tuple] = []
        self.answers: dict[str, Any] = {
            "log": LogPart(text="", offset=0, size=0), "checkpoints": [], "list_keys": [], "audit": [], "ask": "",
        }  # fmt: skip

    def __getattr__(self, name: str) -> Callable:
        def method(*args: Any, **named: Any) -> Any:
            self.asked.append((name, *args, *named.values()))
            answer = self.answers.get(name)
            if isinstance(answer, UserError):
                raise answer
            return answer(*args, **named) if callable(answer) else answer

        return method

    def was_asked(self, name: str) -> list[tuple]:
        return [call[1:] for call in self.asked if call[0] == name]


class FakeConnection(QObject):
    """Answers at once, on the same thread."""

    state_changed = Signal(str)
    engine_changed = Signal()
    troubled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.engine = FakeEngine()
        self.state = "connected"
        self.followings: list[FakeFollowing] = []
        self.hearings: list[FakeHearing] = []

    def hear(
        self, ask: Callable, on_pieces: Callable, on_end: Callable | None = None, receiver: Any = None
    ) -> FakeHearing:
        hearing = FakeHearing(on_pieces, on_end)
        self.hearings.append(hearing)
        try:
            hearing.answer = ask(self.engine)
        except UserError as error:
            hearing.end(error.problems)
        return hearing

    def ask(self, function: Callable) -> Any:
        return function(self.engine)

    def call(
        self,
        function: Callable,
        done: Callable | None = None,
        failed: Callable | None = None,
        receiver: Any = None,
    ) -> None:
        try:
            answer = function(self.engine)
        except UserError as error:
            if failed:
                failed(error.problems)
            return
        if done:
            done(answer)

    def follow(
        self,
        path: str,
        on_event: Callable,
        on_end: Callable | None = None,
        resume: bool = True,
        receiver: Any = None,
    ) -> FakeFollowing:
        following = FakeFollowing(path, on_event, on_end)
        self.followings.append(following)
        return following


class FakeSettings(QObject):
    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name, "")


class Desk:
    """A context and what happened around it: ``went`` to pages, ``told`` in toasts."""

    def __init__(self) -> None:
        self.connection = FakeConnection()
        self.library = Library(self.connection)
        self.went: list[tuple] = []
        self.told: list[tuple] = []
        self.context = Context(
            connection=self.connection,
            library=self.library,
            machine=QObject(),
            settings=FakeSettings(),
            navigate=lambda page, id=None: self.went.append((page, id)),
            notify=lambda text, level="info": self.told.append((text, level)),
        )

    @property
    def engine(self) -> FakeEngine:
        return self.connection.engine

    def put_job(self, job: Job) -> Job:
        self.library.apply({"revision": 1, "noun": "job", "id": job.id, "value": job.model_dump(mode="json")})
        return job

    def put_model(self, card: dict[str, Any]) -> None:
        self.library.apply({"revision": 1, "noun": "model", "id": card["id"], "value": card})


def train_job(id: str = "r1", state: str = "running", **values: Any) -> Job:
    """A training job of two CPU ranks."""
    spec = {
        "kind": "train", "name": values.get("name", "diabetes"), "task": "tabular_regression",
        "data": {"source": "diabetes", "target": "progression"}, "model": {"name": "mlp"},
        "training": {"epochs": 12}, "strategy": {"name": "ddp", "devices": ["cpu", "cpu"]},
    }  # fmt: skip
    spec.update(values.pop("spec", {}))
    base = {"id": id, "kind": "train", "name": "diabetes", "state": state, "spec": spec, "created": 1_790_000_000.0,
            "started": 1_790_000_001.0, "devices": ["cpu", "cpu"], "directory": f"/home/ada/.local/share/modelyard/runs/{id}"}  # fmt: skip
    return Job.model_validate({**base, **values})


def group_job(id: str = "g", kind: str = "sweep", state: str = "running", **values: Any) -> Job:
    """A job made of runs: folds of a run, trials of its learning rate and batch size, or Auto."""
    run = train_job().spec.model_dump(mode="json")
    run["training"]["metric"] = "rmse"
    if kind == "folds":
        run["data"]["split"]["method"] = "kfold"
        spec = run
    elif kind == "sweep":
        ranges = {
            "training.optimizer.learning_rate": {"low": 1e-4, "high": 0.1, "log": True},
            "training.batch_size": {"choices": [16, 32]},
        }
        spec = {"kind": "sweep", "name": "age sweep", "base": run, "ranges": ranges, "trials": 6}
    else:
        spec = {"kind": "search", "name": "auto", "task": run["task"], "data": run["data"], "seconds": 60}
    base = {
        "id": id,
        "kind": kind,
        "name": f"age {kind}",
        "state": state,
        "spec": spec,
        "created": 1_790_000_000.0,
    }
    return Job.model_validate({**base, **values})


def part_job(parent: str, number: int, state: str = "running", **values: Any) -> Job:
    """A run of a job made of runs."""
    own = values.pop("values", {"training.batch_size": 16})
    part = {"number": number, "values": own, **values.pop("part", {})}
    values = {"spec": {"training": {"epochs": 12, "metric": "rmse"}}, **values}
    return train_job(
        f"{parent}-{number}", state, name=f"{parent} {number}", parent=parent, part=part, **values
    )


def serve_job(id: str = "e1", state: str = "running", **values: Any) -> Job:
    """An endpoint of the model m1."""
    spec = {
        "kind": "serve",
        "name": "diabetes",
        "models": [{"name": "diabetes", "model": values.get("model", "m1")}],
    }
    base = {"id": id, "kind": "serve", "name": "diabetes", "state": state, "spec": spec, "created": 1_790_000_000.0,
            "model": "m1", "directory": f"/home/ada/.local/share/modelyard/runs/{id}",
            "url": "http://127.0.0.1:8402" if state == "running" else None}  # fmt: skip
    return Job.model_validate({**base, **values})


def tabular_card(id: str = "m1", **values: Any) -> dict[str, Any]:
    """A model that predicts a number from three fields."""
    base = {
        "id": id, "name": "diabetes", "created": 1_790_000_050.0, "task": "tabular_regression", "run": id,
        "spec": train_job().spec.model_dump(mode="json"), "input_form": "record", "target": "progression",
        "inputs": [
            {"name": "age", "kind": "number", "example": 51.0, "minimum": 19.0, "maximum": 79.0},
            {"name": "sex", "kind": "category", "example": "f", "choices": ["f", "m"]},
            {"name": "bmi", "kind": "number", "example": 26.4, "minimum": 18.0, "maximum": 42.2},
        ],
        "parameters": 4993, "bytes": 21_000, "dataset": {"id": "d1", "name": "diabetes.csv", "fingerprint": "9f2c" * 16},
        "metrics": {split: {"loss": 0.8, "rmse": 54.1, "mae": 43.0, "r2": 0.47} for split in ("train", "validation", "test")},
        "versions": {"torch": "2.13.0", "modelyard": "0.1.0"},
    }  # fmt: skip
    return {**base, **values}


def text_card(id: str = "m2", **values: Any) -> dict[str, Any]:
    """A model that tells good reviews from bad ones."""
    scores = {
        "loss": 0.31,
        "accuracy": 0.88,
        "f1_macro": 0.87,
        "f1": {"bad": 0.85, "good": 0.9},
        "labels": ["bad", "good"],
        "confusion": [[41, 9], [4, 46]],
    }
    base = {"name": "sentiment", "task": "text_classification", "input_form": "text", "target": "label", "labels": ["bad", "good"],
            "inputs": [{"name": "text", "kind": "text", "example": "Fits well and feels soft."}], "metrics": {"test": scores}}  # fmt: skip
    return tabular_card(id, **{**base, **values})


def checkpoint(step: int, verified: bool = True) -> CheckpointRow:
    return CheckpointRow(
        name=f"step-{step:06d}", step=step, bytes=183_500, created=1_790_000_100.0 + step, verified=verified
    )


def refused(code: str, field: str | None = None, **params: Any) -> UserError:
    return UserError.of([Problem(code=code, field=field, params=params)])
