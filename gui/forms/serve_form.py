"""How a model is served: one form for the model, one for the address it gets. Both are the schema's own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.schema.problem import Problem
from engine.schema.serve import FEWEST_BITS, LimitsSpec, NetworkSpec, ServedSpec, ServeSpec
from gui.forms.checked import checked
from gui.forms.editors import ChoiceEditor, schema_text
from gui.forms.fields import FieldView, Option, fields_at
from gui.forms.form import SchemaForm
from gui.forms.network_words import network_words
from gui.forms.path_editor import FileEditor
from gui.state.installed import is_installed
from gui.widgets.notice import Notice

if TYPE_CHECKING:
    from engine.schema.card import ModelCard
    from engine.schema.machine import Device

_OF_MODEL = ("name", "device", "runner", "bits", "workers", "idle_minutes", "context")
_OF_ADDRESS = ("port", "network", "origins", "limits")
_LIMITS = frozenset(f"limits.{name}" for name in LimitsSpec.model_fields)
_LANGUAGE_ALONE = frozenset({"runner", "context"})


class ServeForm(QWidget):
    """``served`` and ``address`` are what was asked for; None, with the problem beside its field, where it is none."""

    changed = Signal()

    def __init__(self, devices: "Sequence[Device]" = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: ModelCard | None = None
        views = fields_at(ServedSpec, *_OF_MODEL)
        self._bits = next(view.options for view in views if view.path == "bits")
        editors = {"device": lambda view: _device_editor(devices), "runner": self._runner_editor}
        self.model = SchemaForm(views, columns=4, editors=editors)
        files = {f"network.{name}": _file_editor for name in ("certificate", "private_key")}
        self.address = SchemaForm(
            fields_at(ServeSpec, *_OF_ADDRESS), columns=4, editors=files,
            spans={"network.certificate": 2, "network.private_key": 2},
        )  # fmt: skip
        self.address.set_folded(_LIMITS)
        self.banner = Notice(level="open")
        self.banner.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for widget in (self.model, self.address, self.banner):
            layout.addWidget(widget)
        for form in (self.model, self.address):
            form.changed.connect(self._on_changed)

    def show_card(self, card: "ModelCard", name: str) -> None:
        """The model that is to be served, and what it may be called."""
        self._card = card
        self.model.set_value({**self.model.value(), "name": name})
        self.model.set_hidden(self._unasked)
        fewest = FEWEST_BITS.get(card.task, 0)
        self.model.set_choices("bits", [each for each in self._bits if each.value >= fewest])

    @property
    def _unasked(self) -> frozenset[str]:
        task = self._card.task if self._card is not None else ""
        of_language = frozenset() if task == "language_model" else _LANGUAGE_ALONE
        return of_language if task in FEWEST_BITS else of_language | {"bits"}

    def set_own_address(self, own: bool) -> None:
        self.address.setVisible(own)
        self._on_changed()

    def served(self) -> ServedSpec | None:
        values = self.model.value()
        if self._card is None:
            return None
        values = {name: value for name, value in values.items() if name not in self._unasked}
        spec, problems = checked(ServedSpec, {**values, "model": self._card.id})
        self.model.set_problems(problems)
        return spec

    def address_values(self) -> dict[str, Any] | None:
        """The fields of ``ServeRequest`` that are the address's."""
        values = self.address.value()
        of_address = {name: values[name] for name in _OF_ADDRESS if name in values}
        probe = {"models": [{"name": "any", "model": "any"}], **of_address}
        spec, problems = checked(ServeSpec, probe)
        self.address.set_problems(problems)
        return spec.model_dump(include=set(_OF_ADDRESS)) if spec is not None else None

    def set_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """What the engine says of it, beside the fields; returns what has none here."""
        of_model, of_address, rest = [], [], []
        for problem in problems:
            field = problem.field or ""
            if field.startswith("models.0."):
                of_model.append(problem.model_copy(update={"field": field.removeprefix("models.0.")}))
            elif field.partition(".")[0] in _OF_ADDRESS:
                of_address.append(problem)
            elif field in _OF_MODEL:
                of_model.append(problem)
            else:
                rest.append(problem)
        return [*self.model.set_problems(of_model), *self.address.set_problems(of_address), *rest]

    def _runner_editor(self, view: FieldView) -> ChoiceEditor:
        """Says which of them are here; one that is not can be chosen all the same, and the endpoint says what is missing."""
        return ChoiceEditor([replace(option, label=self._runner_label(option)) for option in view.options])

    def _runner_label(self, option: Option) -> str:
        label = schema_text(option.label)
        return label if is_installed(option.value) else self.tr("{0} (not installed)").format(label)

    def _on_changed(self) -> None:
        network = self.address.value().get("network")
        shown = bool(network) and not self.address.isHidden()
        self.banner.setVisible(shown)
        if shown:
            address = network.get("address") or NetworkSpec().address
            self.banner.say(*network_words(address), "open")
        self.changed.emit()


def _file_editor(view: FieldView) -> FileEditor:
    editor = FileEditor(view.optional)
    editor.line.setPlaceholderText(schema_text(view.none))
    return editor


def _device_editor(devices: "Sequence[Device]") -> ChoiceEditor:
    offered = [
        Option(device.id, device.id if device.id == "cpu" else f"{device.id} · {device.name}")
        for device in devices
    ]
    return ChoiceEditor(offered or [Option("cpu", "cpu")])
