"""A loaded recommender: items for a user, the score of a pair, and items like another.

Who was not there in training is said to be ``unseen``. Two towers place them by their features; every other network
knows no more of them than what the rest choose, and says that.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from engine.data.features import TableEncoder
from engine.model.folder import SavedModel
from engine.model.inputs.interaction_preprocessing import HISTORY, InteractionPreprocessing
from engine.model.loaded import Loaded
from engine.model.networks.two_tower import TwoTower

MOST_ITEMS = 10  # of an answer


class Recommender(Loaded):
    """Checks inputs, and ranks items for them one after the other."""

    _preprocessing: InteractionPreprocessing

    def __init__(self, saved: SavedModel, device: str) -> None:
        super().__init__(saved, device)
        self._target = saved.target
        self._rates = saved.card.target is not None

    def read(self, inputs: Sequence[Any]) -> Sequence[Any] | None:
        """What ``answer`` takes; None where an input may be wrong, and ``check`` says which."""
        return None if self.check(inputs) else inputs

    def predict(self, inputs: Sequence[Any]) -> list[dict[str, Any]]:
        """One answer an input, in order; the inputs have passed ``check``."""
        return self.answer(inputs)

    @torch.inference_mode()
    def answer(self, records: Sequence[Any]) -> list[dict[str, Any]]:
        """One answer a record of what ``read`` gave."""
        return [{**self._answer(record), **self._unseen(record)} for record in records]

    def _answer(self, record: dict[str, Any]) -> dict[str, Any]:
        names = self._preprocessing
        if record.get(names.item) is None and not self._describes(names.item_encoder, record):
            return self._shown(self._in_unit(self._of_all(record), record), names.had(record))
        asks = record.get(names.user) is not None or record.get(HISTORY) is not None
        if asks or self._describes(names.user_encoder, record):
            score = float(self._in_unit(self._of_pair(record), record))
            return {"value" if self._rates and not self._likens(record) else "score": score}
        return self._alike(record)

    def _of_all(self, record: dict[str, Any]) -> Tensor:
        """(items + 1): the score of every item."""
        names, network = self._preprocessing, self._module
        if self._likens(record):
            return self._near(names.had(record))
        if isinstance(network, TwoTower):
            nothing = torch.empty(1, 0, dtype=torch.long, device=self._device)
            return network.match(self._user(network, record), nothing)[0]
        return network(torch.from_numpy(names.encode(record))[None].to(self._device))[0]

    def _of_pair(self, record: dict[str, Any]) -> Tensor:
        names, network = self._preprocessing, self._module
        number = names.number(names.items, record.get(names.item))
        described = self._features(names.item_encoder, record)
        if isinstance(network, TwoTower) and described is not None and record.get(HISTORY) is None:
            item = network.items(torch.tensor([number], device=self._device), described)
            user = self._user(network, record)
            return ((user[:, :-1] * item[:, :-1]).sum(1) + user[:, -1] + item[:, -1])[0]
        return self._of_all(record)[number]

    def _alike(self, record: dict[str, Any]) -> dict[str, Any]:
        """Items whose points lie in the same direction as this one's; none for one of which nothing is known."""
        names, network = self._preprocessing, self._module
        number = names.number(names.items, record.get(names.item))
        described = self._features(names.item_encoder, record)
        if isinstance(network, TwoTower) and described is not None:
            point = network.items(torch.tensor([number], device=self._device), described)[0, :-1]
        elif number:
            point = network.item_points()[number]
        else:
            return {"items": [], "scores": []}
        return self._shown(functional.cosine_similarity(network.item_points(), point[None]), [number])

    def _near(self, items: Any) -> Tensor:
        """For networks that look at users: how much each item is like those of a list, on average."""
        points = functional.normalize(self._module.item_points(), dim=1)
        return (
            points @ points[torch.from_numpy(items).to(points.device)].mean(0)
            if len(items)
            else points[:, 0] * 0
        )

    def _user(self, network: TwoTower, record: dict[str, Any]) -> Tensor:
        number = self._preprocessing.number(self._preprocessing.users, record.get(self._preprocessing.user))
        described = self._features(self._preprocessing.user_encoder, record)
        return network.users(torch.tensor([number], device=self._device), described)

    def _shown(self, scores: Tensor, without: Any) -> dict[str, Any]:
        """The first items and their scores, without those."""
        scores = scores.float().cpu().clone()
        scores[~scores.isfinite()] = -torch.inf  # nothing that is no number comes first
        scores[[0, *without]] = -torch.inf
        best, numbers = scores.topk(min(MOST_ITEMS, len(scores)))
        shown = int(best.isfinite().sum())
        items = [self._preprocessing.items.name(number) for number in numbers[:shown].tolist()]
        return {"items": items, "scores": best[:shown].tolist()}

    def _in_unit(self, scores: Tensor, record: dict[str, Any]) -> Tensor:
        """Ratings in their own unit; how much items are alike is no rating."""
        scores = scores.double()
        return scores if self._likens(record) else scores * self._target.scale + self._target.mean

    def _likens(self, record: dict[str, Any]) -> bool:
        """Whether items are compared with a list, because the network knows users by their number alone."""
        return record.get(HISTORY) is not None and not self._preprocessing.history

    def _describes(self, encoder: TableEncoder, record: dict[str, Any]) -> bool:
        return any(record.get(field.name) is not None for field in self._preprocessing.asked(encoder))

    def _features(self, encoder: TableEncoder, record: dict[str, Any]) -> Tensor | None:
        values = self._preprocessing.features(encoder, record)
        return None if values is None else torch.from_numpy(values).to(self._device)

    def _unseen(self, record: dict[str, Any]) -> dict[str, Any]:
        names = self._preprocessing
        sides = (("user", names.user, names.users), ("item", names.item, names.items))
        unseen = [
            side
            for side, column, ids in sides
            if record.get(column) is not None and not names.number(ids, record[column])
        ]
        return {"unseen": unseen} if unseen else {}
