"""What is using the devices: a row a process, with the way to what it belongs to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gui.client.words import problem_line
from gui.closing import confirm
from gui.context import Context
from gui.i18n import amounts
from gui.widgets.card import Card
from gui.widgets.data_table import Column, DataTable

if TYPE_CHECKING:
    from engine.schema.machine import ProcessRow

_DOTS = {"run": "accent", "endpoint": "good", "left_over": "warning", "engine": "violet"}


class ProcessCard(Card):
    """Rows lead to their run or endpoint; a left-over process can be ended, after a question."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("What is using the devices"))
        self._context = context
        self._table = DataTable(self._columns(), lambda row: (row.pid, row.started), self.tr("Processes"))
        self._table.set_sortable()
        self._table.opened.connect(self._open)
        self._table.acted.connect(self._on_acted)
        self.add(self._table, 1)

    def set_rows(self, rows: "Sequence[ProcessRow]") -> None:
        self._table.set_rows(rows)

    def set_has_gpus(self, has: bool) -> None:
        """Without a GPU no process has device memory to show."""
        self._table.setColumnHidden(3, not has)

    def _columns(self) -> list[Column]:
        return [
            Column(
                "pid", self.tr("Process"), lambda row: str(row.pid), lambda row: row.pid, mono=True, width=90
            ),
            Column(
                "belongs",
                self.tr("Belongs to"),
                self._belongs,
                stretch=True,
                dot=_dot,
                tip=lambda row: row.name,
            ),
            Column("device", self.tr("Device"), lambda row: _devices(row.devices), width=110),
            Column(
                "device_memory",
                self.tr("Device memory"),
                lambda row: amounts.size(row.device_memory),
                lambda row: row.device_memory,
                right=True,
                width=120,
            ),
            Column(
                "memory",
                self.tr("Memory"),
                lambda row: amounts.size(row.memory),
                lambda row: row.memory,
                right=True,
                width=100,
            ),
            Column(
                "cpu",
                self.tr("CPU"),
                lambda row: amounts.percent(row.cpu),
                lambda row: row.cpu,
                right=True,
                width=80,
            ),
            Column("action", "", self._action, action=True, colour=_action_colour, width=130),
        ]

    def _belongs(self, row: "ProcessRow") -> str:
        name = row.job_name or row.job or row.name
        match row.belongs:
            case "run":
                parts = (self.tr("Run"), name, row.role)
            case "endpoint":
                parts = (self.tr("Serving"), name, row.role)
            case "engine":
                parts = (self.tr("Modelyard's engine"),)
            case "left_over":
                parts = (self.tr("Left over"), name, self.tr("its launcher is gone"))
            case _:
                parts = (self.tr("Another program"), row.name)
        return " · ".join(part for part in parts if part)

    def _action(self, row: "ProcessRow") -> str:
        if row.can_end:
            return self.tr("End process")
        match row.belongs:
            case "run":
                return self.tr("Open run") if row.job else ""
            case "endpoint":
                return self.tr("Open endpoint") if row.job else ""
        return ""

    def _on_acted(self, row: "ProcessRow", key: str) -> None:
        if not row.can_end:
            self._open(row)
        elif confirm(
            self,
            self.tr("End process {0}?").format(row.pid),
            self.tr("It is left over from a run that is over. What it holds in memory is freed."),
            self.tr("End process"),
        ):
            self._context.connection.call(
                lambda client: client.end_process(row.pid, row.started),
                lambda _: self._context.notify(self.tr("Process {0} has ended").format(row.pid), "good"),
                lambda problems: self._context.notify(problem_line(problems[0]), "error"),
                receiver=self,
            )

    def _open(self, row: "ProcessRow") -> None:
        if row.job and row.belongs in ("run", "endpoint"):
            self._context.navigate("run" if row.belongs == "run" else "serve", row.job)


def _dot(row: "ProcessRow") -> str:
    return _DOTS.get(row.belongs, "faint")


def _action_colour(row: "ProcessRow") -> str:
    return "bad" if row.can_end else "accent"


def _devices(devices: Sequence[str]) -> str:
    """cuda:0, cuda:1, cuda:2 → cuda:0–2."""
    numbers = sorted(int(each[5:]) for each in devices if each.startswith("cuda:"))
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"cuda:{numbers[0]}–{numbers[-1]}"
    return ", ".join(sorted(set(devices))) or "–"
