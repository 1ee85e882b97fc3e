import numpy as np
import pytest
import torch
from torch import nn

from engine.model.dynamic_int8 import TorchRows
from engine.model.lighter import TOLERANCE, WHOLE, Trial, agree, kinds, lightened, texts_to_try, tried
from engine.model.predictor import load_predictor
from tests.fakes.served_model import save_table_model, save_text_model

SHARES = np.array([[0.25, 0.75], [0.5, 0.5]])


@pytest.mark.parametrize(
    ("shares", "same"),
    [(SHARES + 0.9 * TOLERANCE, True), (SHARES + 1.1 * TOLERANCE, False), (SHARES * np.nan, False)],
)
def test_answers_agree_within_the_tolerance(shares, same):
    assert agree(Trial(SHARES, 1.0), Trial(shares, 0.5)) is same


def test_the_better_of_two_times_counts():
    times = iter([0.0, 9.0, 10.0, 11.0])
    trial = tried(lambda tokens: np.array([len(text) for text in tokens]), [[1, 2]], lambda: next(times))
    assert (trial.shares.tolist(), trial.seconds) == ([2], 1.0)


def test_texts_are_of_the_vocabulary_and_always_the_same():
    texts = texts_to_try(50, 20)
    assert texts == texts_to_try(50, 20)
    assert {len(text) for text in texts} == {4, 16, 20}
    assert all(0 <= number < 50 for text in texts for number in text)


def test_bits_are_tried_where_they_can_be_faster(monkeypatch):
    def able(**names):
        monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: names)
        return [kinds(bits, "cpu") for bits in (None, 32, 16, 8, 4)]

    assert able(avx512_vnni=True, avx512_bf16=False) == [[8], [], [16], [8], []]
    assert able(amx_bf16=True, amx_int8=True) == [[16, 8], [], [16], [8], []]
    assert able(avx2=True) == [[], [], [16], [], []], "torch's products saturate there"
    assert [kinds(bits, "cuda:0") for bits in (None, 32, 16, 8)] == [[16], [], [16], []]


@pytest.fixture
def timed(monkeypatch):
    """Let each number of bits take the seconds that are told here, and give the same answers as 32 or not."""

    def time(seconds, wrong=()):
        found = iter([WHOLE, *seconds])
        whole = []

        def tried(answer, tokens, clock):
            bits, shares = next(found), answer(tokens)
            whole.append(shares)
            told = {WHOLE: 1.0, **seconds}
            return Trial(whole[0] + (bits in wrong), told[bits])

        monkeypatch.setattr("engine.model.predictor.tried", tried)

    return time


@pytest.mark.parametrize(
    ("seconds", "wrong", "bits"),
    [
        ({16: 0.5, 8: 0.4}, (), 8),
        ({16: 0.4, 8: 0.5}, (), 16),
        ({16: 0.5, 8: 0.4}, (8,), 16),
        ({16: 0.5, 8: 0.4}, (16, 8), 32),
        ({16: 2.0, 8: 0.9}, (), 32),
    ],
)
def test_the_fastest_that_says_the_same_is_taken(home, timed, seconds, wrong, bits):
    save_text_model(home)
    predictor = load_predictor(home.run("text-1").model)
    before = predictor.predict(["a good film"])
    timed(seconds, wrong)
    assert predictor.lighten([*seconds], TorchRows()) == bits
    after = predictor.predict(["a good film"])
    assert after[0]["probabilities"] == pytest.approx(before[0]["probabilities"], abs=TOLERANCE)
    other = load_predictor(home.run("text-1").model)
    other.compute_in(bits, TorchRows())
    assert other.predict(["a good film"]) == after


def test_bits_are_asked_of_what_tells_classes_of_texts_and_unasked_where_it_is_large(home, monkeypatch):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_vnni": True})
    save_table_model(home)
    save_text_model(home)
    table, text = (load_predictor(home.run(name).model) for name in ("table-1", "text-1"))
    assert [table.lighter_kinds(bits) for bits in (None, 16)] == [[], []]
    assert [text.lighter_kinds(bits) for bits in (None, 16, 8)] == [[], [16], [8]]
    monkeypatch.setattr("engine.model.predictor.SMALL", 1)
    assert text.lighter_kinds(None) == [8]


def test_a_head_of_many_labels_stays_whole_and_vectors_can_be_made(home):
    save_text_model(home)
    predictor = load_predictor(home.run("text-1").model)
    heads = [part for part in predictor._module.modules() if isinstance(part, nn.Linear)]
    wide = nn.Linear(heads[-1].in_features, 96)
    module = nn.Sequential(nn.Linear(8, heads[-1].in_features), wide)
    lighter = lightened(module, 8, TorchRows())
    assert type(lighter[1]) is nn.Linear and lighter[1].weight is wide.weight
    predictor.compute_in(8, TorchRows())
    assert len(predictor.embedder.answer([[2, 3]])[0].vector) == predictor.embedder.dimensions
