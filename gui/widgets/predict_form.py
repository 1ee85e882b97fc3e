"""A form made from a model's inputs, and the one input of /v1/predict that it amounts to."""

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gui.widgets.chart_axis import thousands
from gui.widgets.image_picker import ImagePicker
from gui.widgets.label import Label
from gui.widgets.pasted_row import looks_like_a_row, pasted_row
from gui.widgets.written_value import number_of

IMAGE = "image"  # the key of an image in an input, whatever its column is called

if TYPE_CHECKING:
    from engine.schema.card import InputField


class PredictForm(QWidget):
    """``submitted`` tells that Enter was pressed in a field; ``edited`` that the input is another one now."""

    submitted = Signal()
    edited = Signal()
    pasted = Signal(object)  # a row was pasted; the names that it said nothing of

    def __init__(
        self, inputs: "Iterable[InputField]", form: str, columns: int = 2, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._form = form
        self._inputs = inputs = tuple(inputs)
        self._fields: dict[str, _Field] = {}
        if form in ("text", "image"):
            layout = QVBoxLayout(self)
            layout.setContentsMargins(0, 0, 0, 0)
            self._add(_only_field(form, next(iter(inputs), None)), layout)
            return
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for place, spec in enumerate(inputs):
            field = self._connect(_field_of(spec))
            grid.addWidget(field, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(columns):
            grid.setColumnStretch(column, 1)

    def value(self) -> Any:
        """A record, a text, or an image; a field that was left empty is left out."""
        if self._form == "text":
            return self._only.value()
        if self._form == "image":
            content = self._only.value()
            return {IMAGE: content} if content else {}
        values = {name: field.value() for name, field in self._fields.items()}
        return {name: value for name, value in values.items() if value is not None}

    @property
    def picture(self) -> str:
        """Where the file of an image input lies; empty where no image is asked for."""
        return self._only.file if isinstance(self._only, _ImageField) else ""

    def set_value(self, value: Any) -> None:
        if self._form == "text":
            self._only.set_value(value)
            return
        for name, field in self._fields.items():
            if name in value:
                field.set_value(value[name])

    @property
    def takes_rows(self) -> bool:
        """Whether a row of a table can be pasted: there are several fields."""
        return self._form == "record" and len(self._inputs) > 1

    def paste_row(self, text: str) -> None:
        """Fill the fields from a row; those it says nothing of stay as they are."""
        values, missing = pasted_row(text, self._inputs)
        if values:
            self.set_value(values)
        self.pasted.emit(missing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A row that is pasted into one field belongs into all of them."""
        if event.type() == QEvent.Type.KeyPress and event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if looks_like_a_row(text, len(self._inputs)):
                self.paste_row(text)
                return True
        return False

    def show_problems(self, said: Iterable[tuple[str | None, str]]) -> list[str]:
        """Show each text beside its field (``inputs.0.bmi``); gives back those that belong to none."""
        for field in self._fields.values():
            field.show_problem("")
        rest = []
        for path, text in said:
            field = self._field_at(path)
            if field is None:
                rest.append(text)
            else:
                field.show_problem(text)
        return rest

    def _field_at(self, path: str | None) -> "_Field | None":
        parts = (path or "").split(".", 2)
        if parts[0] != "inputs":
            return None
        if self._form in ("text", "image") and len(parts) >= 2:
            return self._only
        return self._fields.get(parts[2]) if len(parts) == 3 else None

    @property
    def _only(self) -> "_Field":
        return next(iter(self._fields.values()))

    def _add(self, field: "_Field", layout: QVBoxLayout) -> None:
        layout.addWidget(self._connect(field))

    def _connect(self, field: "_Field") -> "_Field":
        self._fields[field.name] = field
        if self.takes_rows:
            field.editor.installEventFilter(self)
        field.submitted.connect(self.submitted)
        field.edited.connect(self.edited)
        return field


class _Field(QWidget):
    """A label, an editor, and what is wrong with it."""

    submitted = Signal()
    edited = Signal()

    def __init__(self, name: str, hint: str, editor: QWidget) -> None:
        super().__init__()
        self.name = name
        self.editor = editor
        editor.setAccessibleName(name)
        caption = Label(f"{name}  {hint}".strip(), "caption")
        caption.setBuddy(editor)
        caption.setMinimumWidth(40)
        self._problem = Label("", "bad", wrap=True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (caption, editor, self._problem):
            layout.addWidget(widget)

    def value(self) -> Any:
        return None

    def set_value(self, value: Any) -> None:
        """Put a value in."""

    def show_problem(self, text: str) -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.editor.setProperty("invalid", "true" if text else "false")
        self.editor.setAccessibleDescription(text)
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


class _LineField(_Field):
    """A line of text; for numbers, one that is sent as a number when it is one and as text when not."""

    def __init__(self, spec: "InputField", number: bool) -> None:
        line = QLineEdit()
        super().__init__(spec.name, _range_text(spec) if number else "", line)
        self._line, self._number = line, number
        line.setPlaceholderText("2026-11-23" if spec.kind == "date" else "")
        self.set_value(spec.example)
        line.returnPressed.connect(self.submitted)
        line.textChanged.connect(self.edited)

    def value(self) -> Any:
        text = self._line.text().strip()
        if not text:
            return None
        return number_of(text) if self._number else text

    def set_value(self, value: Any) -> None:
        if value is not None:
            self._line.setText(f"{value:.10g}" if isinstance(value, float) else str(value))


class _ChoiceField(_Field):
    """One of the values the training data had, or none."""

    def __init__(self, spec: "InputField") -> None:
        box = QComboBox()
        super().__init__(spec.name, "", box)
        self._box = box
        box.addItem("–", None)
        choices = (
            [(self.tr("yes"), True), (self.tr("no"), False)]
            if spec.kind == "boolean"
            else [(choice, choice) for choice in spec.choices]
        )
        for label, value in choices:
            box.addItem(label, value)
        self.set_value(spec.example)
        box.currentIndexChanged.connect(self.edited)

    def value(self) -> Any:
        return self._box.currentData()

    def set_value(self, value: Any) -> None:
        for index in range(self._box.count()):
            if self._box.itemData(index) == value and type(self._box.itemData(index)) is type(value):
                self._box.setCurrentIndex(index)


class _TextField(_Field):
    """Several lines; Ctrl+Enter sends."""

    def __init__(self, name: str, example: Any) -> None:
        text = _TextEdit()
        super().__init__(name, "", text)
        self._text = text
        text.setMinimumHeight(96)
        text.setTabChangesFocus(True)
        self.set_value(example)
        text.sent.connect(self.submitted)
        text.textChanged.connect(self.edited)

    def value(self) -> Any:
        return self._text.toPlainText()

    def set_value(self, value: Any) -> None:
        if value is not None:
            self._text.setPlainText(str(value))


class _ImageField(_Field):
    """A file's bytes in base64, as the endpoint takes them."""

    def __init__(self, name: str) -> None:
        picker = ImagePicker()
        super().__init__(name, "", picker)
        self.picker = picker
        picker.picked.connect(self.edited)

    @property
    def file(self) -> str:
        return str(self.picker.path or "picture.png")

    def value(self) -> Any:
        return base64.b64encode(self.picker.content).decode() or None

    def set_value(self, value: Any) -> None:
        if isinstance(value, str | Path):
            self.picker.load(Path(value))


class _TextEdit(QPlainTextEdit):
    sent = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if pressed_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sent.emit()
            return
        super().keyPressEvent(event)


def _only_field(form: str, spec: "InputField | None") -> _Field:
    if form == "image":
        return _ImageField(spec.name if spec else IMAGE)
    return _TextField(spec.name if spec else "text", spec.example if spec else None)


def _field_of(spec: "InputField") -> _Field:
    if spec.kind == "boolean" or (spec.kind == "category" and spec.choices):
        return _ChoiceField(spec)
    return _LineField(spec, number=spec.kind == "number")


def _range_text(spec: "InputField") -> str:
    if spec.minimum is None or spec.maximum is None:
        return ""
    return f"{_short(spec.minimum)} – {_short(spec.maximum)}"


def _short(value: float) -> str:
    return thousands(value) if float(value).is_integer() and abs(value) < 1e9 else f"{value:.4g}"
