import math
from collections import Counter

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.runner.generation.chance import uniform
from engine.runner.generation.drawing import Drawing
from engine.runner.generation.request import GenerationRequest
from engine.runner.generation.sampler import draw

VOCABULARY = 40


def drawing(seed: int = 0, **asked) -> Drawing:
    return Drawing(GenerationRequest(**asked), seed)


def scores(seed: int = 0, rows: int = 1, vocabulary: int = VOCABULARY) -> torch.Tensor:
    return torch.randn(rows, vocabulary, generator=torch.Generator().manual_seed(seed)) * 2


def counted(logits: torch.Tensor, times: int, **asked) -> Counter:
    """How often each token comes, drawn by as many answers as there are draws."""
    some = 500
    found: Counter = Counter()
    for start in range(0, times, some):
        rows = [drawing(seed, **asked) for seed in range(start, start + some)]
        found.update(chosen.token for chosen in draw(logits.repeat(some, 1), rows))
    return found


def surprise(found: Counter, chances: torch.Tensor) -> float:
    """By how many standard deviations chi-square lies above its mean."""
    times = sum(found.values())
    kept = [token for token in range(len(chances)) if chances[token] * times >= 5]
    chi = sum(
        (found[token] - times * float(chances[token])) ** 2 / (times * float(chances[token]))
        for token in kept
    )
    return (chi - (len(kept) - 1)) / math.sqrt(2 * (len(kept) - 1))


def theirs(logits: torch.Tensor, asked: dict) -> torch.Tensor:
    """The chances that transformers' own processors leave."""
    from transformers import LogitsProcessorList
    from transformers.generation import logits_process as lp

    steps = LogitsProcessorList([lp.TemperatureLogitsWarper(asked.get("temperature", 1.0))])
    if asked.get("top_k"):
        steps.append(lp.TopKLogitsWarper(asked["top_k"]))
    if asked.get("top_p", 1) < 1:
        steps.append(lp.TopPLogitsWarper(asked["top_p"]))
    if asked.get("min_p"):
        steps.append(lp.MinPLogitsWarper(asked["min_p"]))
    return steps(torch.zeros(1, 1, dtype=torch.int64), logits.clone()).softmax(dim=1)[0]


@pytest.mark.parametrize(
    "asked",
    [
        {"temperature": 0.7},
        {"top_k": 5},
        {"top_p": 0.8},
        {"min_p": 0.1},
        {"temperature": 1.5, "top_k": 12, "top_p": 0.7, "min_p": 0.02},
        {"top_k": 1},
        {"top_p": 0.01},
    ],
)
def test_tokens_come_as_often_as_transformers_own_rules_say(asked):
    logits = scores(3)
    chances = theirs(logits, asked)
    found = counted(logits, 10_000, **asked)
    assert set(found) <= set(chances.nonzero()[:, 0].tolist())
    if len(found) > 1:
        assert surprise(found, chances) < 4


@pytest.mark.parametrize(
    "asked", [{"top_p": 0.999}, {"top_k": 1800}, {"top_k": 1500, "top_p": 0.9}, {"min_p": 1e-6}]
)
def test_rules_hold_where_more_tokens_are_drawn_from_than_are_sorted_at_first(asked):
    logits = scores(5, vocabulary=2000) / 4
    chances = theirs(logits, asked)
    found = counted(logits, 2000, **asked)
    assert set(found) <= set(chances.nonzero()[:, 0].tolist())
    halves = chances[0::2].sum(), sum(count for token, count in found.items() if token % 2 == 0) / 2000
    assert float(halves[0]) == pytest.approx(halves[1], abs=0.04)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0, 3]), st.sampled_from([1.0, 0.6])),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 5),
)
def test_what_is_drawn_does_not_depend_on_the_rows_beside_it(rules, seed):
    logits = scores(seed, rows=len(rules))
    rows = [drawing(n, temperature=t, top_k=k, top_p=p) for n, (t, k, p) in enumerate(rules)]
    together = [chosen.token for chosen in draw(logits.clone(), rows)]
    alone = [draw(logits[n : n + 1].clone(), [row])[0].token for n, row in enumerate(rows)]
    assert together == alone


def test_the_likeliest_is_taken_at_temperature_nought_and_in_all_but_nought():
    logits = scores(1)
    for temperature in (0, 1e-6):
        assert draw(logits.clone(), [drawing(temperature=temperature)])[0].token == int(logits.argmax())


@pytest.mark.parametrize("rules", [{}, {"top_p": 0.9}, {"top_k": 3}])
def test_a_temperature_too_small_for_float32_takes_the_likeliest(rules):
    logits = scores(3)
    [found] = draw(logits.clone(), [drawing(temperature=1e-60, **rules)])
    assert found is not None and found.token == int(logits.argmax())


def test_penalties_are_those_of_openai_and_of_the_repetition_penalty():
    logits = scores(2)
    row = drawing(
        temperature=0,
        presence_penalty=0.5,
        frequency_penalty=0.25,
        repetition_penalty=1.3,
        logit_bias={9: -1.0},
    )
    row.begin([1, 2], VOCABULARY, logits.device)
    for token in (3, 3, 4):
        row.take(token)
    changed = logits[0].clone()
    row.edit(changed)
    truth = logits[0].clone()
    for token in (1, 2, 3, 4):
        truth[token] = truth[token] / 1.3 if truth[token] > 0 else truth[token] * 1.3
    truth[3] -= 0.5 + 0.25 * 2
    truth[4] -= 0.5 + 0.25
    truth[9] -= 1.0
    assert torch.allclose(changed, truth)


def test_scores_that_are_no_numbers_draw_nothing_and_spoil_no_other_row():
    logits = scores(1, rows=3)
    logits[1, 7] = torch.nan
    found = draw(logits, [drawing(), drawing(temperature=0), drawing(temperature=0)])
    assert found[1] is None and found[0] is not None and found[2] is not None


def test_a_token_without_chance_is_never_drawn():
    logits = torch.full((1, VOCABULARY), float("-inf"))
    logits[0, [5, 6]] = torch.tensor([80.0, 0.0])
    assert set(counted(logits, 2000)) == {5}


def test_chances_are_spread_evenly_and_follow_from_seed_answer_and_place():
    found = [
        uniform(seed, answer, place) for seed in range(10) for answer in range(10) for place in range(30)
    ]
    assert len(set(found)) == len(found) and 0 <= min(found) < max(found) < 1
    assert sum(found) / len(found) == pytest.approx(0.5, abs=0.02)
    assert uniform(1, 2, 3) == uniform(1, 2, 3)
    assert uniform(-1, 0, 0) != uniform(1, 0, 0)
