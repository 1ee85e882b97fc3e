"""How fast something writes tokens, alone and for eight at a time, over texts that are nobody's."""

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import torch

from engine.runner.external.peer import Peer, Task
from engine.runner.generation.batch import batch_of
from engine.runner.generation.blocks import BLOCK
from engine.runner.generation.paged_cache import PagedCache
from engine.runner.generation.request import GenerationRequest
from engine.runner.generation.scheduler import Slice
from engine.runner.generation.sequence import Sequence
from engine.runner.generation.stepper import Stepper

MANY = 8
_PROMPT = 32  # tokens
_SECONDS = 1.0  # of each of the two measurements
_WARM = 4  # steps before the clock runs; the first ones are slow
_TOKENS = 64  # written by each text of a peer; several rounds of them where time is left
_GREEDY = GenerationRequest(temperature=0, ignore_end=True)


@dataclass(frozen=True)
class Rates:
    """Tokens a second, of all texts together."""

    one: float
    many: float

    @property
    def worth(self) -> float:
        """One number to compare by: the geometric mean, so that twice as fast counts the same in both."""
        return math.sqrt(self.one * self.many)


def rates_of_stepper(stepper: Stepper) -> Rates:
    """Of our own; attaches a cache."""
    blocks = stepper.context // BLOCK + 1
    stepper.attach(PagedCache(stepper.cache_shape, 1 + MANY * blocks, stepper.device))
    return Rates(*(_steps(stepper, count, blocks) for count in (1, MANY)))


def rates_of_peer(peer: Peer, vocabulary: int, context: int) -> Rates:
    """Of a peer that answers. Raises PeerFailedError."""
    most = max(min(_TOKENS, context - _PROMPT), 1)

    def write(number: int) -> int:
        task = Task(_prompt(number, vocabulary, context), most, _GREEDY, 0, frozenset())
        return sum(1 for _ in peer.write(task, peer.connection()))

    return Rates(*(_writes(write, count) for count in (1, MANY)))


def _writes(write: Callable[[int], int], count: int) -> float:
    with ThreadPoolExecutor(count) as writers:
        list(writers.map(write, range(count)))  # the first is slow
        begin, tokens = time.monotonic(), 0
        while (seconds := time.monotonic() - begin) < _SECONDS:
            tokens += sum(writers.map(write, range(count)))
        return tokens / max(seconds, 1e-6)


@torch.inference_mode()
def _steps(stepper: Stepper, count: int, blocks: int) -> float:
    texts = [Sequence(_prompt(number, stepper.vocabulary, stepper.context)) for number in range(count)]
    for number, text in enumerate(texts):
        text.blocks = list(range(1 + number * blocks, 1 + (number + 1) * blocks))
    for _ in range(_WARM):
        _step(stepper, texts)
    begin, tokens = time.monotonic(), 0
    while (seconds := time.monotonic() - begin) < _SECONDS:
        _step(stepper, texts)
        tokens += count
    return tokens / max(seconds, 1e-6)


def _step(stepper: Stepper, texts: list[Sequence]) -> None:
    """The next token of each; who has no room for it begins anew."""
    for text in texts:
        if len(text.tokens) > stepper.context:
            text.tokens, text.computed = text.tokens[: text.prompt], 0
    batch = batch_of([Slice(text, text.pending) for text in texts], stepper.device)
    chosen = stepper.step(batch).logits.argmax(dim=1).tolist()
    for text, token in zip(texts, chosen, strict=True):
        text.computed += text.pending
        text.tokens.append(token)


def _prompt(number: int, vocabulary: int, context: int) -> list[int]:
    return [(number * 7 + place * 3) % vocabulary for place in range(max(min(_PROMPT, context // 2), 1))]
