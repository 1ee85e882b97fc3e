"""A loaded recommender: items for a user, the score of a pair, and items like another.

Who was not there in training is said to be ``unseen``. Two towers place them by their features; every other network
knows no more of them than what the rest choose, and says that.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from engine.model.folder import SavedModel
from engine.model.inputs.interaction_preprocessing import InteractionPreprocessing
from engine.model.loaded import Loaded
from engine.model.rankings import Rankings
from engine.schema.prediction import HISTORY

TOP_ITEMS = 10  # of an answer that does not ask for another number
_AT_ONCE = 1 << 22  # scores in memory: of few users where there are many items

Record = dict[str, Any]


class Recommender(Loaded):
    """Checks inputs, and ranks items for all of those that ask alike in one pass."""

    _preprocessing: InteractionPreprocessing

    def __init__(self, saved: SavedModel, device: str) -> None:
        super().__init__(saved, device)
        self._target = saved.target
        self._rates = saved.card.target is not None
        self._rankings = Rankings(self._module, self._preprocessing, device)

    def read(self, inputs: Sequence[Any]) -> Sequence[Record] | None:
        """What ``answer`` takes; None where an input may be wrong, and ``check`` says which."""
        return None if self.check(inputs) else inputs

    def predict(self, inputs: Sequence[Record]) -> list[dict[str, Any]]:
        """One answer an input, in order; the inputs have passed ``check``."""
        return self.answer(inputs)

    @torch.inference_mode()
    def answer(self, records: Sequence[Record]) -> list[dict[str, Any]]:
        """One answer a record of what ``read`` gave."""
        answers: list[dict[str, Any]] = [{} for _ in records]
        for answer_all, numbers in self._alike(records):
            some = [records[number] for number in numbers]
            for number, answer in zip(numbers, answer_all(some), strict=True):
                answers[number] = {**answer, **self._unseen(records[number])}
        return answers

    def _alike(self, records: Sequence[Record]) -> Iterator[tuple[Callable[..., Any], list[int]]]:
        """Which records are answered together, and by what."""
        groups: dict[Callable[..., Any], list[int]] = {}
        for number, record in enumerate(records):
            groups.setdefault(self._answering(record), []).append(number)
        most = max(1, _AT_ONCE // (len(self._preprocessing.items) + 1))
        for answer_all, numbers in groups.items():
            for start in range(0, len(numbers), most):
                yield answer_all, numbers[start : start + most]

    def _answering(self, record: Record) -> Callable[[Sequence[Record]], list[dict[str, Any]]]:
        names = self._preprocessing
        likens = names.likens(record)
        if record.get(names.item) is None and not names.describes(names.item_encoder, record):
            return self._near if likens else self._items
        asks = record.get(names.user) is not None or record.get(HISTORY) is not None
        if asks or names.describes(names.user_encoder, record):
            return self._likeness if likens else self._pairs
        return self._similar

    def _items(self, records: Sequence[Record]) -> list[dict[str, Any]]:
        return self._shown(self._in_unit(self._rankings.of_users(records)), records)

    def _near(self, records: Sequence[Record]) -> list[dict[str, Any]]:
        return self._shown(self._rankings.near_lists(records), records)

    def _similar(self, records: Sequence[Record]) -> list[dict[str, Any]]:
        return self._shown(self._rankings.near_items(records), records)

    def _pairs(self, records: Sequence[Record]) -> list[dict[str, Any]]:
        name = "value" if self._rates else "score"
        return [{name: score} for score in self._in_unit(self._rankings.of_pairs(records)).tolist()]

    def _likeness(self, records: Sequence[Record]) -> list[dict[str, Any]]:
        """How much an item is like a list is no rating."""
        names = self._preprocessing
        items = [names.number(names.items, record.get(names.item)) for record in records]
        scores = self._rankings.near_lists(records)
        return [{"score": float(row[item])} for row, item in zip(scores, items, strict=True)]

    def _in_unit(self, scores: Tensor) -> Tensor:
        """Ratings in their own unit."""
        return scores.double() * self._target.scale + self._target.mean

    def _shown(self, scores: Tensor, records: Sequence[Record]) -> list[dict[str, Any]]:
        """Of each row the first items and their scores, without those that are not to be shown."""
        scores = scores.float().cpu().clone()
        scores[~scores.isfinite()] = -torch.inf  # nothing that is no number comes first
        for row, record in zip(scores, records, strict=True):
            row[self._preprocessing.hidden(record)] = -torch.inf
        tops = [self._preprocessing.top(record) or TOP_ITEMS for record in records]
        best, numbers = scores.topk(min(max(tops), scores.shape[1]), dim=1)
        rows = zip(best.tolist(), numbers.tolist(), best.isfinite().sum(dim=1).tolist(), tops, strict=True)
        name = self._preprocessing.items.name
        return [
            {
                "items": [name(number) for number in items[: min(known, top)]],
                "scores": values[: min(known, top)],
            }
            for values, items, known, top in rows
        ]

    def _unseen(self, record: Record) -> dict[str, Any]:
        names = self._preprocessing
        sides = (("user", names.user, names.users), ("item", names.item, names.items))
        unseen = [
            side
            for side, column, ids in sides
            if record.get(column) is not None and not names.number(ids, record[column])
        ]
        return {"unseen": unseen} if unseen else {}
