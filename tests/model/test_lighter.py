import numpy as np
import pytest
import torch

from engine.model.lighter import TOLERANCE, WHOLE, Trial, agree, kinds, texts_to_try, tried
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
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_vnni": True, "avx512_bf16": False})
    assert [kinds(bits, "cpu") for bits in (None, 32, 16, 8, 4)] == [[8], [], [16], [8], []]
    assert [kinds(bits, "cuda:0") for bits in (None, 32, 16, 8)] == [[16], [], [16], []]
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"amx_bf16": True})
    assert kinds(None, "cpu") == [16, 8]


@pytest.fixture
def timed(monkeypatch):
    """Let each number of bits take the seconds that are told here, and give the same answers as 32 or not."""

    def time(seconds, wrong=()):
        found = iter([WHOLE, *seconds])
        whole = []

        def tried(answer, tokens):
            bits, shares = next(found), answer(tokens)
            whole.append(shares)
            told = {WHOLE: 1.0, **seconds}
            return Trial(whole[0] + (bits in wrong), told[bits])

        monkeypatch.setattr("engine.model.predictor.tried", tried)
        monkeypatch.setattr("engine.model.predictor.kinds", lambda bits, device: [*seconds])

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
    assert predictor.lighten(8) == bits
    after = predictor.predict(["a good film"])
    assert after[0]["probabilities"] == pytest.approx(before[0]["probabilities"], abs=TOLERANCE)
    assert (after == before) is (bits == WHOLE or bits == 8), (
        "layers of the fake are too small for whole numbers"
    )


def test_a_small_classifier_is_not_tried_unasked(home, monkeypatch):
    save_text_model(home)
    predictor = load_predictor(home.run("text-1").model)
    monkeypatch.setattr("engine.model.predictor.tried", lambda *_: pytest.fail("tried"))
    assert predictor.lighten(None) == WHOLE


def test_what_tells_no_classes_of_texts_stays_whole(home):
    save_table_model(home)
    assert load_predictor(home.run("table-1").model).lighten(16) == WHOLE
