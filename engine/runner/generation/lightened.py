"""Fewer bits for the weights of a network that is loaded, and a word about it where its answers change."""

import torch
from torch import Tensor, nn

from engine.runner.generation.batch import batch_of
from engine.runner.generation.blocks import BLOCK
from engine.runner.generation.llama_step import LlamaStep
from engine.runner.generation.paged_cache import PagedCache
from engine.runner.generation.quantized import Difference, difference, quantize
from engine.runner.generation.scheduler import Slice
from engine.runner.generation.sequence import Sequence
from engine.runner.generation.stepper import Stepper
from engine.schema.problem import Problem

_HALF = 16  # bits
_MOST_TOKENS = 96  # of the text on which both forms are compared
_SEED = 0


@torch.inference_mode()
def lighten(stepper: Stepper, bits: int | None) -> Problem | None:
    """Four or eight bits where they are asked for. Four are compared with what the network said before, over a text that
    it wrote itself: a warning tells how much they change."""
    if bits is None or bits >= _HALF:
        return None
    text = exact = None
    if bits == 4:
        text = _own_text(stepper)
        exact = _scores(stepper, text)
    network: nn.Module = stepper.network  # type: ignore[attr-defined]
    head = network.head if isinstance(stepper, LlamaStep) else network.get_output_embeddings()  # type: ignore[operator]
    quantize(network, bits, head)  # type: ignore[arg-type]
    stepper.bits = bits
    if text is None or exact is None:
        return None
    return problem_of(difference(exact, _scores(stepper, text)))


def problem_of(found: Difference) -> Problem | None:
    """None where a person would hardly notice."""
    if found.is_small:
        return None
    params = {"agreement": round(found.agreement, 3), "cosine": round(found.cosine, 4)}
    return Problem(code="four_bit_differs", params=params, severity="warning")


def _own_text(stepper: Stepper) -> list[int]:
    """Drawn from its own scores: what it is likely to write and to read."""
    draw = torch.Generator().manual_seed(_SEED)
    text = Sequence([0])
    cache = _attached(stepper, text)
    while len(text.tokens) < min(_MOST_TOKENS, stepper.context):
        batch = batch_of([Slice(text, 1)], cache.keys[0].device)
        chances = stepper.step(batch).logits[0].softmax(dim=0).cpu()
        text.computed += 1
        text.tokens.append(int(torch.multinomial(chances, 1, generator=draw)))
    return text.tokens


def _scores(stepper: Stepper, tokens: list[int]) -> Tensor:
    """After every token of the text."""
    text = Sequence(tokens)
    _attached(stepper, text)
    return stepper.step(batch_of([Slice(text, len(tokens))], stepper.device, [text])).logits


def _attached(stepper: Stepper, text: Sequence) -> PagedCache:
    blocks = -(-_MOST_TOKENS // BLOCK)
    text.blocks = list(range(1, 1 + blocks))
    cache = PagedCache(stepper.cache_shape, 1 + blocks, stepper.device)
    stepper.attach(cache)
    return cache
