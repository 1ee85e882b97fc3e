"""Draws the next token of every row of scores, each by its own rules, and all that can be at once."""

from collections.abc import Sequence

import torch
from torch import Tensor

from engine.runner.generation.drawing import Chosen, Drawing

_LIKELIEST = 1024  # tokens that are sorted at first: nearly always these hold the share that is asked for
_BELOW_ONE = 1 - 2**-24  # the largest float32 below one


def draw(scores: Tensor, drawings: Sequence[Drawing]) -> list[Chosen | None]:
    """One token a row of (rows, vocabulary), which is changed; None where the scores are no numbers."""
    told = [row for row, drawing in enumerate(drawings) if drawing.asked.logprobs is not None]
    unchanged = scores[told] if told else scores[:0]
    for row, drawing in enumerate(drawings):
        if drawing.edits:
            drawing.edit(scores[row])
    best, tokens = scores.max(dim=1)
    free = [row for row, drawing in enumerate(drawings) if not drawing.is_greedy]
    if free:
        tokens[free] = _drawn(scores[free], [drawings[row] for row in free])
    numbers, is_finite = tokens.tolist(), best.isfinite().tolist()
    chosen = [Chosen(token) if finite else None for token, finite in zip(numbers, is_finite, strict=True)]
    for place, row in enumerate(told):
        if chosen[row] is not None:
            most = drawings[row].asked.logprobs or 0
            chosen[row] = logprobs_of(unchanged[place : place + 1], [numbers[row]], most)[0]
    return chosen


def _drawn(scores: Tensor, drawings: Sequence[Drawing]) -> Tensor:
    heat = torch.tensor([drawing.asked.temperature for drawing in drawings], device=scores.device)
    chances = torch.tensor(
        [drawing.chance() for drawing in drawings], dtype=torch.float64, device=scores.device
    )
    scores = (scores - scores.amax(dim=1, keepdim=True)) / heat[:, None]
    tokens = torch.empty(len(drawings), dtype=torch.int64, device=scores.device)
    some = [row for row, drawing in enumerate(drawings) if drawing.filters]
    every = [row for row, drawing in enumerate(drawings) if not drawing.filters]
    if every:
        tokens[every] = _place(scores[every].softmax(dim=1), chances[every])
    if some:
        tokens[some] = _filtered(scores[some], [drawings[row] for row in some], chances[some])
    return tokens


def _filtered(scores: Tensor, drawings: Sequence[Drawing], chances: Tensor) -> Tensor:
    """From the likeliest alone: at most top k; of them the fewest that have the share top p of what top k left
    (Holtzman et al., 2020); and none that is less likely than min p of the first (Nguyen et al., 2024)."""
    vocabulary = scores.shape[1]
    asked = [drawing.asked for drawing in drawings]
    tops = [min(rules.top_k or vocabulary, vocabulary) for rules in asked]
    most = _column(tops, scores)
    share = _column([rules.top_p if rules.top_p < 1 else 2 for rules in asked], scores)
    least = _column([rules.min_p for rules in asked], scores)
    needs_all = any(_LIKELIEST < top < vocabulary for top in tops)
    for count in (vocabulary if needs_all else min(_LIKELIEST, vocabulary), vocabulary):
        sorted_, tokens = scores.topk(count, dim=1)
        is_kept = torch.arange(count, device=scores.device) < most
        chance = _chances(scores, sorted_, is_kept, most > count)
        before = chance.cumsum(dim=1) - chance
        is_kept &= before < share
        is_kept &= sorted_.exp() >= least  # the first has the score 0
        if count == vocabulary or not bool(is_kept[:, -1].any()):
            break
    place = _place(chance.masked_fill(~is_kept, 0), chances)
    return tokens.gather(1, place[:, None])[:, 0]


def _chances(scores: Tensor, sorted_: Tensor, is_kept: Tensor, reaches_beyond: Tensor) -> Tensor:
    """Of the sorted ones: out of all scores where more of them are drawn from than were sorted."""
    inside = sorted_.masked_fill(~is_kept, float("-inf")).logsumexp(dim=1, keepdim=True)
    whole = scores.logsumexp(dim=1, keepdim=True)
    return (sorted_ - torch.where(reaches_beyond, whole, inside)).exp().masked_fill(~is_kept, 0)


def _place(shares: Tensor, chances: Tensor) -> Tensor:
    """Where each row's chance falls among its shares, which need not add up to one."""
    ends = shares.cumsum(dim=1)
    aims = (chances.clamp(max=_BELOW_ONE).float()[:, None] * ends[:, -1:]).contiguous()
    places = torch.searchsorted(ends, aims, right=True)[:, 0]
    # Rounding may put the aim upon the end itself: then it is the last that has a share.
    last = shares.shape[1] - 1 - (shares > 0).flip(1).int().argmax(dim=1)
    return torch.minimum(places, last)


def _column(values: Sequence[float], like: Tensor) -> Tensor:
    return torch.tensor(values, dtype=like.dtype, device=like.device)[:, None]


def logprobs_of(scores: Tensor, tokens: Sequence[int], most: int) -> list[Chosen]:
    """How likely each row's token was, and its ``most`` likeliest, before anything is changed."""
    logprobs = scores.log_softmax(dim=1)
    own = logprobs.gather(1, torch.tensor(tokens, device=scores.device)[:, None])[:, 0].tolist()
    values, likeliest = (part.tolist() for part in logprobs.topk(min(most, scores.shape[1]), dim=1))
    return [
        Chosen(token, logprob, tuple(zip(best, value, strict=True)))
        for token, logprob, best, value in zip(tokens, own, likeliest, values, strict=True)
    ]
