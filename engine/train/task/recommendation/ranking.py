"""How well items are ranked for users of whom some choices were held out, as numbers that add up.

Every item that the user did not have before is ranked; none is left out to make the answer easier (Krichene and
Rendle, 2020, “On Sampled Metrics for Item Recommendation”).
"""

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

FIRST = 10  # items that a user is shown
HAD, HELD_OUT = -1, 1  # how an item stands to a user, beside 0


def standing_of(users: int, items: int) -> np.ndarray:
    """(users, items + 1) zeros to be filled; column 0, which is no item's, holds −1 − the user's held-out items that
    no training row has: nobody could have recommended those, and they count as missed."""
    standing = np.zeros((users, items + 1), dtype=np.int16)
    standing[:, 0] = HAD
    return standing


def ranking_sums(scores: Tensor, standing: Tensor, negatives: int) -> Tensor:
    """[loss, users with a loss, recall, NDCG, reciprocal rank, how often each item was among the first], summed."""
    held, free = standing == HELD_OUT, standing == 0
    # What is no number is above nothing: it must not look like a first place.
    scores = scores.double().masked_fill((standing < 0) | scores.isnan(), -math.inf)
    wanted = (held.sum(1) - 1 - standing[:, 0]).clamp(min=1)
    best, first = scores.topk(min(FIRST, scores.shape[1]), dim=1)
    shown = best.isfinite()
    hits = (held.gather(1, first) & shown).double()
    gains = 1 / torch.arange(2, hits.shape[1] + 2, device=hits.device).double().log2()
    ideal = gains.cumsum(0)[wanted.clamp(max=len(gains)) - 1]
    counts = torch.bincount(first[shown], minlength=scores.shape[1]).double()
    losses = _losses(scores, held, free, negatives)
    numbers = (losses, held.any(1).double(), hits.sum(1) / wanted, (hits * gains).sum(1) / ideal)
    numbers = (*numbers, _reciprocal_ranks(scores, held, free))
    return torch.cat([torch.stack([number.sum() for number in numbers]), counts])


def ranking_scores(sums: np.ndarray, rows: int) -> dict[str, Any]:
    """Scores of that many users; coverage is the share of all items that anybody was shown. The loss is None where all
    that was held out is unknown."""
    loss, measured, recall, ndcg, reciprocal = sums[:5].tolist()
    return {
        "loss": loss / measured if measured else None,
        f"recall_at_{FIRST}": recall / rows,
        f"ndcg_at_{FIRST}": ndcg / rows,
        "mrr": reciprocal / rows,
        "coverage": float((sums[6:] > 0).mean()),
    }


def _losses(scores: Tensor, held: Tensor, free: Tensor, negatives: int) -> Tensor:
    """Mean over a user's held-out items of −log of the share one gets beside as many negatives as in training. No
    negatives are drawn: each free item counts as the part of one that it would be on average."""
    part = negatives / free.sum(1, keepdim=True).clamp(min=1)
    rivals = scores.masked_fill(~free, -math.inf).logsumexp(1, keepdim=True) + part.log()
    losses = functional.softplus(rivals - scores.masked_fill(~held, math.inf))
    return losses.sum(1) / held.sum(1).clamp(min=1)


def _reciprocal_ranks(scores: Tensor, held: Tensor, free: Tensor) -> Tensor:
    """Of each user's best held-out item; who scores as high stands before it."""
    best = scores.masked_fill(~held, -math.inf).amax(1, keepdim=True)
    return held.any(1) / (1 + ((scores >= best) & free).sum(1))
