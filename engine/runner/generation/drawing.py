"""How one answer draws its tokens: what was asked for, and what it must remember of the tokens before."""

from dataclasses import dataclass, field
from typing import NamedTuple

import torch
from torch import Tensor

from engine.runner.generation.chance import uniform
from engine.runner.generation.constraint import Constraint
from engine.runner.generation.request import GenerationRequest


class Chosen(NamedTuple):
    """A token, and where asked for how likely it and the likeliest were, in natural logarithms."""

    token: int
    logprob: float | None = None
    top: tuple[tuple[int, float], ...] = ()


@dataclass(eq=False, slots=True)
class Drawing:
    """One answer's."""

    asked: GenerationRequest
    seed: int
    answer: int = 0
    constraint: Constraint | None = None
    drawn: int = 0
    _counts: Tensor | None = field(default=None, init=False)  # how often each token was written
    _seen: Tensor | None = field(default=None, init=False)  # which stood in the prompt or were written
    _biases: tuple[Tensor, Tensor] | None = field(default=None, init=False)  # tokens, and what they get

    @property
    def is_greedy(self) -> bool:
        return self.asked.temperature == 0

    @property
    def filters(self) -> bool:
        """Whether only some of the tokens are drawn from."""
        asked = self.asked
        return asked.top_k > 0 or asked.top_p < 1 or asked.min_p > 0

    @property
    def edits(self) -> bool:
        """Whether the scores of the network are changed before anything else."""
        return bool(self.asked.logit_bias or self.constraint) or self._remembers

    @property
    def _remembers(self) -> bool:
        asked = self.asked
        return bool(asked.presence_penalty or asked.frequency_penalty or asked.repetition_penalty != 1)

    def chance(self) -> float:
        """The number that decides about the next token."""
        return uniform(self.seed, self.answer, self.drawn)

    def begin(self, prompt: list[int], vocabulary: int, device: torch.device) -> None:
        """Told once, before the first token."""
        if self._remembers:
            self._counts = torch.zeros(vocabulary, device=device)
            self._seen = torch.zeros(vocabulary, dtype=torch.bool, device=device)
            self._seen[torch.tensor(prompt, device=device)] = True

    def take(self, token: int) -> None:
        """This one was written."""
        self.drawn += 1
        if self._counts is not None and self._seen is not None:
            self._counts[token] += 1
            self._seen[token] = True
        if self.constraint is not None:
            self.constraint.take(token)

    def edit(self, scores: Tensor) -> None:
        """Change (vocabulary,) scores in place: repetition (Keskar et al., 2019), then OpenAI's penalties and biases."""
        asked = self.asked
        if self._counts is not None and self._seen is not None:
            if asked.repetition_penalty != 1:
                weak = torch.where(
                    scores > 0, scores / asked.repetition_penalty, scores * asked.repetition_penalty
                )
                torch.where(self._seen, weak, scores, out=scores)
            scores -= asked.frequency_penalty * self._counts + asked.presence_penalty * (self._counts > 0)
        if asked.logit_bias:
            if self._biases is None:
                known = {token: bias for token, bias in asked.logit_bias.items() if 0 <= token < len(scores)}
                tokens = torch.tensor([*known], dtype=torch.int64, device=scores.device)
                self._biases = (
                    tokens,
                    torch.tensor([*known.values()], dtype=scores.dtype, device=scores.device),
                )
            scores.index_add_(0, *self._biases)
        if self.constraint is not None:
            self.constraint.mask(scores)
