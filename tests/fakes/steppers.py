"""A stepper without weights, whose next token follows from all tokens of a text; and a runner's loop without threads."""

import json
from collections import deque
from collections.abc import Callable

import torch

from engine.data.text.tokenizer import TextTokenizer
from engine.model.inputs.token_preprocessing import TokenPreprocessing
from engine.runner.exchange import Frame, FrameReader, Kind
from engine.runner.generation.blocks import BLOCK
from engine.runner.generation.intake import Cancelled
from engine.runner.generation.loop import Loop
from engine.runner.generation.opening import Opened
from engine.runner.generation.paged_cache import CacheShape, PagedCache
from engine.runner.generation.preparation import Preparation
from engine.runner.generation.scheduler import Budget
from engine.runner.generation.stepper import Batch, Stepped
from engine.runner.link import Gauges
from engine.schema.card import ModelCard

TEXTS = ["one two three four five six seven eight nine ten", 'ä ö ü ß € 😀 {}[]":,0123456789']


class SummingStepper:
    """Scores come from the tokens that lie in the cache: a wrong block gives a wrong text. ``spoil`` may change the scores of
    a step, or raise."""

    bits, width = 32, 2

    def __init__(self, vocabulary: int, context: int) -> None:
        self.vocabulary, self.context = vocabulary, context
        self.device = torch.device("cpu")
        self.cache_shape = CacheShape(1, 1, 1, torch.int64)
        self.batches: list[Batch] = []
        self.spoil: Callable[[Batch, torch.Tensor], None] = lambda batch, logits: None

    def attach(self, cache: PagedCache) -> None:
        self.cache = cache

    def step(self, batch: Batch) -> Stepped:
        self.batches.append(batch)
        kept = batch.tokens[:, None, None]
        self.cache.write(0, batch.slots, kept, kept)
        rows, hidden = [], []
        for row, ((begin, end), length) in enumerate(zip(batch.spans, batch.known, strict=True)):
            seen = self.cache.read(0, batch.block_tables[row, : -(-length // BLOCK)])[0][
                :length, 0, 0
            ].tolist()
            for upto in range(length - (end - begin) + 1, length + 1):
                rows.append(scores_of(seen[:upto], self.vocabulary))
                hidden.append(torch.tensor([1.0, float(seen[upto - 1])]))
        logits = torch.stack(rows)[batch.wanted]
        self.spoil(batch, logits)
        return Stepped(logits, torch.stack(hidden) if batch.keeps_hidden else None)


def scores_of(seen: list[int], vocabulary: int) -> torch.Tensor:
    """Of the next token, from all those before it and their places."""
    whole = sum((place + 1) * token for place, token in enumerate(seen)) + len(seen)
    return torch.randn(vocabulary, generator=torch.Generator().manual_seed(whole)) * 2


def greedy(prompt: list[int], vocabulary: int, most: int, stops: frozenset[int] = frozenset()) -> list[int]:
    """What a ``SummingStepper`` must write."""
    seen = [*prompt]
    while len(seen) < len(prompt) + most:
        token = int(scores_of(seen, vocabulary).argmax())
        if token in stops:
            break
        seen.append(token)
    return seen[len(prompt) :]


class FakeLink:
    """Keeps what is sent; ``sendings`` counts how often."""

    def __init__(self) -> None:
        self.gauges = Gauges()
        self.sendings = 0
        self.frames: list[Frame] = []
        self._reader = FrameReader()

    def send(self, *frames: bytes) -> None:
        self.sendings += 1
        self.frames += self._reader.feed(b"".join(frames))


class FakeIntake:
    waiting = 0

    def __init__(self) -> None:
        self.queue: deque = deque()

    def take(self, wait: bool) -> list:
        found = list(self.queue)
        self.queue.clear()
        assert found or not wait, "the loop would wait for ever"
        return found


class Desk:
    """A loop over a stepper, its questions and what it sent."""

    def __init__(
        self, context: int = 128, streams: int = 8, blocks: int = 65, budget: Budget | None = None
    ) -> None:
        self.tokenizer = TextTokenizer.fit(TEXTS * 3, 300)
        self.vocabulary = self.tokenizer.size
        self.stepper = SummingStepper(self.vocabulary, context)
        cache = PagedCache(self.stepper.cache_shape, blocks, self.stepper.device)
        self.stepper.attach(cache)
        self.link, self.intake = FakeLink(), FakeIntake()
        self.preprocessing = TokenPreprocessing("text", self.tokenizer, context, "one")
        self.preparation = Preparation(Opened(card(), self.preprocessing, self.stepper), "m", self.link.send)
        self.loop = Loop(self.link, self.intake, self.stepper, cache, streams, budget or Budget(48, 32))

    def ask(self, number: int, kind: Kind = Kind.GENERATE, **asked) -> None:
        request = self.preparation.of(Frame(kind, number, json.dumps(asked).encode()))
        if request is not None:
            self.intake.queue.append(request)

    def cancel(self, number: int) -> None:
        self.intake.queue.append(Cancelled(number))

    def turn(self, times: int = 1) -> None:
        for _ in range(times):
            self.loop.turn()

    def finish(self) -> None:
        """Until nothing is left to do."""
        while self.intake.queue or not self.loop.is_idle:
            self.loop.turn()

    def of(self, number: int, kind: Kind) -> list:
        return [
            json.loads(one.payload) for one in self.link.frames if (one.number, one.kind) == (number, kind)
        ]

    def answer(self, number: int) -> tuple[int, dict]:
        payload = next(
            one.payload for one in self.link.frames if (one.number, one.kind) == (number, Kind.ANSWER)
        )
        return int.from_bytes(payload[:2], "little"), json.loads(payload[2:])

    def tokens(self, number: int, index: int = 0) -> list[int]:
        return [token for item in self.items(number, index) for token in item["tokens"]]

    def text(self, number: int, index: int = 0) -> str:
        return "".join(item["text"] for item in self.items(number, index))

    def items(self, number: int, index: int = 0) -> list[dict]:
        return [item for delta in self.of(number, Kind.DELTA) for item in delta if item["index"] == index]


def card() -> ModelCard:
    return ModelCard(
        id="m", name="m", created=0.0, task="language_model", run="m", spec={}, inputs=(), input_form="text"
    )
