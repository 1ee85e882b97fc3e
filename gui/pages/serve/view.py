"""One endpoint: its address and the models behind it, what it is doing, a place to try it, and code that asks it."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.pages.serve.address_card import AddressCard
from gui.pages.serve.code_card import CodeCard
from gui.pages.serve.endpoint_dialogs import EndpointDialogs
from gui.pages.serve.endpoint_header import EndpointHeader
from gui.pages.serve.names_row import NamesRow
from gui.pages.serve.network_banner import NetworkBanner
from gui.pages.serve.playgrounds import READY, Playgrounds
from gui.pages.serve.sampling_card import SamplingCard
from gui.pages.serve.snippets.question import PLACEHOLDER
from gui.pages.serve.state_notice import StateNotice
from gui.pages.serve.traffic_card import TrafficCard
from gui.state.endpoint import TALKS, EndpointState
from gui.state.event_feed import EventFeed
from gui.state.own_key import forget_key, keep_key, kept_key, reaches
from gui.state.talks import forget_talks
from gui.state.traffic_watch import TrafficWatch
from gui.state.versions import short_version, version_name, versions_of
from gui.theme.tokens import GAP
from gui.widgets.page import Page, Scrolled

if TYPE_CHECKING:
    from engine.schema.api import Key
    from engine.schema.job import Job
    from engine.schema.serve import ServedModel
    from gui.context import Context
    from gui.pages.serve.compare_lanes import Target

_LEAST_CODE, _LEAST_CHART = 240, 170  # pixels of height
_CERTIFICATE = "tls/certificate.pem"  # within the run's folder, of one that was made there


class EndpointView(Page):
    """Follows one serve job."""

    def __init__(
        self, context: "Context", job_id: str, traffic: TrafficWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.job_id = job_id
        self.state = EndpointState(self)
        self._context = context
        self._job: Job | None = None
        self._build()
        self.state.changed.connect(self._on_state_changed)
        self.state.chosen_changed.connect(self._show)
        context.library.job_changed.connect(self._on_job_changed)
        context.library.models_changed.connect(self._show)
        self._watch = traffic
        traffic.told.connect(self._show_traffic)
        self._clock = QTimer(self, interval=1000)  # also when nobody answers: what was is a second older
        self._clock.timeout.connect(self._show_traffic)
        self._clock.start()
        self._feed = EventFeed(context.connection, job_id, self.state)
        self.destroyed.connect(self._feed.close)
        self._on_job_changed(job_id)

    def close_streams(self) -> None:
        """Stop following; the view is about to go. What a model is writing goes on."""
        self._feed.close()
        self.playgrounds.let_go()

    @property
    def key(self) -> "Key | None":
        """The key made in this window, for the code to copy."""
        return kept_key(self._context, self.job_id)

    # --- building

    def _build(self) -> None:
        self.dialogs = EndpointDialogs(self._context, self.job_id, self.state, self)
        self.dialogs.key_made.connect(self._on_key_made)
        self.header = EndpointHeader(self._context, self.job_id)
        self.header.went_up.connect(lambda: self._context.navigate("serve", None))
        self.header.swap_wanted.connect(self.dialogs.open_swap)
        self.header.keys_wanted.connect(self.dialogs.open_keys)
        self.header.deleted.connect(self._on_deleted)
        self.names = NamesRow()
        self.names.chosen.connect(self.state.choose)
        self.names.remove_wanted.connect(self.dialogs.ask_remove)
        self.banner, self.notice = NetworkBanner(), StateNotice()
        self.notice.unlock_wanted.connect(self.dialogs.open_unlock)
        self.address = AddressCard()
        self.address.add_wanted.connect(self.dialogs.open_add)
        for widget in (self.header, self.names, self.banner, self.notice, self.address):
            self.column.addWidget(widget)
        self.sampling, self.code, self.traffic = SamplingCard(self._context), CodeCard(), TrafficCard()
        self.playgrounds = Playgrounds(self._context, self.job_id, self.sampling.value)
        self.playgrounds.talk.compared.add_wanted.connect(self.dialogs.open_add)
        self.code.key_wanted.connect(self.dialogs.open_new_key)
        for signal in (self.playgrounds.edited, self.sampling.changed, self.code.language_changed):
            signal.connect(self._show_code)
        side = Scrolled()  # the sampling unfolded needs more than a small window has
        self.code.setMinimumHeight(_LEAST_CODE)
        self.traffic.setMinimumHeight(_LEAST_CHART)
        for widget, stretch in ((self.sampling, 0), (self.code, 3), (self.traffic, 2)):
            side.column.addWidget(widget, stretch)
        body = QHBoxLayout()
        body.setSpacing(GAP)
        body.addWidget(self.playgrounds, 61)
        body.addWidget(side, 39)
        self.column.addLayout(body, 1)

    # --- showing

    def _on_job_changed(self, job_id: str) -> None:
        job = self._context.library.jobs.get(job_id)
        if job_id != self.job_id:
            if job is not None and job.kind == "serve":  # one more, or one less, to compare with
                self._show()
            return
        if job is not None:
            self._job = job
            self._feed.follow_on(str(job.state))
            self.state.show_job(job)
            self._show()

    def _on_state_changed(self, parts: frozenset[str]) -> None:
        self._show()

    def _show(self) -> None:
        job = self._job
        if job is None:
            return
        served, models = self.state.chosen, self._context.library.models
        card = models.get(served.model) if served is not None else None
        versions = len(versions_of(card, models.values())) if card is not None else 0
        version = version_name(card, models.values()) if card is not None else ""
        running = job.state == "running"
        self.header.show_job(job, served, version, versions)
        self.names.show_models(self.state.models() if running else (), served.name if served else "")
        fingerprint = self.state.record.fingerprint or job.fingerprint
        self.banner.show_network(job.spec.network if running else None, fingerprint)
        failed = self.state.record.failed_swaps.get(served.name) if served is not None else None
        self.notice.show_state(job, served, failed)
        self.address.show_job(job, self.state.record.phase)
        self.address.show_model(served if running else None, self.state.talks)
        self.playgrounds.show_model(served, running, self._targets())
        self.sampling.setVisible(self.playgrounds.currentWidget() is self.playgrounds.talk)
        self._show_code()
        self._show_traffic()

    def _show_code(self) -> None:
        job, served = self._job, self.state.chosen
        if job is None or served is None:
            return
        url = job.url or "http://127.0.0.1:PORT"
        sampling, key = self.sampling.value() or {}, self.key
        reached = key is not None and reaches(key, served.name)
        secret = (key.secret if key is not None and reached else None) or PLACEHOLDER
        question = self.playgrounds.question(url, secret, served.name, sampling, self._certificate())
        self.code.show_question(question, unreached=key is not None and not reached)

    def _show_traffic(self) -> None:
        served, traffic = self.state.chosen, self._watch.of(self.job_id)
        now = time.time() - 1  # the second that runs is not complete yet
        name = served.name if served is not None else ""
        self.address.show_traffic(traffic, name, self.state.talks, now)
        self.address.show_memory(self._memory(served))
        self.traffic.show_traffic(traffic, now)
        card = self._context.library.models.get(served.model) if served is not None else None
        version = version_name(card, self._context.library.models.values()) if card is not None else name
        self.traffic.show_lost(traffic, now, self.state.record.swaps.get(name), short_version(version))

    def _memory(self, served: "ServedModel | None") -> int | None:
        """Bytes, as last told or as the model took when it was loaded; what has ended takes none."""
        if self._job is None or self._job.state != "running" or served is None:
            return None
        told = self._watch.of(self.job_id).memory(served.name)
        return told if told is not None else served.memory

    def _certificate(self) -> str:
        """The file by which a program knows the endpoint; of an endpoint of this machine alone there is none."""
        network = self._job.spec.network if self._job is not None else None
        if self._job is None or network is None:
            return ""
        return network.certificate or str(Path(self._job.directory) / _CERTIFICATE)

    def _targets(self) -> "list[Target]":
        """Language models that can be held against each other: of this endpoint, then of others."""
        mine = [(self.job_id, each.name, each.name) for each in self.state.models() if TALKS & set(each.can)]
        others = [
            (job.id, each.name, each.name if each.name == job.name else f"{each.name} · {job.name}")
            for job in self._context.library.endpoints()
            if job.id != self.job_id and job.state == "running"
            for each in job.served
            if each.state in READY and TALKS & set(each.can)
        ]
        return [*mine, *others]

    def _on_key_made(self, key: "Key") -> None:
        served = self.state.chosen
        if served is None or reaches(key, served.name):  # one for something else would break the code
            keep_key(self._context, self.job_id, key)
            self._show_code()

    def _on_deleted(self) -> None:
        forget_talks(self._context, self.job_id)
        forget_key(self._context, self.job_id)
        self._context.navigate("serve", None)
