"""A window's context without an engine: calls are answered when a test says so, by plain values."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.schema.api import Recipe, Rows, Sniffed
from engine.schema.card import Bar, Column, DatasetCard
from engine.schema.job import Job, State
from engine.schema.machine import Device, Machine
from engine.schema.plan import Check, CheckItem, Fit, MemoryPlan, Plan, Proposal
from engine.schema.preview import StepsPreview
from engine.schema.problem import Problem, UserError
from engine.schema.reading import Reading
from engine.schema.spec_file import parse_spec
from engine.system.paths import Home
from gui.state.import_progress import ImportProgress

DIABETES = DatasetCard(
    id="diabetes-1a2b3c",
    name="diabetes",
    source="/data/diabetes.csv",
    created=1_700_000_000,
    bytes=18_412,
    rows=442,
    columns=(
        Column(
            name="age",
            kind="number",
            missing=3,
            distinct=58,
            minimum=19,
            maximum=79,
            mean=48.5,
            bars=tuple(Bar(label=str(i), count=c) for i, c in enumerate((4, 9, 14, 22, 30, 26, 17, 8))),
        ),
        Column(
            name="sex",
            kind="category",
            distinct=2,
            bars=(Bar(label="1", count=235), Bar(label="2", count=207)),
            examples=("1", "2"),
        ),
        Column(name="bmi", kind="number", distinct=163, minimum=18, maximum=42.2, mean=26.4),
        Column(name="progression", kind="number", distinct=214, minimum=25, maximum=346, mean=152.1),
    ),
    duplicates=2,
    fingerprint="ab" * 32,
    delimiter=",",
    encoding="utf-8",
    licence="BSD-3-Clause",
    suggestion={"task": "tabular_regression", "target": "progression", "text": None},
)
REVIEWS = DatasetCard(
    id="reviews-4d5e6f",
    name="reviews",
    source="/data/reviews.csv",
    created=1_700_000_100,
    bytes=1_830_000,
    rows=4_200,
    columns=(
        Column(
            name="review", kind="text", distinct=4_180, mean_length=308.0, examples=("I love this dress",)
        ),
        Column(
            name="sentiment",
            kind="category",
            distinct=2,
            bars=(Bar(label="good", count=3_100), Bar(label="bad", count=1_100)),
        ),
    ),
    fingerprint="cd" * 32,
    suggestion={"task": "text_classification", "target": "sentiment", "text": "review"},
)
SNIFFED = Sniffed(
    form="table",
    reading=Reading(delimiter=",", quote='"', encoding="utf-8", decimal=".", header=True, missing=("", "NA")),
    columns=(Column(name="age", kind="number"), Column(name="city", kind="category")),
    rows=((48.5, "Bonn"), (None, "Köln")),
)
PLAN = Plan(
    devices=("cpu", "cpu"),
    world_size=2,
    threads_per_rank=1,
    rows={"train": 354, "validation": 44, "test": 44},
    batch_per_rank=16,
    micro_batch=8,
    steps_per_epoch=12,
    total_steps=600,
    parameters=4_929,
    memory=MemoryPlan(
        weights=19_716,
        gradients=19_716,
        optimizer=39_432,
        activations=120_000,
        data=900_000,
        overhead=310_000_000,
        buffers=26_000_000,
    ),
    memory_available=12_000_000_000,
    disk=420_000,
    disk_free=311_000_000_000,
    units_per_second=4_100.0,
    seconds=52.0,
    checkpoint_seconds=0.02,
)
SHAKESPEARE = DatasetCard(
    id="shakespeare-7a8b9c",
    name="shakespeare",
    source="/data/shakespeare.txt",
    created=1_700_000_200,
    bytes=1_115_394,
    rows=40_000,
    columns=(Column(name="text", kind="text", distinct=39_000, mean_length=28.0),),
    fingerprint="ef" * 32,
    suggestion={"task": "language_model", "text": "text"},
)
MEMORY_OF = {"ddp": 336, "zero1": 310, "fsdp": 220, "pipeline": 190, "parameter_server": 25_100}  # MB


def fits_for(devices: list[str]) -> tuple[Fit, ...]:
    """What each strategy would cost: a parameter server does not fit, matrices cannot be split, others unknown."""
    costs = [
        Fit(
            strategy=name,
            settings={"name": name, "devices": devices},
            memory=MemoryPlan(weights=size * 1_000_000),
            fits=size < 12_000,
            units_per_second=4_100.0 if size < 12_000 else None,
        )
        for name, size in MEMORY_OF.items()
    ]
    split = Problem(code="heads_do_not_divide_width", field="strategy")
    return (*costs, Fit(strategy="tensor_parallel", problem=split))


PROPOSAL = Proposal(
    changes={"strategy.name": "fsdp", "training.accumulation": 2},
    reasons=(CheckItem(code="device_free", params={"devices": "cpu"}),),
)
RECIPE = Recipe(
    id="linear-regression",
    title="Linear regression, two workers",
    description="Predicts how diabetes progresses over a year from ten measurements of 442 patients.",
    sample="diabetes.csv",
    spec=parse_spec(
        {
            "task": "tabular_regression",
            "name": "diabetes",
            "data": {"source": "diabetes.csv", "target": "progression"},
            "model": {"name": "linear"},
            "training": {"epochs": 100, "optimizer": {"name": "sgd", "learning_rate": 0.05}},
            "strategy": {"name": "ddp", "devices": ["cpu", "cpu"]},
        }
    ),
)


class FakeEngine:
    """Answers as the engine would, and remembers what it was asked."""

    def __init__(self) -> None:
        self.checked: list[dict[str, Any]] = []
        self.submitted: list[tuple[Any, str, bool]] = []
        self.imported: list[str] = []
        self.deleted: list[str] = []
        self.readings: list[dict[str, Any]] = []  # beside ``imported``
        self.cancelled: list[str] = []
        self.sniffed: list[tuple[str, str, Any]] = []
        self.looked_at: list[tuple[str, str, dict[str, Any]]] = []
        self.preview = StepsPreview(rows=442, total=442)
        self.refuse: UserError | None = None
        self.fits: tuple[Fit, ...] | None = None  # in place of those for the devices asked for

    def check(self, spec: dict[str, Any]) -> Check:
        self.checked.append(spec)
        try:
            parse_spec(spec)
        except UserError as error:
            return Check(problems=error.problems)
        strategy = spec.get("strategy") or {}
        return Check(
            plan=PLAN,
            items=(CheckItem(code="no_such_words", params={}),),
            fits=self.fits or fits_for(list(strategy.get("devices", ["cpu"]))),
            proposal=PROPOSAL if strategy.get("name") == "auto" else None,
        )

    def submit(self, spec: Any, request_id: str, trial: bool = False) -> Job:
        known = [request for _, request, _ in self.submitted]
        if request_id not in known:
            self.submitted.append((spec, request_id, trial))
        return Job(
            id=f"run-{len(self.submitted)}",
            kind="train",
            name=spec.name,
            state=State.WAITING,
            spec=spec,
            created=0,
        )

    def recipes(self) -> list[Recipe]:
        return [RECIPE]

    def import_sample(self, recipe: str) -> DatasetCard:
        self.imported.append(recipe)
        return DIABETES

    def import_dataset(self, path: str, name: str | None = None, **reading: Any) -> DatasetCard:
        if self.refuse:
            raise self.refuse
        self.imported.append(path)
        self.readings.append(reading)
        return DIABETES

    def cancel_import(self, id: str) -> None:
        self.cancelled.append(id)

    def sniff_file(self, path: str, form: str = "auto", reading: Any = None) -> Sniffed:
        self.sniffed.append((path, form, reading))
        return SNIFFED

    def preview_steps(self, id: str, task: str, data: dict[str, Any]) -> StepsPreview:
        self.looked_at.append((id, task, data))
        return self.preview

    def delete_dataset(self, id: str) -> None:
        if self.refuse:
            raise self.refuse
        self.deleted.append(id)

    def rows(self, id: str, offset: int = 0, limit: int = 100) -> Rows:
        rows = tuple((number, "1", 20.5, 100.0) for number in range(offset, min(offset + limit, 442)))
        return Rows(columns=("age", "sex", "bmi", "progression"), rows=rows, offset=offset, total=442)


class FakeConnection(QObject):
    """Answers at once, or when ``release`` is called while ``held`` is set."""

    state_changed = Signal(str)
    engine_changed = Signal()

    def __init__(self, home: Home, engine: FakeEngine | None = None) -> None:
        super().__init__()
        self.home = home
        self.engine = engine or FakeEngine()
        self.state = "connected"
        self.held = False
        self.waiting: list[Callable[[], None]] = []

    def call(self, function: Any, done: Any = None, failed: Any = None, receiver: Any = None) -> None:
        try:
            answer = function(self.engine)
        except UserError as error:
            self._give(lambda problems=error.problems: failed and failed(problems))
            return
        self._give(lambda: done and done(answer))

    def release(self, index: int = 0) -> None:
        """Deliver one of the answers that are held back."""
        self.waiting.pop(index)()

    def _give(self, deliver: Callable[[], None]) -> None:
        if self.held:
            self.waiting.append(deliver)
        else:
            deliver()


class FakeLibrary(QObject):
    """Datasets and jobs as plain dicts."""

    datasets_changed = Signal()
    imports_changed = Signal()
    job_changed = Signal(str)
    job_removed = Signal(str)

    def __init__(self, *cards: DatasetCard) -> None:
        super().__init__()
        self.datasets = {card.id: card for card in cards}
        self.imports: dict[str, ImportProgress] = {}
        self.jobs: dict[str, Job] = {}
        self.is_synced = True


class FakeMachine(QObject):
    """Two cores and one GPU."""

    machine_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        devices = (Device(id="cpu", name="Some CPU", slots=2), Device(id="cuda:0", name="Some GPU"))
        self.machine = Machine(
            hostname="host",
            system="Linux",
            cpu="Some CPU",
            threads=2,
            cores=2,
            devices=devices,
            home="/home",
            disk="/",
        )


@dataclass
class FakeContext:
    """What a page is given, and what it did with it."""

    connection: FakeConnection
    library: FakeLibrary
    machine: FakeMachine = field(default_factory=FakeMachine)
    settings: dict[str, Any] = field(default_factory=dict)
    went: list[tuple[str, str | None]] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)

    def navigate(self, page: str, id: str | None = None) -> None:
        self.went.append((page, id))

    def notify(self, text: str, level: str = "info") -> None:
        self.told.append((text, level))


def context_in(folder: Path, *cards: DatasetCard) -> FakeContext:
    """A context whose home is ``folder`` and which holds these datasets."""
    return FakeContext(FakeConnection(Home(folder)), FakeLibrary(*cards))
