"""Where an endpoint is asked, what computes there, and the few numbers of the model that is looked at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.i18n.amounts import UNKNOWN, number, size_parts
from gui.pages.serve.runner_words import runner_words
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.code_view import CopyButton
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.key_number import KeyNumber
from gui.widgets.label import Label
from gui.widgets.phase_words import phase_words
from gui.widgets.spinner import Spinner

if TYPE_CHECKING:
    from engine.schema.job import Job
    from engine.schema.serve import ServedModel
    from gui.state.traffic import Traffic

_WIDTH, _WIDER, _WIDEST = (
    84,
    124,
    214,
)  # pixels: figures that change every second must not push one another about
_LIVE = ("waiting", "starting", "stopping")


class AddressCard(Card):
    """``show_job`` where, ``show_traffic`` how much. ``add_wanted`` tells that one more model is to be served there."""

    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.spinner = Spinner()
        self.address = Label("", "mono").set_selectable()
        self.copy = CopyButton()
        self.more = Button(self.tr("Add a model…"), "link")
        self.more.setToolTip(self.tr("Serve another model behind this address, under a name of its own"))
        self.more.clicked.connect(self.add_wanted)
        line = QHBoxLayout()
        line.setSpacing(10)
        for widget in (self.spinner, self.address, self.copy, self.more):
            line.addWidget(widget)
        line.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(self.tr("Endpoint"), "caption"))
        words.addLayout(line)
        self.rate = KeyNumber(self.tr("requests"), unit=self.tr("/s"), width=_WIDTH)
        self.latency = KeyNumber(self.tr("p50 · p99"), unit=self.tr("ms"))
        self.tokens = KeyNumber(self.tr("tokens"), unit=self.tr("/s"), width=_WIDTH)
        self.memory = KeyNumber(self.tr("memory"), width=_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(28)
        row.addLayout(words, 1)
        for figure in (self.rate, self.latency, self.tokens, self.memory):
            row.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
        self.runner = ElidedLabel("", "faint")
        self.add_layout(row)
        self.add(self.runner)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_job(self, job: "Job", phase: str | None) -> None:
        ready = job.state == "running" and bool(job.url)
        self.spinner.setVisible(job.state in _LIVE)
        self.copy.setVisible(ready)
        self.more.setVisible(ready)
        url = base_url(job)
        self.copy.set_copied(url)
        words = {
            "waiting": self.tr("Waiting for its device"),
            "starting": phase_words(phase or job.progress.phase) or self.tr("Starting"),
            "stopping": self.tr("Answering what was asked, then stopping"),
        }
        self.address.setText(url if ready else words.get(str(job.state), self.tr("Not running")))

    def show_model(self, served: "ServedModel | None", talks: bool) -> None:
        said = runner_words(served) if served is not None else ""
        self.runner.setText(said)
        self.runner.setVisible(bool(said))
        self.tokens.setVisible(talks)
        self.latency.setMinimumWidth(_WIDEST if talks else _WIDER)

    def show_traffic(self, traffic: "Traffic", name: str, talks: bool, now: float) -> None:
        self.rate.set_value(_rate(traffic.rate(now, name)))
        p50, p99 = traffic.latencies(name, first=talks)
        unit = self.tr("ms to first token") if talks else self.tr("ms")
        self.latency.set_value(UNKNOWN if p50 is None else f"{_ms(p50)} · {_ms(p99)}", unit)
        self.tokens.set_value(number(traffic.rate(now, name, "tokens")))

    def show_memory(self, size: int | None) -> None:
        self.memory.set_value(*size_parts(size))


def base_url(job: "Job") -> str:
    """The address that programs are given: “http://127.0.0.1:8402/v1”."""
    return f"{job.url.rstrip('/')}/v1" if job.url else ""


def _rate(value: float) -> str:
    return f"{value:.0f}" if value >= 100 or value == 0 else f"{value:.1f}"


def _ms(seconds: float | None) -> str:
    if seconds is None:
        return UNKNOWN
    value = seconds * 1000
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"
