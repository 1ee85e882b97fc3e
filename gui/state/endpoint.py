"""One endpoint as the screen shows it: the models behind its address, one of them chosen. No widgets."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gui.state.endpoint_record import EndpointRecord
from gui.state.run import RunState

if TYPE_CHECKING:
    from engine.schema.job import Job
    from engine.schema.serve import ServedModel

TALKS = frozenset({"chat", "complete"})  # what a language model can


class EndpointState(RunState):
    """The fold of the events, and beside it what the engine's job says while the events are on their way."""

    chosen_changed = Signal()
    record: EndpointRecord

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent, EndpointRecord())
        self._asked: dict[str, dict[str, Any]] = {}  # what the spec names, as ``ServedModel`` values
        self._told: dict[str, dict[str, Any]] = {}  # what the job says of them
        self._chosen = ""
        self.changed.connect(self._on_changed)

    def show_job(self, job: "Job") -> None:
        """Take what the engine knows of the endpoint."""
        self._asked = {
            each.name: {"name": each.name, "model": each.model, "state": "loading"}
            for each in job.spec.models
        }
        self._told = {each.name: each.model_dump(mode="json") for each in getattr(job, "served", ())}
        self._on_changed(frozenset({"served"}))

    def models(self) -> "list[ServedModel]":
        """Every name behind the address, in the order they were added."""
        from engine.schema.serve import ServedModel

        known = {**self._told, **self.record.served}
        values = {**{name: known.get(name, asked) for name, asked in self._asked.items()}, **known}
        names = [name for name in values if name in self._asked] if self._asked else list(values)
        return [ServedModel.model_validate(values[name]) for name in names]

    @property
    def chosen(self) -> "ServedModel | None":
        """The model that the page is about."""
        models = self.models()
        return next((each for each in models if each.name == self._chosen), models[0] if models else None)

    def choose(self, name: str) -> None:
        if name != self._chosen:
            self._chosen = name
            self.chosen_changed.emit()

    @property
    def talks(self) -> bool:
        """Whether the chosen one is a language model."""
        chosen = self.chosen
        return chosen is not None and bool(TALKS & set(chosen.can))

    def _on_changed(self, parts: frozenset[str]) -> None:
        """The chosen name may be gone."""
        if "served" not in parts:
            return
        names = [each.name for each in self.models()]
        if self._chosen not in names:
            self._chosen = names[0] if names else ""
            self.chosen_changed.emit()
