"""How the next answer is drawn: the form of ``SamplingSpec``, kept while the window is open."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.schema.sampling import SamplingSpec
from gui.forms.checked import checked
from gui.forms.fields import fields_of
from gui.forms.form import SchemaForm
from gui.widgets.card import Card

if TYPE_CHECKING:
    from gui.context import Context

_ALWAYS = frozenset(
    {"temperature", "top_p", "max_tokens"}
)  # sent whatever they are: an endpoint has other defaults
_KEY = "sampling"


class SamplingCard(Card):
    """``value`` is what a request says, or None while something in the form is wrong."""

    changed = Signal()

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._memory = context.memory
        self.form = SchemaForm(fields_of(SamplingSpec), columns=3, narrow=0)
        self.form.set_value(self._memory.get(_KEY) or {})
        self.form.changed.connect(self._on_changed)
        self.add(self.form)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def value(self) -> dict[str, Any] | None:
        """The fields that differ from what an endpoint does by itself."""
        spec, problems = checked(SamplingSpec, self.form.value())
        self.form.set_problems(problems)
        if spec is None:
            return None
        values, plain = spec.model_dump(mode="json"), SamplingSpec().model_dump(mode="json")
        return {name: value for name, value in values.items() if name in _ALWAYS or value != plain[name]}

    def _on_changed(self) -> None:
        self._memory[_KEY] = self.form.value()
        self.value()
        self.changed.emit()
