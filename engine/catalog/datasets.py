"""The datasets of this home: an Arrow copy and a card each. Reading files is left to engine.data."""

import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from engine.catalog.imports import Imports
from engine.schema.api import NewDataset, Rows, Sniffed, SniffFile
from engine.schema.card import DatasetCard
from engine.schema.preview import StepsPreview, StepsRequest
from engine.schema.problem import UserError
from engine.system.files import read_json, write_json
from engine.system.folders import delete_folder, sweep_asides
from engine.system.paths import Home

log = logging.getLogger(__name__)

Publish = Callable[[str, str, dict[str, Any] | None], None]


class DatasetStore(Protocol):
    """Where cards are kept for a fast start."""

    def put_dataset(self, card: DatasetCard) -> None: ...
    def remove_dataset(self, id: str) -> None: ...
    def datasets(self) -> list[DatasetCard]: ...


class Datasets:
    """What has been imported; the same content again is the same dataset."""

    def __init__(self, home: Home, store: DatasetStore, publish: Publish) -> None:
        self._home = home
        self._store = store
        self._publish = publish
        self.imports = Imports(publish)
        self._importing = threading.Lock()  # one at a time: an import takes a core and much memory
        self._cards: dict[str, DatasetCard] = {}

    def load(self) -> None:
        """Know what the store knows, corrected by what lies in the folders."""
        sweep_asides(self._home.datasets)
        known = {card.id: card for card in self._store.datasets()}
        for folder in sorted(self._home.datasets.iterdir()):
            value = read_json(folder / "card.json")
            if value is None:
                continue
            try:
                card = DatasetCard.model_validate(value)
            except (
                ValidationError
            ):  # of a later version, or damaged; the other datasets are there all the same
                log.exception("the card of %s cannot be read", folder.name)
                known.pop(folder.name, None)
                continue
            if known.pop(card.id, None) != card:
                self._store.put_dataset(card)
            self._cards[card.id] = card
        for gone in known:
            self._store.remove_dataset(gone)
        for card in self._cards.values():
            self._tell(card)

    def all(self) -> list[DatasetCard]:
        """Newest first."""
        return sorted(self._cards.values(), key=lambda card: (-card.created, card.id))

    def get(self, id: str) -> DatasetCard:
        card = self._cards.get(id)
        if card is None:
            raise UserError("dataset_unknown", id=id)
        return card

    def find(self, source: str) -> DatasetCard | None:
        """By id, else by a name, or the name of its file, that only one dataset has."""
        if source in self._cards:
            return self._cards[source]
        named = self.named(source)
        return self._cards.get(named[0]) if len(named) == 1 else None

    def named(self, source: str) -> list[str]:
        """Ids of the datasets with this name, or else of those that came from a file of this name."""
        cards = list(self._cards.values())
        by_name = [card.id for card in cards if card.name == source]
        return by_name or [card.id for card in cards if Path(card.source).name == source]

    def add(self, new: NewDataset, licence: str | None = None) -> DatasetCard:
        """Import a file or folder of this machine; raises UserError when it cannot be read, or was cancelled."""
        from engine.data.intake.importing import (
            import_file,  # pyarrow takes 0.3 s; the engine starts without it
        )

        path = _whole(new.path)
        with self.imports.watched(new.import_id, new.name or path.name, path) as watch, self._importing:
            card = import_file(path, self._home.datasets, new.name, time.time(), new.form, new.reading, watch)
            if licence and card.licence is None:
                card = card.model_copy(update={"licence": licence})
                write_json(self._home.dataset(card.id) / "card.json", card.model_dump(mode="json"))
            if self._cards.get(card.id) != card:
                self._store.put_dataset(card)
                self._cards[card.id] = card
                self._tell(card)
        return card

    def sniff(self, file: SniffFile) -> Sniffed:
        """What an import would use and find, by the first rows."""
        from engine.data.intake.importing import sniff_file  # pyarrow, as above

        return sniff_file(_whole(file.path), file.form, file.reading)

    def preview_steps(self, id: str, request: StepsRequest) -> StepsPreview:
        """What the steps of a spec do to the dataset's first rows."""
        from engine.data.rows.step_preview import preview_steps  # pyarrow, as above

        return preview_steps(self._home.dataset(id) / "data.arrow", self.get(id), request)

    def rows(self, id: str, offset: int, limit: int) -> Rows:
        """A window of a dataset's rows."""
        from engine.data.preview import read_rows  # pyarrow, as above

        self.get(id)
        return read_rows(self._home.dataset(id), offset, limit)

    def thumbnail(self, id: str, row: int, column: str, size: int) -> bytes:
        """The image in one cell, small, as PNG."""
        from engine.data.preview import read_thumbnail  # pyarrow, as above

        self.get(id)
        return read_thumbnail(self._home.dataset(id), row, column, size)

    def delete(self, id: str) -> None:
        """Forget a dataset and delete our copy; the file it came from is not touched."""
        self.get(id)
        delete_folder(self._home.dataset(id))
        self._store.remove_dataset(id)
        self._cards.pop(id, None)
        self._publish("dataset", id, None)

    def _tell(self, card: DatasetCard) -> None:
        self._publish("dataset", card.id, card.model_dump(mode="json"))


def _whole(given: str) -> Path:
    path = Path(os.path.expanduser(given))  # noqa: PTH111 - Path's own raises where there is no such user
    if not path.is_absolute():  # the engine's own folder is nobody's idea of “here”
        raise UserError("path_not_absolute", field="path", path=given)
    return path
