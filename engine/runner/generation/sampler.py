"""Draws the next token of every row of scores, each by its own rules, and all that can be at once."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from engine.runner.generation.drawing import Chosen, Drawing

# Of the likeliest tokens so many are sorted, and more of those rows alone whose share they do not hold.
_SORTED = (256, 2048, 16384)
_BELOW_ONE = 1 - 2**-24  # the largest float32 below one
# Of temperatures: at it only the likeliest is left; smaller ones would be nought in float32.
_COLDEST = 1e-20


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
        tokens[free] = _drawn(_rows(scores, free), [drawings[row] for row in free])
    numbers, is_finite = tokens.tolist(), best.isfinite().tolist()
    chosen = [Chosen(token) if finite else None for token, finite in zip(numbers, is_finite, strict=True)]
    for place, row in enumerate(told):
        if chosen[row] is not None:
            most = drawings[row].asked.logprobs or 0
            chosen[row] = logprobs_of(unchanged[place : place + 1], [numbers[row]], most)[0]
    return chosen


def _drawn(scores: Tensor, drawings: Sequence[Drawing]) -> Tensor:
    chances = torch.tensor(
        [drawing.chance() for drawing in drawings], dtype=torch.float64, device=scores.device
    )
    heat = _heat(drawings, scores)
    tokens = torch.empty(len(drawings), dtype=torch.int64, device=scores.device)
    some = [row for row, drawing in enumerate(drawings) if drawing.filters]
    every = [row for row, drawing in enumerate(drawings) if not drawing.filters]
    if every:
        tokens[every] = _place(_cooled(_rows(scores, every), heat[every]).softmax(dim=1), chances[every])
    if some:
        rules = _Rules.of([drawings[row] for row in some], scores)
        tokens[some] = _filtered(_rows(scores, some), rules, chances[some])
    return tokens


class _Rules(NamedTuple):
    """What every row is drawn by: (rows, 1) each."""

    heat: Tensor
    most: Tensor
    share: Tensor
    least: Tensor

    @classmethod
    def of(cls, drawings: Sequence[Drawing], scores: Tensor) -> "_Rules":
        asked, vocabulary = [drawing.asked for drawing in drawings], scores.shape[1]
        return cls(
            _heat(drawings, scores),
            _column([min(one.top_k or vocabulary, vocabulary) for one in asked], scores),
            _column([one.top_p if one.top_p < 1 else 2 for one in asked], scores),
            _column([one.min_p for one in asked], scores),
        )

    def at(self, rows: Tensor) -> "_Rules":
        return _Rules(*(numbers[rows] for numbers in self))


def _filtered(scores: Tensor, rules: _Rules, chances: Tensor) -> Tensor:
    """From the likeliest alone: at most top k; of them the fewest that have the share top p of what top k left
    (Holtzman et al., 2020); and none that is less likely than min p of the first (Nguyen et al., 2024)."""
    most = int(rules.most.max())
    found = torch.empty(len(scores), dtype=torch.int64, device=scores.device)
    left = torch.arange(len(scores), device=scores.device)
    for count in sorted({min(step, most) for step in _SORTED} | {most}):
        found[left], is_sure = _drawn_of(_rows(scores, left), rules.at(left), chances[left], count)
        left = left[~is_sure]
        if not len(left):
            break
    return found


def _drawn_of(scores: Tensor, rules: _Rules, chances: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """A token of each row, and whether the ``count`` likeliest were all that it could be drawn from."""
    best, tokens = scores.topk(count, dim=1)
    cooled = _cooled(best, rules.heat)
    is_kept = torch.arange(count, device=scores.device) < rules.most
    whole = cooled.masked_fill(~is_kept, float("-inf")).logsumexp(dim=1, keepdim=True)
    reaches_beyond = rules.most > count
    if bool(reaches_beyond.any()):
        beyond = _cooled(scores, rules.heat).logsumexp(dim=1, keepdim=True)
        whole = torch.where(reaches_beyond, beyond, whole)
    share = (cooled - whole).exp().masked_fill(~is_kept, 0)
    is_kept &= share.cumsum(dim=1) - share < rules.share
    is_kept &= cooled.exp() >= rules.least  # the first has the score 0
    is_known = ~reaches_beyond | (rules.most == scores.shape[1])  # what the whole is
    is_sure = is_known[:, 0] & ~(reaches_beyond[:, 0] & is_kept[:, -1])
    place = _place(share.masked_fill(~is_kept, 0), chances)
    return tokens.gather(1, place[:, None])[:, 0], is_sure


def _cooled(scores: Tensor, heat: Tensor) -> Tensor:
    """With the largest at 0, so that no temperature makes them infinite."""
    return (scores - scores.amax(dim=1, keepdim=True)).div_(heat)


def _rows(scores: Tensor, rows: Sequence[int] | Tensor) -> Tensor:
    """Those rows; all of them are not copied."""
    return scores if len(rows) == len(scores) else scores[rows]


def _place(shares: Tensor, chances: Tensor) -> Tensor:
    """Where each row's chance falls among its shares, which need not add up to one."""
    ends = shares.cumsum(dim=1)
    aims = (chances.clamp(max=_BELOW_ONE).float()[:, None] * ends[:, -1:]).contiguous()
    places = torch.searchsorted(ends, aims, right=True)
    # Rounding may put the aim upon the end itself: then it is the last that has a share.
    last = torch.searchsorted(ends, ends[:, -1:].contiguous())
    return torch.minimum(places, last)[:, 0]


def _heat(drawings: Sequence[Drawing], like: Tensor) -> Tensor:
    return _column([max(drawing.asked.temperature, _COLDEST) for drawing in drawings], like)


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
