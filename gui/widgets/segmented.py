"""A choice among a few words side by side."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class Segmented(QFrame):
    """``options`` are (value, label) pairs, or plain words that are both. ``changed`` tells the value."""

    changed = Signal(str)

    def __init__(
        self,
        options: Iterable[str | tuple[str, str]],
        value: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "segmented")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        for option in options:
            key, label = (option, option) if isinstance(option, str) else option
            button = QPushButton(label)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # as Button has it
            button.setAccessibleName(f"{name}: {label}" if name else label)
            button.toggled.connect(lambda on, key=key: self.changed.emit(key) if on else None)
            self._group.addButton(button)
            self._buttons[key] = button
            layout.addWidget(button)
        self.set_value(value or next(iter(self._buttons), ""))

    @property
    def value(self) -> str:
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_shown(self, value: str, shown: bool) -> None:
        """Offer an option, or hide it for now."""
        self._buttons[value].setVisible(shown)

    def set_value(self, value: str) -> None:
        """Choose without telling anybody."""
        if value in self._buttons and value != self.value:
            blocked = self.blockSignals(True)
            self._buttons[value].setChecked(True)
            self.blockSignals(blocked)
