"""What turns a user, an item or a list of items of a request into the numbers a recommender reads.

Who has what is kept beside it, in a file of its own, so that nothing is recommended that a user has already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np
from safetensors.numpy import load, save

from engine.data.features import TableEncoder
from engine.data.interactions import Histories, Ids, as_id, newest
from engine.data.rows.steps import FittedSteps
from engine.data.table import column_of_values
from engine.model.inputs.input_values import Asked, check_value, unknown_inputs, wrong_kind
from engine.model.inputs.wishes import check_wishes, is_id
from engine.model.model_files import ModelFiles
from engine.planning.shape import Shape
from engine.schema.card import InputField
from engine.schema.prediction import HISTORY, TOP, WITHOUT
from engine.schema.problem import Problem

HISTORIES = "histories.safetensors"


@dataclass(frozen=True)
class InteractionPreprocessing:
    """Inputs are records: {user column: id}, {item column: id}, both, or {"history": [ids]}; features, if any; and what
    ``wishes`` knows."""

    form: ClassVar[Literal["record"]] = "record"
    user: str  # names of the columns
    item: str
    users: Ids
    items: Ids
    histories: Histories  # what each user has, oldest first
    history: int  # newest items that the network looks at; 0 where it looks at the user
    user_encoder: TableEncoder
    item_encoder: TableEncoder
    steps: FittedSteps = field(default_factory=FittedSteps)

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
        asked = [field for encoder in self._encoders for field in self.asked(encoder)]
        features = [field.model_copy(update={"example": None}) for field in asked if field.name not in known]
        return (user, item, *features)

    def check(self, index: int, record: Any) -> list[Problem]:
        place = f"inputs.{index}"
        if not isinstance(record, dict):
            return [wrong_kind(place, "not_group", record)]
        problems = [
            wrong_kind(f"{place}.{name}", "not_text", record[name])
            for name in (self.user, self.item)
            if record.get(name) is not None and not is_id(record[name])
        ]
        features = self._features
        problems += check_wishes(place, record, self._taken)
        given = {name: record[name] for name in features if record.get(name) is not None}
        wrong = [check_value(f"{place}.{name}", features[name], value) for name, value in given.items()]
        problems += [problem for problem in wrong if problem is not None]
        problems += unknown_inputs(place, record, (*self._taken, HISTORY, TOP, WITHOUT))
        asked = given or any(record.get(name) is not None for name in (self.user, self.item, HISTORY))
        return problems or ([] if asked else [Problem(code="input_for_nobody", field=f"{place}.{self.user}")])

    def encode(self, record: Mapping[str, Any]) -> np.ndarray:
        """[user, history …] of one record: what the network ranks every item for."""
        number = self.number(self.users, record.get(self.user))
        if not self.history:
            return np.array([number], dtype=np.int64)
        return np.concatenate([[number], newest(self.had(record), self.history)])

    def number(self, ids: Ids, value: Any) -> int:
        """Of an id as a request writes it; 0 where it is unknown."""
        return 0 if value is None else int(self._numbers(ids, [value])[0])

    def had(self, record: Mapping[str, Any]) -> np.ndarray:
        """What the user has: as the request says, else as the data said. Unknown items are left out."""
        if record.get(HISTORY) is not None:
            given = self._numbers(self.items, record[HISTORY])
            return given[given > 0]
        return self.histories.of_user(self.number(self.users, record.get(self.user)))

    def hidden(self, record: Mapping[str, Any]) -> np.ndarray:
        """Items that are not to be shown: nobody's, the one that is asked about, what the user has, what is not wanted."""
        unwanted = [] if WITHOUT in self._taken else record.get(WITHOUT) or []
        named = self._numbers(self.items, [*unwanted])
        return np.concatenate([[0, self.number(self.items, record.get(self.item))], self.had(record), named])

    def top(self, record: Mapping[str, Any]) -> int | None:
        """How many items the request wants."""
        return None if TOP in self._taken else record.get(TOP)

    def likens(self, record: Mapping[str, Any]) -> bool:
        """Whether items are compared with a list, because the network knows users by their number alone."""
        return record.get(HISTORY) is not None and not self.history

    def describes(self, encoder: TableEncoder, record: Mapping[str, Any]) -> bool:
        """Whether a record says anything of its user, or of its item, beside the id."""
        return any(record.get(field.name) is not None for field in self.asked(encoder))

    def asked(self, encoder: TableEncoder) -> tuple[InputField, ...]:
        """The columns of the dataset that the features of one side are made of."""
        made = {self.steps.source_of(name) for name in encoder.kinds}
        fields = self.steps.inputs if self.steps else encoder.inputs()
        return tuple(field for field in fields if field.name in made)

    def features(self, encoder: TableEncoder, record: Mapping[str, Any]) -> np.ndarray | None:
        """(1, width) of what a record says of its user, or of its item; None where it says nothing."""
        asked = {field.name: field.kind for field in self.asked(encoder)}
        if all(record.get(name) is None for name in asked):
            return None
        columns = {name: column_of_values([record.get(name)], kind) for name, kind in asked.items()}
        return encoder.encode(self.steps.apply(columns).columns)

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
            "steps": self.steps.as_json(),
        }

    def histories_file(self) -> bytes:
        """The content of ``HISTORIES``."""
        starts, items = self.histories.starts.astype(np.int64), self.histories.items.astype(np.int64)
        return save({"starts": starts, "items": items})

    @classmethod
    def from_json(cls, value: dict[str, Any], files: ModelFiles) -> "InteractionPreprocessing":
        """The inverse of ``as_json``."""
        stored = load(files.read(value["histories"]))
        return cls(
            value["user"],
            value["item"],
            Ids(tuple(value["users"])),
            Ids(tuple(value["items"])),
            Histories(stored["starts"], stored["items"]),
            value["history"],
            TableEncoder.from_json(value["user_features"]),
            TableEncoder.from_json(value["item_features"]),
            FittedSteps.from_json(value["steps"]),
        )

    def _numbers(self, ids: Ids, values: Sequence[Any]) -> np.ndarray:
        """Ids are spelt as they were learnt: steps may have brought them into one form."""
        column = self.user if ids is self.users else self.item
        return ids.numbers([self.steps.apply_to_text(column, as_id(value)) for value in values])

    @cached_property
    def _features(self) -> dict[str, Asked]:
        return {
            field.name: Asked(field.name, field.kind, indicator=True)
            for encoder in self._encoders
            for field in self.asked(encoder)
        }

    @cached_property
    def _taken(self) -> tuple[str, ...]:
        """Names of columns that a request may give."""
        return self.user, self.item, *self._features

    @property
    def _encoders(self) -> tuple[TableEncoder, TableEncoder]:
        return self.user_encoder, self.item_encoder
