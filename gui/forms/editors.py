"""One editor per kind of value: each holds a value in JSON's terms and says when a person changed it.

What cannot be read as the kind (a word where a number belongs) is handed on as it was typed, so that
the check can say what is wrong with it; an editor judges nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from gui.forms.fields import FieldView, Option
from gui.widgets.chips import Chip
from gui.widgets.flow import FlowLayout


def schema_text(text: str) -> str:
    """A text of the schema in the language of the window."""
    return QCoreApplication.translate("Schema", text) if text else ""


class Editor(QWidget):
    """Base of all editors; ``control`` is the widget that takes the keys and shows the red line."""

    changed = Signal()
    has_own_titles = False  # says itself what it is; the form puts no label above
    shows_only = False  # a figure among the fields: no part of what the form holds

    def __init__(self, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(control)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops, in order; the first takes the cursor for a problem."""
        return [self.control]

    def value(self) -> Any:
        """What stands in the editor."""
        raise TypeError(f"{type(self).__name__} holds no value")

    def set_value(self, value: Any) -> None:
        """Show a value without saying that it changed."""
        raise TypeError(f"{type(self).__name__} holds no value")

    def set_invalid(self, invalid: bool) -> None:
        """Draw the red line, or take it away."""
        if bool(self.control.property("invalid")) == invalid:
            return
        self.control.setProperty("invalid", invalid)
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)

    def name(self, title: str, help_text: str) -> None:
        """Tell people and screen readers what this is."""
        self.control.setAccessibleName(title)
        self.control.setAccessibleDescription(help_text)
        self.control.setToolTip(help_text)


class LineEditor(Editor):
    """A line of text, read and written by two functions; an empty line is None where that is allowed."""

    def __init__(
        self,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        optional: bool = False,
        unit: str = "",
        line: QLineEdit | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.line = line or QLineEdit()
        super().__init__(self.line, parent)
        self._read, self._write, self._optional = read, write, optional
        self.line.textEdited.connect(self.changed)
        if unit:
            self._show_unit(schema_text(unit))

    def value(self) -> Any:
        text = self.line.text()
        if not text.strip() and self._optional:
            return None
        return self._read(text)

    def set_value(self, value: Any) -> None:
        text = "" if value is None else self._write(value)
        if text != self.line.text() and not self._means_the_same(value):
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def _means_the_same(self, value: Any) -> bool:
        """Do not rewrite “1e-3” as “0.001” under a person's hands."""
        return self.line.hasFocus() and self.value() == value

    def _show_unit(self, unit: str) -> None:
        label = QLabel(unit)
        label.setProperty("role", "caption")
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(self.line)
        inside.setContentsMargins(8, 0, 10, 0)
        inside.addStretch()
        inside.addWidget(label)
        self.line.setTextMargins(0, 0, label.sizeHint().width() + 6, 0)


class _SteppedLine(QLineEdit):
    """A line whose up and down keys are told instead of ignored."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        direction = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(event.key())
        if direction:
            self.stepped.emit(direction)
        else:
            super().keyPressEvent(event)


class NumberEditor(LineEditor):
    """A number as text, “2e-4” included; the up and down keys move it."""

    def __init__(
        self, whole: bool, optional: bool = False, unit: str = "", parent: QWidget | None = None
    ) -> None:
        line = _SteppedLine()
        super().__init__(read_int if whole else read_float, write_number, optional, unit, line, parent)
        self._whole = whole
        line.stepped.connect(self._move)

    def _move(self, direction: int) -> None:
        value = self.value()
        if not isinstance(value, int | float) or isinstance(value, bool):
            return
        if self._whole:
            moved: float = max(value + direction, 0)
        else:
            moved = float(f"{value * (2 if direction > 0 else 0.5):.6g}")
        self.line.setText(write_number(moved))
        self.changed.emit()


class QuietComboBox(QComboBox):
    """A choice that the mouse wheel does not change while a person scrolls past it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(Editor):
    """One of the schema's choices; a value that is none of them is kept and shown as it is."""

    def __init__(
        self,
        options: Sequence[Option],
        optional: bool = False,
        none: str = "none",
        parent: QWidget | None = None,
    ) -> None:
        self.combo = QuietComboBox()
        super().__init__(self.combo, parent)
        self._optional, self._none = optional, none
        self.set_options(options)
        self.combo.activated.connect(self.changed)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these choices; the present one stays when it is among them."""
        before = self.combo.currentData()
        self.combo.clear()
        if self._optional:
            self.combo.addItem(schema_text(self._none), None)
        for option in options:
            self.combo.addItem(schema_text(option.label), option.value)
            if option.help:
                self.combo.setItemData(
                    self.combo.count() - 1, schema_text(option.help), Qt.ItemDataRole.ToolTipRole
                )
        self.combo.setCurrentIndex(max(self.combo.findData(before), 0))

    def value(self) -> Any:
        return self.combo.currentData()

    def set_value(self, value: Any) -> None:
        index = self.combo.findData(value)
        if index < 0:
            self.combo.addItem(str(value), value)
            index = self.combo.count() - 1
        self.combo.setCurrentIndex(index)


class BoolEditor(Editor):
    """Yes or no."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        self.box = QCheckBox(text)
        super().__init__(self.box, parent)
        self.box.clicked.connect(self.changed)

    def value(self) -> bool:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))


class FigureEditor(LineEditor):
    """A figure that follows from the fields beside it; it can be read and copied, not changed."""

    shows_only = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(str, str, parent=parent)
        self.line.setReadOnly(True)
        self.line.setPlaceholderText("–")


class ChoicesEditor(Editor):
    """Any number of the schema's choices, as chips in its order."""

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        holder = QWidget()
        super().__init__(holder, parent)
        self.chips = {option.value: Chip(schema_text(option.label), holder) for option in options}
        flow = FlowLayout(holder, 6, 6)
        for chip in self.chips.values():
            chip.clicked.connect(self.changed)
            flow.addWidget(chip)

    def stops(self) -> list[QWidget]:
        return list(self.chips.values())

    def value(self) -> list[str]:
        return [value for value, chip in self.chips.items() if chip.isChecked()]

    def set_value(self, value: Any) -> None:
        for name, chip in self.chips.items():
            chip.setChecked(name in (value or ()))


class ListEditor(Editor):
    """Holds a list of parts and says how many they are; a page that edits them brings an editor of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(self.line, parent)
        self.line.setReadOnly(True)
        self._value: list[Any] = []

    def value(self) -> list[Any]:
        return list(self._value)

    def set_value(self, value: Any) -> None:
        self._value = list(value or ())
        self.line.setText(str(len(self._value)))


def editor_for(view: FieldView) -> Editor:
    """The editor that suits a field's kind."""
    match view.kind:
        case "int":
            editor: Editor = NumberEditor(True, view.optional, view.unit)
        case "float":
            editor = NumberEditor(False, view.optional, view.unit)
        case "ints":
            editor = LineEditor(read_ints, write_list, view.optional, view.unit)
        case "texts":
            editor = LineEditor(read_texts, write_list, view.optional, view.unit)
        case "bool":
            return BoolEditor()
        case "choice" | "union":
            return ChoiceEditor(view.options, view.optional, view.none)
        case "choices":
            return ChoicesEditor(view.options)
        case "list":
            return ListEditor()
        case _:
            editor = LineEditor(str, str, view.optional, view.unit)
    if view.optional:
        editor.line.setPlaceholderText(schema_text(view.none))
    return editor


def read_int(text: str) -> Any:
    """A whole number, with or without spaces between the thousands; else the text itself."""
    try:
        return int("".join(text.split()))
    except ValueError:
        return text.strip()


def read_float(text: str) -> Any:
    """A number, “2e-4” and “0,5” included; else the text itself."""
    try:
        return float("".join(text.split()).replace(",", "."))
    except ValueError:
        return text.strip()


def write_number(value: Any) -> str:
    """Short and exact: 0.001, 2e-05, 20000."""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def read_ints(text: str) -> list[Any]:
    """“64, 64” as whole numbers; a part that is none stays text."""
    return [read_int(part) for part in text.replace(";", ",").split(",") if part.strip()]


def read_texts(text: str) -> list[str]:
    """Parts between commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def write_list(value: Any) -> str:
    """Parts with commas between."""
    return ", ".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)
