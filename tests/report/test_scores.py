"""Scores, intervals and curves, held against scikit-learn."""

import numpy as np
import pytest
from sklearn import metrics

from engine.report.answers import Answers
from engine.report.bootstrap import intervals
from engine.report.compare import difference_of
from engine.report.curves import precision_recall_curve, roc_curve
from engine.report.scores import Scorer
from engine.schema.metrics import MOST_CLASSES_RANKED


def classes(rows: int, count: int, seed: int = 0, skill: float = 1.0) -> Answers:
    """A classifier that is right more often than not; some probabilities are equal."""
    generator = np.random.default_rng(seed)
    truth = generator.integers(0, count, rows)
    scores = generator.normal(size=(rows, count)) + skill * np.eye(count)[truth]
    shares = np.exp(scores.round(1))
    labels = tuple("abcdefgh"[:count])
    return Answers(np.arange(rows), np.eye(count)[truth], shares / shares.sum(axis=1, keepdims=True), labels)


def numbers(rows: int, noise: float, seed: int = 0) -> Answers:
    generator = np.random.default_rng(seed)
    truth = generator.normal(5, 2, rows)
    return Answers(np.arange(rows), truth, truth + generator.normal(0, noise, rows))


@pytest.mark.parametrize("count", [2, 4])
def test_scores_of_classes_are_those_of_scikit_learn(count):
    answers = classes(300, count)
    true, given = answers.truth.argmax(axis=1), answers.given
    scores = Scorer(answers).scores()
    shares = given[:, 1] if count == 2 else given
    assert scores["accuracy"] == pytest.approx(metrics.accuracy_score(true, given.argmax(axis=1)))
    assert scores["f1_macro"] == pytest.approx(metrics.f1_score(true, given.argmax(axis=1), average="macro"))
    assert scores["roc_auc"] == pytest.approx(metrics.roc_auc_score(true, shares, multi_class="ovr"))
    precision = metrics.average_precision_score(true if count == 2 else answers.truth, shares)
    assert scores["pr_auc"] == pytest.approx(precision)
    assert scores["loss"] == pytest.approx(metrics.log_loss(true, given))


def test_scores_of_numbers_are_those_of_scikit_learn():
    answers = numbers(200, 1.0)
    scores = Scorer(answers).scores()
    assert scores["rmse"] == pytest.approx(metrics.root_mean_squared_error(answers.truth, answers.given))
    assert scores["mae"] == pytest.approx(metrics.mean_absolute_error(answers.truth, answers.given))
    assert scores["r2"] == pytest.approx(metrics.r2_score(answers.truth, answers.given))
    assert scores["mape"] == pytest.approx(
        metrics.mean_absolute_percentage_error(answers.truth, answers.given)
    )


def test_a_weight_counts_like_the_row_repeated():
    answers = classes(60, 3)
    weights = np.random.default_rng(1).integers(0, 4, 60).astype(float)
    repeated = Scorer(answers.take(np.repeat(np.arange(60), weights.astype(int))))
    weighted = Scorer(answers).scores(weights)
    for name, value in repeated.scores().items():
        assert weighted[name] == pytest.approx(value), name


def test_an_interval_holds_the_score_and_narrows_with_more_rows():
    few, many = (intervals(Scorer(classes(rows, 2)))["accuracy"] for rows in (50, 2000))
    assert few.low < few.value < few.high
    assert many.high - many.low < few.high - few.low
    assert few == intervals(Scorer(classes(50, 2)))["accuracy"]


def test_a_score_that_cannot_be_told_is_none():
    one_class = classes(40, 2)
    one_class = one_class.take(np.flatnonzero(one_class.truth[:, 0]))
    assert intervals(Scorer(one_class))["roc_auc"].value is None
    assert intervals(Scorer(numbers(3, 1.0)))["rmse"].low is None
    same = Answers(np.arange(10), np.full(10, 0.3), np.linspace(0, 1, 10))
    assert np.isnan(Scorer(same).scores()["r2"])


def test_the_area_under_the_curves_is_the_score():
    answers = classes(150, 2)
    roc = roc_curve(answers.truth[:, 1], answers.given[:, 1])
    assert np.trapezoid(roc.y, roc.x) == pytest.approx(Scorer(answers).scores()["roc_auc"])
    curve = precision_recall_curve(answers.truth[:, 1], answers.given[:, 1])
    steps = np.diff([0, *curve.x]) @ np.array(curve.y)
    assert steps == pytest.approx(Scorer(answers).scores()["pr_auc"])


def test_luck_is_told_from_skill():
    good, same, bad = classes(400, 2, skill=3.0), classes(400, 2, skill=3.0), classes(400, 2, skill=0.5)
    assert difference_of("a", "b", good, same).p_value == 1.0
    real = difference_of("a", "b", good, bad)
    assert real.p_value < 0.001
    assert real.difference.low > 0
    assert real.same_rows
    close = difference_of("a", "b", numbers(200, 1.0), numbers(200, 1.0))
    assert close.p_value > 0.9
    assert difference_of("a", "b", numbers(200, 1.0), numbers(200, 3.0)).p_value < 0.01


def test_only_rows_that_both_answered_are_compared():
    one, other = classes(100, 2), classes(100, 2).take(np.arange(40))
    difference = difference_of("a", "b", one, other)
    assert (difference.rows, difference.same_rows) == (40, False)


def test_very_many_classes_have_no_areas():
    count = MOST_CLASSES_RANKED + 1
    answers = Answers(np.arange(count), np.eye(count), np.eye(count), tuple(map(str, range(count))))
    assert Scorer(answers).scores().keys() == {"accuracy", "f1_macro", "loss"}
