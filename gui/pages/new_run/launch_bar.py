"""What kind of job is made of the run, its name, and the buttons that send it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.schema.train import TrainSpec
from gui.forms.fields import fields_at
from gui.forms.form import SchemaForm
from gui.state.job_kind import JobKind
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented


class LaunchBar(QWidget):
    """``launch_wanted``, ``trial_wanted`` and ``proof_wanted`` are told only while the job may start."""

    kind_chosen = Signal(str)
    launch_wanted = Signal()
    trial_wanted = Signal()
    proof_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._provable = False
        kinds = [
            ("run", self.tr("One run")),
            ("folds", self.tr("Folds")),
            ("sweep", self.tr("Search settings")),
            ("search", self.tr("Auto")),
        ]
        self.kind = Segmented(kinds, name=self.tr("Job"))
        self.kind.changed.connect(self.kind_chosen)
        self.form = SchemaForm(fields_at(TrainSpec, "name"), columns=1)
        self._reason = Label("", "caption", wrap=True)
        self._reason.hide()
        self.trial = Button(self.tr("Try 20 steps"))
        self.trial.setToolTip(self.tr("Runs 20 steps to see that all works; no model is kept."))
        self.prove = Button(self.tr("Prove it"))
        self.prove.setToolTip(
            self.tr(
                "Runs 20 steps as chosen and 20 on one device with the same seed, and lays the two curves over each other. Dropout is off in both."
            )
        )
        self.prove.hide()
        self.launch = Button(self.tr("Launch   Ctrl ↵"), "primary")
        self.launch.setAccessibleName(self.tr("Launch"))
        self.trial.clicked.connect(self.trial_wanted)
        self.prove.clicked.connect(self.proof_wanted)
        self.launch.clicked.connect(self.launch_wanted)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(self.launch.click)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.trial, 5)
        buttons.addWidget(self.prove, 4)
        buttons.addWidget(self.launch, 7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.form)
        layout.addWidget(self._reason)
        layout.addLayout(buttons)
        self.set_ready(False)

    def set_ready(self, ready: bool, reason: str = "") -> None:
        """Allow the launch, or say why not."""
        self.trial.setEnabled(ready)
        self.prove.setEnabled(ready)
        self.launch.setEnabled(ready)
        self._reason.setText("" if ready else reason)
        self._reason.setVisible(bool(reason) and not ready)
        self.launch.setToolTip(reason)

    def set_provable(self, provable: bool) -> None:
        """Offer the proof only where a strategy promises the losses of one device."""
        self._provable = provable
        self.prove.setVisible(provable and self.kind.value == "run")

    def show_kind(self, kind: JobKind, can_search: bool) -> None:
        """A trial is a run, which Auto has none of yet; a proof compares two single runs."""
        self.kind.set_value(kind)
        self.kind.set_shown("search", can_search or kind == "search")
        self.trial.setVisible(kind != "search")
        self.set_provable(self._provable)
