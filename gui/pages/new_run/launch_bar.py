"""The name of the run and the two buttons that send it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.train import TrainSpec
from gui.forms.fields import fields_at
from gui.forms.form import SchemaForm
from gui.widgets.button import Button
from gui.widgets.label import Label


class LaunchBar(QWidget):
    """``launch_wanted`` and ``trial_wanted`` are told only while the run may start."""

    launch_wanted = Signal()
    trial_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = SchemaForm(fields_at(TrainSpec, "name"), columns=1)
        self._reason = Label("", "caption", wrap=True)
        self._reason.hide()
        self.trial = Button(self.tr("Try 20 steps"))
        self.trial.setToolTip(self.tr("Runs 20 steps to see that all works; no model is kept."))
        self.launch = Button(self.tr("Launch   Ctrl ↵"), "primary")
        self.launch.setAccessibleName(self.tr("Launch"))
        self.trial.clicked.connect(self.trial_wanted)
        self.launch.clicked.connect(self.launch_wanted)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self.launch.click)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.trial, 5)
        buttons.addWidget(self.launch, 7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.form)
        layout.addWidget(self._reason)
        layout.addLayout(buttons)
        self.set_ready(False)

    def set_ready(self, ready: bool, reason: str = "") -> None:
        """Allow the launch, or say why not."""
        self.trial.setEnabled(ready)
        self.launch.setEnabled(ready)
        self._reason.setText("" if ready else reason)
        self._reason.setVisible(bool(reason) and not ready)
        self.launch.setToolTip(reason)
