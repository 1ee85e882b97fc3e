"""F1: the keys, and where things lie."""

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout

from gui.theme.fonts import mono
from gui.widgets.button import Button
from gui.widgets.label import Label


class HelpDialog(QDialog):
    """Stays beside the window, so that it can be tried at once."""

    def __init__(self, window) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Help"))
        self.setMinimumWidth(520)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(10)
        layout.addWidget(Label(self.tr("Keys"), "heading"))
        layout.addLayout(_table(self._keys(), code=True))
        layout.addSpacing(8)
        layout.addWidget(Label(self.tr("From data to an answer"), "heading"))
        layout.addLayout(_table(self._story(), code=False))
        layout.addSpacing(8)
        layout.addWidget(Label(self.tr("Where things lie"), "heading"))
        layout.addLayout(_table(self._places(str(window.connection.home.root)), code=True))
        layout.addSpacing(6)
        close = Button(self.tr("Close"))
        close.clicked.connect(self.close)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(close)
        layout.addLayout(line)

    def _keys(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl+1 … Ctrl+7", self.tr("The pages, from top to bottom")),
            ("Ctrl+N", self.tr("New run")),
            ("Ctrl+Enter", self.tr("Launch the run that is being edited")),
            ("Tab, Enter", self.tr("Next control; open what is chosen")),
            ("F1", self.tr("This help")),
        ]

    def _story(self) -> list[tuple[str, str]]:
        return [
            ("1", self.tr("Drop a file anywhere on the window: it becomes a dataset.")),
            ("2", self.tr("New run: choose what to predict, the model and the devices, then launch.")),
            ("3", self.tr("Runs: watch the loss, pause, resume, compare.")),
            ("4", self.tr("Models: a finished run is a model. Serve it, and ask it for answers.")),
        ]

    def _places(self, home: str) -> list[tuple[str, str]]:
        return [
            (home, self.tr("Home folder: everything of yours")),
            ("datasets/", self.tr("The app's own copies of your files")),
            ("runs/", self.tr("One folder a run: events, logs, checkpoints, model")),
            ("logs/", self.tr("The engine's log")),
        ]


def _table(rows: list[tuple[str, str]], code: bool) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for place, (left, right) in enumerate(rows):
        label = Label(left).set_selectable()
        if code:
            label.setFont(mono())
        grid.addWidget(label, place, 0)
        grid.addWidget(Label(right, "dim", wrap=True), place, 1)
    return grid
