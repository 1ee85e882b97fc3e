"""Editors of the values that a setting may take: two bounds or a list of numbers, some of the schema's choices, lists."""

from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget

from engine.schema.sweep_spec import Range
from gui.forms.editors import (
    BoolEditor,
    ChoiceEditor,
    ChoicesEditor,
    Editor,
    LineEditor,
    NumberEditor,
    read_float,
    read_int,
    read_ints,
    schema_text,
    write_list,
    write_number,
)
from gui.forms.fields import FieldView, Option, fields_of
from gui.widgets.flow import FlowLayout

_VIEWS = {view.name: view for view in fields_of(Range)}
_BETWEEN, _ONE_OF = "between", "one_of"
_HOW = (
    Option(_BETWEEN, QT_TRANSLATE_NOOP("Schema", "Between")),
    Option(_ONE_OF, QT_TRANSLATE_NOOP("Schema", "One of")),
)
_NONE = ""  # the key of a union's “none of them”
_BOUND_WIDTH, _LIST_WIDTH = 96, 300


def range_editor(view: FieldView, title: str) -> Editor:
    """The editor that suits a setting; ``title`` is what it is called."""
    if view.kind in ("int", "float"):
        return _NumberRange(view, title)
    return _ListsRange(view, title) if view.kind == "ints" else _OptionsRange(view, title)


class _NumberRange(Editor):
    """Two bounds, or a list of numbers."""

    def __init__(self, view: FieldView, title: str) -> None:
        self._row = QWidget()
        super().__init__(self._row)
        whole = view.kind == "int"
        read = read_int if whole else read_float
        self.how = ChoiceEditor(_HOW)
        self.low, self.high = NumberEditor(whole), NumberEditor(whole)
        self.step = NumberEditor(whole, optional=True)
        self.log = BoolEditor(schema_text(_VIEWS["log"].title))
        self.choices = LineEditor(
            lambda text: [read(part) for part in text.replace(";", ",").split(",") if part.strip()],
            lambda value: ", ".join(write_number(each) for each in value),
        )
        self._place(title)
        self.how.changed.connect(self._on_how_changed)
        for editor in (self.low, self.high, self.step, self.log, self.choices):
            editor.changed.connect(self.changed)
        self._show()

    def stops(self) -> list[QWidget]:
        return [
            self.how.control,
            *(e.control for e in (self.low, self.high, self.step, self.log, self.choices)),
        ]

    def value(self) -> dict[str, Any]:
        if self.how.value() == _ONE_OF:
            return {"choices": self.choices.value()}
        return {name: getattr(self, name).value() for name in ("low", "high", "log", "step")}

    def set_value(self, value: dict[str, Any]) -> None:
        choices = value.get("choices")
        self.how.set_value(_BETWEEN if choices is None else _ONE_OF)
        self.choices.set_value(choices if isinstance(choices, list | tuple) else [])
        for name in ("low", "high", "step", "log"):
            getattr(self, name).set_value(value.get(name))
        self._show()

    def _place(self, title: str) -> None:
        flow = FlowLayout(self._row, 10, 6)
        self.how.name(f"{title}: {self.tr('values')}", "")
        self.how.setFixedWidth(110)
        flow.addWidget(self.how)
        for name in ("low", "high", "step", "log", "choices"):
            editor, view = getattr(self, name), _VIEWS[name]
            editor.name(f"{title}: {schema_text(view.title)}", schema_text(view.help))
            if name != "log":
                editor.setFixedWidth(_LIST_WIDTH if name == "choices" else _BOUND_WIDTH)
            if isinstance(editor, NumberEditor):
                editor.line.setPlaceholderText(schema_text(view.title))
            flow.addWidget(editor)
        self.choices.line.setPlaceholderText("0.1, 0.2, 0.5")

    def _on_how_changed(self) -> None:
        """The bounds are the first values of a list that was empty."""
        if self.how.value() == _ONE_OF and not self.choices.value():
            bounds = [bound for bound in (self.low.value(), self.high.value()) if bound not in (None, "")]
            self.choices.set_value(bounds)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        listed = self.how.value() == _ONE_OF
        self.choices.setVisible(listed)
        for editor in (self.low, self.high, self.step, self.log):
            editor.setVisible(not listed)
        self._row.updateGeometry()


class _OptionsRange(Editor):
    """Some of the choices that the schema has; members of a union as they were edited."""

    def __init__(self, view: FieldView, title: str) -> None:
        self._members: dict[str, Any] = {}
        options = _options_of(view)
        self._values = {option.value: _value_of(view, option.value) for option in options}
        self._tag = view.tag
        self._inner = ChoicesEditor(options)
        super().__init__(self._inner)
        self._inner.name(title, schema_text(view.help))
        for chip in self._inner.chips.values():
            chip.setAccessibleName(f"{title}: {chip.text()}")
        self._inner.changed.connect(self.changed)

    def stops(self) -> list[QWidget]:
        return self._inner.stops()

    def value(self) -> dict[str, Any]:
        return {"choices": [self._members.get(key, self._values[key]) for key in self._inner.value()]}

    def set_value(self, value: dict[str, Any]) -> None:
        choices = value.get("choices") or []
        keys = {self._key_of(choice): choice for choice in choices}
        self._members = {key: choice for key, choice in keys.items() if isinstance(choice, dict)}
        self._inner.set_value(list(keys))

    def _key_of(self, choice: Any) -> str:
        if isinstance(choice, dict):
            return str(choice.get(self._tag, ""))
        return next((key for key, value in self._values.items() if value is choice or value == choice), _NONE)


class _ListsRange(Editor):
    """Several lists of whole numbers: “64, 64; 128, 128”."""

    def __init__(self, view: FieldView, title: str) -> None:
        self._line = LineEditor(
            lambda text: [read_ints(part) for part in text.split(";") if part.strip()],
            lambda value: "; ".join(write_list(each) for each in value),
        )
        super().__init__(self._line)
        self._line.name(title, schema_text(view.help))
        self._line.line.setPlaceholderText("64, 64; 128, 128")
        self._line.changed.connect(self.changed)

    def stops(self) -> list[QWidget]:
        return self._line.stops()

    def value(self) -> dict[str, Any]:
        return {"choices": self._line.value()}

    def set_value(self, value: dict[str, Any]) -> None:
        self._line.set_value(value.get("choices") or [])


def _options_of(view: FieldView) -> list[Option]:
    if view.kind == "bool":
        return [
            Option("false", QT_TRANSLATE_NOOP("Schema", "no")),
            Option("true", QT_TRANSLATE_NOOP("Schema", "yes")),
        ]
    none = [Option(_NONE, QT_TRANSLATE_NOOP("Schema", "none"))] if view.optional else []
    return [*none, *view.options]


def _value_of(view: FieldView, key: str) -> Any:
    if view.kind == "bool":
        return key == "true"
    if key == _NONE and view.optional:
        return None
    return {view.tag: key} if view.kind == "union" else key
