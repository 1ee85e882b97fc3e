"""What was asked, as the YAML that the command line takes."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gui.widgets.card import Card
from gui.widgets.code_view import CodeView

if TYPE_CHECKING:
    from engine.schema.job import Job


class GroupSpec(Card):
    """Shows a job's spec."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Spec"))
        self.set_subtitle(self.tr("as a file for the command line"))
        self.code = CodeView(self.tr("Spec as YAML"))
        self.add(self.code, 1)
        self._shown: object = None

    def show_job(self, job: "Job") -> None:
        from engine.schema.spec_file import dump_spec

        if job.spec != self._shown:
            self._shown = job.spec
            self.code.set_code(dump_spec(job.spec))
