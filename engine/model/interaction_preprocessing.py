"""What turns a user, an item or a list of items of a request into the numbers a recommender reads.

Who has what is kept beside it, in a file of its own, so that nothing is recommended that a user has already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from safetensors.numpy import load_file, save

from engine.data.features import TableEncoder
from engine.data.interactions import Histories, Ids, as_id, newest
from engine.data.table import column_of_values
from engine.model.input_values import check_value, unknown_inputs, wrong_kind
from engine.planning.shape import Shape
from engine.schema.card import InputField
from engine.schema.problem import Problem

HISTORIES = "histories.safetensors"
HISTORY = "history"  # the key under which a request may say what a user chose, newest last


@dataclass(frozen=True)
class InteractionPreprocessing:
    """Inputs are records: {user column: id}, {item column: id}, both, or {"history": [ids]}; and features, if any."""

    form: ClassVar[Literal["record"]] = "record"
    user: str  # names of the columns
    item: str
    users: Ids
    items: Ids
    histories: Histories  # what each user has, oldest first
    history: int  # newest items that the network looks at; 0 where it looks at the user
    user_encoder: TableEncoder
    item_encoder: TableEncoder

    def shape(self, outputs: int) -> Shape:
        return Shape(
            len(self.items),
            outputs,
            users=len(self.users),
            items=len(self.items),
            user_features=self.user_encoder.width,
            item_features=self.item_encoder.width,
        )

    def inputs(self) -> tuple[InputField, ...]:
        user = InputField(name=self.user, kind="category", example=self.users.name(1))
        item = InputField(name=self.item, kind="category")
        known = {self.user, self.item}
        features = [
            field for encoder in self._encoders for field in encoder.inputs() if field.name not in known
        ]
        return (user, item, *(field.model_copy(update={"example": None}) for field in features))

    def check(self, index: int, record: Any) -> list[Problem]:
        place = f"inputs.{index}"
        if not isinstance(record, dict):
            return [wrong_kind(place, "not_group", record)]
        problems = [
            wrong_kind(f"{place}.{name}", "not_text", record[name])
            for name in (self.user, self.item)
            if record.get(name) is not None and not _is_id(record[name])
        ]
        problems += _check_history(f"{place}.{HISTORY}", record.get(HISTORY))
        features = {feature.name: feature for encoder in self._encoders for feature in encoder.features}
        given = {name: record[name] for name in features if record.get(name) is not None}
        wrong = [check_value(f"{place}.{name}", features[name], value) for name, value in given.items()]
        problems += [problem for problem in wrong if problem is not None]
        problems += unknown_inputs(place, record, (self.user, self.item, HISTORY, *features))
        asked = given or any(record.get(name) is not None for name in (self.user, self.item, HISTORY))
        return problems or ([] if asked else [Problem(code="input_for_nobody", field=f"{place}.{self.user}")])

    def encode(self, record: Mapping[str, Any]) -> np.ndarray:
        """[user, history …] of one record: what the network ranks every item for."""
        number = self.number(self.users, record.get(self.user))
        if not self.history:
            return np.array([number], dtype=np.int64)
        return np.concatenate([[number], newest(self.had(record), self.history)])

    def number(self, ids: Ids, value: Any) -> int:
        return 0 if value is None else int(ids.numbers([as_id(value)])[0])

    def had(self, record: Mapping[str, Any]) -> np.ndarray:
        """What the user has: as the request says, else as the data said. Unknown items are left out."""
        if record.get(HISTORY) is not None:
            given = self.items.numbers([as_id(value) for value in record[HISTORY]])
            return given[given > 0]
        return self.histories.of_user(self.number(self.users, record.get(self.user)))

    def features(self, encoder: TableEncoder, record: Mapping[str, Any]) -> np.ndarray | None:
        """(1, width) of what a record says of its user, or of its item; None where it says nothing."""
        given = {name: record.get(name) for name in encoder.kinds}
        if all(value is None for value in given.values()):
            return None
        return encoder.encode(
            {name: column_of_values([given[name]], kind) for name, kind in encoder.kinds.items()}
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "user": self.user,
            "item": self.item,
            "users": list(self.users.names),
            "items": list(self.items.names),
            "histories": HISTORIES,
            "history": self.history,
            "user_features": self.user_encoder.as_json(),
            "item_features": self.item_encoder.as_json(),
        }

    def histories_file(self) -> bytes:
        """The content of ``HISTORIES``."""
        starts, items = self.histories.starts.astype(np.int64), self.histories.items.astype(np.int64)
        return save({"starts": starts, "items": items})

    @classmethod
    def from_json(cls, value: dict[str, Any], folder: Path) -> "InteractionPreprocessing":
        """The inverse of ``as_json``."""
        stored = load_file(folder / value["histories"])
        return cls(
            value["user"],
            value["item"],
            Ids(tuple(value["users"])),
            Ids(tuple(value["items"])),
            Histories(stored["starts"], stored["items"]),
            value["history"],
            TableEncoder.from_json(value["user_features"]),
            TableEncoder.from_json(value["item_features"]),
        )

    @property
    def _encoders(self) -> tuple[TableEncoder, TableEncoder]:
        return self.user_encoder, self.item_encoder


def _is_id(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool))


def _check_history(field: str, history: Any) -> list[Problem]:
    if history is None:
        return []
    if not isinstance(history, list):
        return [wrong_kind(field, "not_list", history)]
    return [
        wrong_kind(f"{field}.{n}", "not_text", value) for n, value in enumerate(history) if not _is_id(value)
    ]
