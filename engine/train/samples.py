"""What the model says to a few prompts while it trains: a person sees more in words than in a loss.

Every rank computes the same, for where weights are split a forward pass is a collective; the first one tells.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from engine.model.greedy import continued
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.schema.event import Sample
from engine.train.strategy.base import Strategy
from engine.train.task.base import Batch

if TYPE_CHECKING:
    from engine.train.running import Run

_WIDTH = 64  # rows are filled up to a multiple of it: few shapes for a compiler, and divisible among ranks


def say_samples(run: "Run") -> None:
    """Continue the prompts of the spec and tell each as an event. A collective."""
    preprocessing, prompts = run.task.preprocessing, run.spec.training.samples
    if not prompts or not run.strategy.reads or not isinstance(preprocessing, TokenPreprocessing):
        return
    writer = _Writer(run.strategy, preprocessing, run.rank.device)
    for prompt in prompts:
        text = writer.continue_(prompt)
        run.report.say(Sample, at_once=False, step=run.step, prompt=prompt, text=text)


class _Writer:
    """The model under training, asked for one token after the other."""

    def __init__(self, strategy: Strategy, preprocessing: TokenPreprocessing, device: torch.device) -> None:
        self._strategy, self._preprocessing, self._device = strategy, preprocessing, device

    @torch.no_grad()
    def continue_(self, prompt: str) -> str:
        tokenizer, context = self._preprocessing.tokenizer, self._preprocessing.context
        for module in self._strategy.modules:
            module.eval()
        tokens = continued(self._preprocessing.encode(prompt), self._scores, context, tokenizer.stops)
        for module in self._strategy.modules:
            module.train()
        return tokenizer.decode(tokens)

    def _scores(self, seen: Sequence[int]) -> Tensor:
        """Filled up behind, where no earlier token looks."""
        width = min(-(-len(seen) // _WIDTH) * _WIDTH, max(self._preprocessing.context, len(seen)))
        row = torch.full((1, width), self._preprocessing.tokenizer.padding, device=self._device)
        row[0, : len(seen)] = torch.tensor(seen, device=self._device)
        output = self._strategy.output(Batch(row, row))
        if output is None:
            raise RuntimeError("no rank has the whole output of a pipeline: planning refuses samples there")
        return output[0, len(seen) - 1]
