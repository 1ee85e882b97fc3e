"""One endpoint: its address and keys, what it is doing, a form to try it, and code that asks it."""

import time
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.client.words import say_problem
from gui.i18n.amounts import size_parts
from gui.pages.serve.keys_dialog import KeysDialog
from gui.pages.serve.playground import Playground
from gui.pages.serve.snippets import PLACEHOLDER, curl_code, python_code
from gui.state.endpoint import MINUTE, EndpointState
from gui.state.event_feed import EventFeed
from gui.state.job_orders import JobOrders, allowed
from gui.theme.tokens import GAP
from gui.widgets.ask import Question
from gui.widgets.badge import StateBadge
from gui.widgets.button import Button
from gui.widgets.card import Card
from gui.widgets.chart_data import Series
from gui.widgets.chart_line import Line
from gui.widgets.chart_panel import ChartPanel
from gui.widgets.code_view import CodeView, CopyButton
from gui.widgets.key_number import KeyNumber
from gui.widgets.label import Label
from gui.widgets.notice import Notice
from gui.widgets.page import Page
from gui.widgets.page_header import PageHeader
from gui.widgets.phase_words import phase_words
from gui.widgets.segmented import Segmented
from gui.widgets.spinner import Spinner

if TYPE_CHECKING:
    from engine.schema.job import Job
    from gui.context import Context


class EndpointView(Page):
    """Follows one serve job."""

    def __init__(self, context: "Context", job_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job_id = job_id
        self.state = EndpointState(self)
        self._context = context
        self._orders = JobOrders(context, self)
        self._job: Job | None = None
        self.playground: Playground | None = None
        self._build()
        self.state.changed.connect(lambda _: self._show_traffic())
        context.library.job_changed.connect(self._on_job_changed)
        context.library.models_changed.connect(self._make_playground)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._show_traffic)
        self._clock.start()
        self._feed = EventFeed(context.connection, job_id, self.state)
        self.destroyed.connect(self._feed.close)
        if job_id in context.library.jobs:
            self._show_job(context.library.jobs[job_id])

    def close_streams(self) -> None:
        """Stop following; the view is about to go."""
        self._feed.close()

    @property
    def key(self) -> str:
        """The key made in this window, for the code to copy; none is kept beyond it."""
        return self._context.memory.get(f"key {self.job_id}") or PLACEHOLDER

    # --- building

    def _build(self) -> None:
        self.header = PageHeader("", breadcrumb=self.tr("Serve"))
        self.header.went_up.connect(lambda: self._context.navigate("serve", None))
        self.badge = self.header.add_beside(StateBadge())
        self.keys = Button(self.tr("Keys"))
        self.keys.clicked.connect(self.open_keys)
        self.start = Button(self.tr("Start again"), "primary")
        self.start.clicked.connect(lambda: self._orders.retry(self.job_id))
        self.stop = Button(self.tr("Stop"), "danger")
        self.stop.clicked.connect(self._ask_stop)
        self.stop_now = Button(self.tr("Stop now"), "danger")
        self.stop_now.clicked.connect(lambda: self._orders.stop(self.job_id, now=True))
        self.delete = Button(self.tr("Delete"), "danger")
        self.delete.clicked.connect(self._delete)
        for button in (self.keys, self.start, self.stop, self.stop_now, self.delete):
            self.header.add_action(button)
        self.header.setMinimumHeight(52)  # two lines, also when the page is short of room
        self.header.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.notice = Notice(level="error")
        self.notice.hide()
        for widget in (self.header, self.notice, self._address_card()):
            self.column.addWidget(widget)
        self._left = QVBoxLayout()
        body = QHBoxLayout()
        body.setSpacing(GAP)
        body.addLayout(self._left, 61)
        body.addLayout(self._side(), 39)
        self.column.addLayout(body, 1)

    def _address_card(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(28)
        self.spinner = Spinner()
        self.address = Label("", "mono").set_selectable()
        self.copy = CopyButton()
        line = QHBoxLayout()
        line.setSpacing(10)
        for widget in (self.spinner, self.address, self.copy):
            line.addWidget(widget)
        line.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(self.tr("Endpoint"), "caption"))
        words.addLayout(line)
        row.addLayout(words, 1)
        self.rate = KeyNumber(self.tr("requests"), unit=self.tr("/s"))
        self.latency = KeyNumber(self.tr("p50 · p99"), unit=self.tr("ms"))
        self.total = KeyNumber(self.tr("answered"))
        self.memory = KeyNumber(self.tr("memory"))
        for number in (self.rate, self.latency, self.total, self.memory):
            row.addWidget(number)
        card.add_layout(row)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return card

    def _side(self) -> QVBoxLayout:
        code = Card(self.tr("Call it from code"))
        self.language = Segmented((("python", "Python"), ("curl", "curl")), name=self.tr("Language"))
        self.language.changed.connect(lambda _: self._show_code())
        code.add_action(self.language)
        self.code = CodeView(self.tr("Code that asks the endpoint"))
        code.add(self.code, 1)
        self.key_hint = Label("", "faint", wrap=True)
        code.add(self.key_hint)
        self.requests = ChartPanel(self.tr("Requests, last minute"), legend=False)
        self._series = Series()
        self._ages = np.arange(-MINUTE, 1)
        chart = self.requests.chart
        chart.x_text = self._ago_text
        self.requests.add(Line("requests", self.tr("requests"), "series1", self._series))
        self.failed = Label("", "dim")
        self.requests.body.addWidget(self.failed)
        side = QVBoxLayout()
        side.setSpacing(GAP)
        side.addWidget(code, 3)
        side.addWidget(self.requests, 2)
        return side

    def _make_playground(self) -> None:
        card = self._context.library.models.get(self._job.model or "") if self._job else None
        if card is None or self.playground is not None:
            return
        self.playground = Playground(self._context, self.job_id, card)
        self.playground.edited.connect(self._show_code)
        self.playground.set_ready(bool(self._job and self._job.state == "running"))
        self._left.addWidget(self.playground)
        self._show_code()

    def _on_job_changed(self, job_id: str) -> None:
        if job_id == self.job_id:
            self._show_job(self._context.library.jobs[job_id])

    # --- showing

    def _show_job(self, job: "Job") -> None:
        self._job = job
        self._feed.follow_on(str(job.state))
        orders = allowed(job)
        self.header.set_title(job.name)
        self.badge.set_state("ready" if job.state == "running" else str(job.state))
        for name, order in (
            ("start", "retry"),
            ("stop", "stop"),
            ("stop_now", "stop_now"),
            ("delete", "delete"),
        ):
            getattr(self, name).setVisible(order in orders)
        self.keys.setEnabled(job.state != "failed")
        self._make_playground()
        if self.playground is not None:
            self.playground.set_ready(job.state == "running")
        self._show_address(job)
        self._show_error(job)
        self._show_code()
        self._show_traffic()

    def _show_address(self, job: "Job") -> None:
        ready = job.state == "running" and bool(job.url)
        busy = job.state in ("waiting", "starting", "stopping")
        self.spinner.setVisible(busy)
        self.copy.setVisible(ready)
        self.copy.set_copied(job.url or "")
        phase = phase_words(self.state.record.phase or job.progress.phase)
        words = {
            "waiting": self.tr("Waiting for its device"),
            "starting": phase or self.tr("Starting"),
            "stopping": self.tr("Answering what was asked, then stopping"),
        }
        self.address.setText((job.url or "") if ready else words.get(str(job.state), self.tr("Not running")))

    def _show_error(self, job: "Job") -> None:
        self.notice.setVisible(job.error is not None)
        if job.error is not None:
            said = say_problem(job.error)
            self.notice.say(said.what, said.why, said.what_to_do, "error")

    def _show_code(self) -> None:
        if self._job is None:
            return
        url = self._job.url or "http://127.0.0.1:PORT"
        form = self.playground.form if self.playground is not None else None
        picture = form.picture if form else ""
        value = form.value() if form and not picture else {}
        write = python_code if self.language.value == "python" else curl_code
        self.code.set_code(write(url, self.key, value, picture))
        fresh = self.key != PLACEHOLDER
        self.key_hint.setText(
            self.tr("The key above is shown only as long as this window is open.")
            if fresh
            else self.tr("Put a key in place of {0}: “Keys” makes one.").format(PLACEHOLDER)
        )

    def _show_traffic(self) -> None:
        now = time.time() - 1  # the second that runs is not complete yet
        p50, p99 = self.state.latencies()
        rate = self.state.rate(now)
        self.rate.set_value(f"{rate:.0f}" if rate >= 100 or rate == 0 else f"{rate:.1f}")
        self.latency.set_value("–" if p50 is None else f"{_ms(p50)} · {_ms(p99)}")
        traffic = self.state.record.traffic or {}
        self.total.set_value(f"{int(traffic.get('total') or 0):,}".replace(",", "\u202f"))
        self.memory.set_value(*size_parts(self.state.memory()))
        failed = self.state.failed(now)
        self.failed.setText(self.tr("%n refused or failed", "", failed))
        minute = [*self.state.minute(now), 0.0]
        minute[-1] = minute[-2]  # a line ends where its last second does
        self._series.extend(self._ages, self._ages, minute)
        self.requests.chart.touch()
        if self._job is not None and self._job.state == "starting":
            self._show_address(self._job)

    def _ago_text(self, mark: float, marks: list[float]) -> str:
        seconds = -round(mark)
        return self.tr("now") if seconds <= 0 else self.tr("−{0} s").format(seconds)

    # --- asking

    def open_keys(self) -> KeysDialog:
        dialog = KeysDialog(self._context, self.job_id, self)
        dialog.key_made.connect(self._on_key_made)
        dialog.open()
        return dialog

    def _on_key_made(self, secret: str) -> None:
        self._context.memory[f"key {self.job_id}"] = secret
        self._show_code()

    def _ask_stop(self) -> None:
        text = self.tr("Programs that use it get no answer until it is started again. Its keys stay.")
        question = Question(
            self.tr("Stop this endpoint?"), text, self.tr("Stop"), dangerous=True, parent=self
        )
        question.accepted.connect(lambda: self._orders.stop(self.job_id))
        question.open()

    def _delete(self) -> None:
        text = self.tr("Its keys are forgotten. The model stays.")
        question = Question(
            self.tr("Delete this endpoint?"), text, self.tr("Delete"), dangerous=True, parent=self
        )
        question.accepted.connect(
            lambda: self._orders.delete(self.job_id, done=lambda _: self._context.navigate("serve", None))
        )
        question.open()


def _ms(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    value = seconds * 1000
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"
