"""What is asked before something happens to a run. Each calls its last argument when the answer is yes."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gui.widgets.ask import Question

Act = Callable[[], None]


def ask_name(parent: QWidget, name: str, rename: Callable[[str], None]) -> None:
    question = Question(
        QCoreApplication.translate("RunView", "Rename the run"),
        "",
        QCoreApplication.translate("RunView", "Rename"),
        parent=parent,
    )
    line = question.add_line(name, QCoreApplication.translate("RunView", "Name"))
    question.accepted.connect(lambda: rename(line.text().strip()))
    question.open()


def ask_stop(parent: QWidget, stop: Act) -> None:
    _ask(
        parent,
        QCoreApplication.translate("RunView", "Stop this run?"),
        QCoreApplication.translate("RunView", "It saves a checkpoint first, so you can continue it later."),
        QCoreApplication.translate("RunView", "Stop"),
        stop,
    )


def ask_stop_now(parent: QWidget, stop_now: Act) -> None:
    _ask(
        parent,
        QCoreApplication.translate("RunView", "End its processes now?"),
        QCoreApplication.translate(
            "RunView",
            "It is already stopping and saves a checkpoint. Stopping now ends its processes at once; the steps since the last checkpoint are lost.",
        ),
        QCoreApplication.translate("RunView", "Stop now"),
        stop_now,
    )


def ask_delete(parent: QWidget, delete: Act) -> None:
    _ask(
        parent,
        QCoreApplication.translate("RunView", "Delete this run?"),
        QCoreApplication.translate("RunView", "Its curves, log and checkpoints are removed from the disk."),
        QCoreApplication.translate("RunView", "Delete"),
        delete,
    )


def _ask(parent: QWidget, title: str, text: str, yes: str, act: Act) -> None:
    question = Question(title, text, yes, dangerous=True, parent=parent)
    question.accepted.connect(act)
    question.open()
