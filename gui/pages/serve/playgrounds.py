"""The place to try the model that is looked at: a talk with a language model, a form for all others."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.pages.serve.prediction_playground import PredictionPlayground
from gui.pages.serve.snippets.question import Question
from gui.pages.serve.talk_playground import TalkPlayground
from gui.state.endpoint import TALKS
from gui.widgets.card import Card
from gui.widgets.label import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.schema.serve import ServedModel
    from gui.context import Context
    from gui.pages.serve.compare_lanes import Target

READY = ("ready", "idle", "restarting")  # states in which a request is answered, if after a while
_TEXT = "Once upon a time"  # of the code to copy, before anything was written


class Playgrounds(QStackedWidget):
    """One for each name, made when it is first looked at. ``edited`` tells that the code to copy is another one."""

    edited = Signal()

    def __init__(
        self,
        context: "Context",
        endpoint: str,
        sampling: "Callable[[], dict[str, Any] | None]",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._endpoint = context, endpoint
        self.predictions: dict[tuple[Any, ...], PredictionPlayground] = {}
        self.talk = TalkPlayground(context, sampling)
        self.talk.kind_changed.connect(self.edited)
        self.talk.composer.text.textChanged.connect(self.edited)
        self._none = Card(self.tr("Playground"))
        self._none.add(Label(self.tr("The model can be tried here once it is known."), "faint", wrap=True))
        self._none.body.addStretch(1)
        for widget in (self._none, self.talk):
            self.addWidget(widget)

    def show_model(self, served: "ServedModel | None", live: bool, targets: "list[Target]") -> None:
        """``live`` is whether the endpoint's own process runs."""
        card = self._context.library.models.get(served.model) if served is not None else None
        if served is None or card is None:
            self.setCurrentWidget(self._none)
        elif TALKS & set(served.can) or (not served.can and card.task == "language_model"):
            seen = served if live else served.model_copy(update={"state": "loading"})
            self.talk.show_model(self._endpoint, seen, targets)
            self.setCurrentWidget(self.talk)
        else:
            playground = self._prediction(served, card)
            playground.set_ready(live and served.state in READY)
            self.setCurrentWidget(playground)

    def question(self, url: str, key: str, name: str, sampling: dict[str, Any], certificate: str) -> Question:
        """What is tried, as code can ask it."""
        base = {"url": url, "key": key, "model": name, "certificate": certificate}
        shown = self.currentWidget()
        if isinstance(shown, PredictionPlayground):
            picture = shown.form.picture
            return Question(**base, value={} if picture else shown.form.value(), picture=picture)
        kind = "chat" if shown is self.talk and self.talk.kind == "chat" else "complete"
        text = self.talk.composer.text.toPlainText().strip() or self.talk.last_text() or _TEXT
        return Question(**base, kind=kind, text=text, sampling=sampling)

    def let_go(self) -> None:
        self.talk.let_go()

    def _prediction(self, served: "ServedModel", card: Any) -> PredictionPlayground:
        """A swap to a version with the same form keeps what stands in it."""
        fields = tuple((each.name, each.kind, each.choices) for each in card.inputs)
        key = (served.name, card.target, card.labels, fields)
        if key not in self.predictions:
            playground = PredictionPlayground(self._context, self._endpoint, served.name, card)
            playground.edited.connect(self.edited)
            self.predictions[key] = playground
            self.addWidget(playground)
        return self.predictions[key]
