"""The first steps of a runner, before anybody asks: they are slow, and tell how many tokens a step may have."""

import time

import torch

from engine.runner.generation.batch import batch_of
from engine.runner.generation.blocks import BLOCK
from engine.runner.generation.paged_cache import PagedCache
from engine.runner.generation.scheduler import Budget, Slice
from engine.runner.generation.sequence import Sequence
from engine.runner.generation.stepper import Stepper

_PROMPT = 2 * BLOCK  # tokens
_DECODES = 3
_TRIES = 2  # the second is as fast as those to come
# How long a step may take: a cancelled text is let go of within 100 ms, and who waits for a next word waits less.
_ALONE_SECONDS, _BESIDE_SECONDS = 0.08, 0.03
_FEWEST, _MOST_ALONE, _MOST_BESIDE = 2 * BLOCK, 2048, 512  # tokens of a step
_OF_GPU = Budget(8192, 2048)  # a GPU takes these in that time, and a short prompt does not show it


@torch.inference_mode()
def warm_up(stepper: Stepper, cache: PagedCache) -> Budget:
    """Steps of a prompt and of single tokens; nothing of them is left in the cache that could be found."""
    count = max(min(_PROMPT, stepper.context - _DECODES - 1), 1)
    seconds = 1.0
    for _ in range(_TRIES):
        text = Sequence([number % stepper.vocabulary for number in range(count)])
        text.blocks = list(range(1, 1 + text.blocks_of(count + _DECODES)))[: cache.blocks - 1]
        begin = time.monotonic()
        _step(stepper, text)
        seconds = time.monotonic() - begin
        for _ in range(_DECODES):
            text.tokens.append(0)
            _step(stepper, text)
    if stepper.device.type == "cuda":
        return _OF_GPU
    rate = count / max(seconds, 1e-6)
    return Budget(_within(rate * _ALONE_SECONDS, _MOST_ALONE), _within(rate * _BESIDE_SECONDS, _MOST_BESIDE))


def _step(stepper: Stepper, text: Sequence) -> None:
    count = text.pending
    stepper.step(batch_of([Slice(text, count)], stepper.device)).logits.argmax().item()
    text.computed += count


def _within(tokens: float, most: int) -> int:
    """Whole blocks."""
    return max(_FEWEST, min(most, int(tokens) // BLOCK * BLOCK))
