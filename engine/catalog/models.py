"""The finished models of this home: each stands in its run's ``model`` folder, with its card."""

import logging
from collections.abc import Callable
from typing import Any, Protocol

from pydantic import ValidationError

from engine.catalog.sealing import decrypt_model, encrypt_model
from engine.schema.card import CARD, ModelCard
from engine.schema.problem import UserError
from engine.system.files import read_json
from engine.system.folders import delete_folder
from engine.system.paths import Home
from engine.system.sealed import finish, is_sealed
from engine.system.sealed.chunks import DamagedError

log = logging.getLogger(__name__)

Publish = Callable[[str, str, dict[str, Any] | None], None]


class ModelStore(Protocol):
    """Where cards are kept for a fast start."""

    def put_model(self, card: ModelCard) -> None: ...
    def remove_model(self, id: str) -> None: ...
    def models(self) -> list[ModelCard]: ...


class Models:
    """What can be served and compared."""

    def __init__(self, home: Home, store: ModelStore, publish: Publish) -> None:
        self._home = home
        self._store = store
        self._publish = publish
        self._cards: dict[str, ModelCard] = {}

    def load(self) -> None:
        """Know what the store knows, corrected by what lies in the run folders."""
        known = {card.id: card for card in self._store.models()}
        for folder in sorted(self._home.runs.iterdir()):
            self._finish(folder.name)
            card = self._read(folder.name)
            if card is None:
                continue
            if known.pop(card.id, None) != card:
                self._store.put_model(card)
            self._cards[card.id] = card
        for gone in known:
            self._store.remove_model(gone)
        for card in self._cards.values():
            self._tell(card)

    def all(self) -> list[ModelCard]:
        """Newest first."""
        return sorted(self._cards.values(), key=lambda card: (-card.created, card.id))

    def get(self, id: str) -> ModelCard:
        card = self._cards.get(id)
        if card is None:
            raise UserError("model_unknown", id=id)
        return card

    def has(self, id: str) -> bool:
        return id in self._cards

    def find(self, given: str) -> ModelCard | None:
        """By id, else the newest of that name."""
        if given in self._cards:
            return self._cards[given]
        return next((card for card in self.all() if card.name == given), None)

    def add(self, run_id: str) -> ModelCard | None:
        """Take a run's finished model into the catalogue; None when it has none."""
        card = self._read(run_id)
        if card is None:
            return None
        self._store.put_model(card)
        self._cards[card.id] = card
        self._tell(card)
        return card

    def encrypt(self, id: str, passphrase: str) -> ModelCard:
        """Have its files lie on the disk encrypted; raises UserError."""
        encrypt_model(self._home.run(id).model, self.get(id).name, passphrase)
        return self.add(id) or self.get(id)

    def decrypt(self, id: str, passphrase: str) -> ModelCard:
        """The way back; raises UserError."""
        decrypt_model(self._home.run(id).model, self.get(id).name, passphrase)
        return self.add(id) or self.get(id)

    def delete(self, id: str) -> None:
        """Forget a model and delete its folder; the run and its events stay."""
        self.get(id)
        delete_folder(self._home.run(id).model)
        self._store.remove_model(id)
        self._cards.pop(id, None)
        self._publish("model", id, None)

    def _finish(self, run_id: str) -> None:
        """Where a power cut interrupted an encryption."""
        try:
            finish(self._home.run(run_id).model)
        except (OSError, DamagedError):  # whoever opens it is told
            log.exception("the model of %s was not looked through", run_id)

    def _read(self, run_id: str) -> ModelCard | None:
        folder = self._home.run(run_id).model
        value = read_json(folder / CARD)
        if value is None:
            return None
        told = {"id": run_id, "encrypted": is_sealed(folder)}
        try:
            return ModelCard.model_validate(value).model_copy(update=told)
        except ValidationError:  # of a later version, or damaged; the other models are there all the same
            log.exception("the card of the model of %s cannot be read", run_id)
            return None

    def _tell(self, card: ModelCard) -> None:
        self._publish("model", card.id, card.model_dump(mode="json"))
