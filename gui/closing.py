"""What a person is asked when the window is closed while runs are active."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui.context import Context
from gui.widgets.button import Button
from gui.widgets.label import Label


def may_close(parent: QWidget, context: Context, close: Callable[[], None]) -> bool:
    """Whether the window may close now. ``close`` is called later when everything is to be stopped first."""
    if not _may_leave_scores(parent, context):
        return False
    jobs = context.library.active_jobs()
    if not jobs or not context.settings["ask_before_closing"]:
        return True
    dialog = ClosingDialog([job.name for job in jobs], parent)
    dialog.exec()
    if dialog.choice != "cancel" and dialog.never_again:
        context.settings["ask_before_closing"] = False
    if dialog.choice == "stop" and confirm_stop_everything(parent, len(jobs)):
        stop_everything(context, close)
    return dialog.choice == "close"


def _may_leave_scores(parent: QWidget, context: Context) -> bool:
    """A file is scored by the window itself: without it that ends."""
    from gui.state.scoring.state import FileScoring  # not before the first frame

    scored = [each for each in context.memory.values() if isinstance(each, FileScoring) and each.running]
    if not scored:
        return True
    text = QCoreApplication.translate(
        "Closing", "{0} is not finished. Without the window it ends, and leaves no file."
    )
    return confirm(
        parent,
        QCoreApplication.translate("Closing", "A file is being scored"),
        text.format(", ".join(each.path.name for each in scored if each.path is not None)),
        QCoreApplication.translate("Closing", "Close the window"),
    )


def confirm_stop_everything(parent: QWidget, count: int) -> bool:
    """Ask once more: runs save a checkpoint, endpoints no longer answer."""
    text = QCoreApplication.translate(
        "Closing",
        "Runs save a checkpoint and can be resumed later. Endpoints stop answering. The engine ends.",
    )
    return confirm(
        parent,
        QCoreApplication.translate("Closing", "Stop everything?"),
        text,
        QCoreApplication.translate("Closing", "Stop everything"),
    )


def stop_everything(context: Context, done: Callable[[], None]) -> None:
    """Stop all jobs and the engine, then call ``done``."""
    context.connection.rest()
    context.connection.call(
        lambda client: client.stop_engine(True),
        lambda _: done(),
        lambda _: done(),
        receiver=context.connection,
    )


def confirm(parent: QWidget, title: str, text: str, action: str) -> bool:
    """Ask before something that cannot be taken back; Escape and Enter both mean no."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    cancel = Button(QCoreApplication.translate("Closing", "Cancel"))
    go_on = Button(action, "danger")
    cancel.clicked.connect(dialog.reject)
    go_on.clicked.connect(dialog.accept)
    buttons = QHBoxLayout()
    buttons.setSpacing(10)
    buttons.addStretch(1)
    buttons.addWidget(cancel)
    buttons.addWidget(go_on)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(20, 18, 20, 16)
    layout.setSpacing(10)
    layout.addWidget(Label(title, "heading"))
    words = Label(text, "dim", wrap=True)
    words.setMinimumWidth(400)
    layout.addWidget(words)
    layout.addSpacing(6)
    layout.addLayout(buttons)
    cancel.setDefault(True)
    cancel.setFocus()  # now that it has its window
    return dialog.exec() == QDialog.DialogCode.Accepted


class ClosingDialog(QDialog):
    """Says what goes on without the window. ``choice`` is close, stop or cancel."""

    def __init__(self, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = "cancel"
        self.setWindowTitle(self.tr("Close the window"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(Label(self._sentence(len(names)), "heading"))
        for name in names[:5]:
            layout.addWidget(Label(f"· {name}"))
        if len(names) > 5:
            layout.addWidget(Label(self.tr("and {0} more").format(len(names) - 5), "dim"))
        words = Label(
            self._explanation(len(names)),
            "dim",
            wrap=True,
        )
        words.setMinimumWidth(430)
        layout.addWidget(words)
        self._again = QCheckBox(self.tr("Do not ask again"))
        layout.addWidget(self._again)
        layout.addSpacing(6)
        layout.addLayout(self._buttons())
        self._default.setFocus()

    def _sentence(self, count: int) -> str:
        if count == 1:
            return self.tr("One job goes on without the window")
        return self.tr("{0} jobs go on without the window").format(count)

    def _explanation(self, count: int) -> str:
        if count == 1:
            return self.tr("The engine keeps it running. Open Modelyard again to see where it is.")
        return self.tr("The engine keeps them running. Open Modelyard again to see where they are.")

    @property
    def never_again(self) -> bool:
        return self._again.isChecked()

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        for text, kind, choice in (
            (self.tr("Stop everything…"), "danger", "stop"),
            (self.tr("Cancel"), "plain", "cancel"),
            (self.tr("Close the window"), "primary", "close"),
        ):
            button = Button(text, kind)
            button.clicked.connect(lambda _=False, choice=choice: self._choose(choice))
            line.addWidget(button)
            if choice == "stop":
                line.addStretch(1)
            if choice == "close":
                button.setDefault(True)
                self._default = button
        return line

    def _choose(self, choice: str) -> None:
        self.choice = choice
        self.accept()
