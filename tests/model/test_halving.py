import numpy as np
import pytest

from engine.model.halving import TOLERANCE, Trial, is_worth_it, texts_to_try, tried
from engine.model.predictor import load_predictor
from tests.fakes.served_model import save_table_model, save_text_model

SHARES = np.array([[0.25, 0.75], [0.5, 0.5]])


@pytest.mark.parametrize(
    ("shares", "seconds", "worth"),
    [
        (SHARES + 0.9 * TOLERANCE, 0.5, True),
        (SHARES + 1.1 * TOLERANCE, 0.5, False),
        (SHARES * np.nan, 0.5, False),
        (SHARES, 0.9, False),
        (SHARES, 2.0, False),
    ],
)
def test_bits_are_given_up_for_the_same_answers_sooner(shares, seconds, worth):
    assert is_worth_it(Trial(SHARES, 1.0), Trial(shares, seconds)) is worth


def test_the_better_of_two_times_counts():
    times = iter([0.0, 9.0, 10.0, 11.0])
    trial = tried(lambda tokens: np.array([len(text) for text in tokens]), [[1, 2]], lambda: next(times))
    assert (trial.shares.tolist(), trial.seconds) == ([2], 1.0)


def test_texts_are_of_the_vocabulary_and_always_the_same():
    texts = texts_to_try(50, 20)
    assert texts == texts_to_try(50, 20)
    assert {len(text) for text in texts} == {4, 16, 20}
    assert all(0 <= number < 50 for text in texts for number in text)


@pytest.mark.parametrize("worth", [True, False])
def test_a_classifier_computes_in_half_or_as_before(home, monkeypatch, worth):
    save_text_model(home)
    predictor = load_predictor(home.run("text-1").model)
    before = predictor.predict(["a good film"])
    monkeypatch.setattr("engine.model.predictor.is_worth_it", lambda whole, half: worth)
    assert predictor.halve() is worth
    after = predictor.predict(["a good film"])
    assert after[0]["probabilities"] == pytest.approx(before[0]["probabilities"], abs=TOLERANCE)
    assert (after != before) is worth


def test_what_tells_no_classes_of_texts_stays_whole(home):
    save_table_model(home)
    assert load_predictor(home.run("table-1").model).halve() is False
