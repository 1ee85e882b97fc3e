"""Steps of single tokens go through a graph of the next larger shape, and say what the eager step says.

The capture of these tests computes anew at each replay: what CUDA itself captures is not tried here.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from engine.runner.generation.graphed import GRAPHED, NOT_GRAPHED, GraphedStep, graphed
from tests.runner.generation.test_compiled import PLAIN, batch, eager_step, with_cache


class Captures:
    """Counts them; ``replay`` writes where the capture wrote."""

    def __init__(self) -> None:
        self.made = self.replayed = 0

    def __call__(self, compute: Callable[[], Tensor]) -> tuple[Callable[[], None], Tensor]:
        self.made += 1
        logits = compute().clone()

        def replay() -> None:
            self.replayed += 1
            logits.copy_(compute())

        return replay, logits


def test_steps_of_single_tokens_are_replayed_with_the_eager_scores() -> None:
    eager, cache = with_cache(eager_step(PLAIN))
    captures = Captures()
    step = GraphedStep(eager, captures)
    for count in (3, 4, 3, 5):
        for vector in (*cache.keys, *cache.values):
            vector.normal_(generator=torch.Generator().manual_seed(count))
        told = batch([(20 + n, 1) for n in range(count)], PLAIN.vocabulary)
        expected = eager.step(told).logits
        assert torch.allclose(step.step(told).logits, expected, atol=1e-5)
    assert (captures.made, captures.replayed) == (2, 4)  # of four texts, and of eight


def test_rows_that_fill_up_write_into_the_scratch_block_alone() -> None:
    eager, cache = with_cache(eager_step(PLAIN))
    step = GraphedStep(eager, Captures())
    step.step(batch([(4, 1)] * 3, PLAIN.vocabulary))
    written = {int(block) for block in cache.keys[0].flatten(1).any(dim=1).nonzero()}
    assert written == {0, 8, 16, 24}


def test_what_an_answer_was_given_is_not_changed_by_the_next_step() -> None:
    step = GraphedStep(with_cache(eager_step(PLAIN))[0], Captures())
    first = step.step(batch([(4, 1)], PLAIN.vocabulary)).logits
    kept = first.clone()
    step.step(batch([(9, 1)], PLAIN.vocabulary))
    assert torch.equal(first, kept)


def test_prompts_and_hidden_states_take_the_eager_way() -> None:
    captures = Captures()
    step = GraphedStep(with_cache(eager_step(PLAIN))[0], captures)
    step.step(batch([(4, 1), (0, 7)], PLAIN.vocabulary))
    assert step.step(batch([(4, 1)], PLAIN.vocabulary, hidden=True)).hidden is not None
    assert captures.made == 0


def test_what_cannot_be_captured_stays_eager() -> None:
    def refuse(compute: Callable[[], Tensor]) -> tuple[Callable[[], None], Tensor]:
        raise RuntimeError("operation not permitted when stream is capturing")

    eager = with_cache(eager_step(PLAIN))[0]
    step = GraphedStep(eager, refuse)
    told = batch([(4, 1)], PLAIN.vocabulary)
    assert step.why == GRAPHED
    assert torch.equal(step.step(told).logits, eager.step(told).logits)
    assert step.why == NOT_GRAPHED


def test_a_processor_has_no_graphs() -> None:
    assert graphed(eager_step(PLAIN)) is None
