"""Scores of classes are scikit-learn's, from sums that may come from any number of batches and ranks."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from sklearn import metrics
from sklearn.dummy import DummyClassifier

from engine.data.rows.split import Split
from engine.schema.problem import UserError
from engine.train.task.classification import Classification, numbered


class Classes(Classification):
    """Classes without rows: only what is said of outputs and targets is looked at."""

    def __init__(self, numbers, classes, weights="none"):
        super().__init__()
        third = np.array_split(np.arange(len(numbers)), 3)
        training = SimpleNamespace(class_weights=weights)
        source = SimpleNamespace(spec=SimpleNamespace(training=training), device=torch.device("cpu"))
        labels = tuple(f"class {number}" for number in range(classes))
        self.learn_classes(source, labels, numbers, Split(*third))


def drawn(classes, rows=3000, spread=2.0, seed=0):
    """Scores that know something of the class, which is rarer the higher its number."""
    draw = np.random.default_rng(seed)
    shares = 0.5 ** np.arange(classes)
    numbers = draw.choice(classes, rows, p=shares / shares.sum())
    output = draw.normal(size=(rows, classes)) * spread + 2 * np.eye(classes)[numbers]
    return Classes(numbers, classes), torch.from_numpy(output), torch.from_numpy(numbers)


def summed(task, output, targets, parts=3):
    return sum(
        task.sums(output[rows], targets[rows]) for rows in np.array_split(np.arange(len(targets)), parts)
    )


@pytest.mark.parametrize("classes", [2, 5])
def test_scores_are_those_of_scikit_learn(classes):
    task, output, targets = drawn(classes)
    scores = task.scores(summed(task, output, targets), len(targets))
    shares, truth = output.softmax(dim=1).numpy(), targets.numpy()
    said = shares.argmax(axis=1)
    one_hot = np.eye(classes)[truth]
    first = 1 if classes == 2 else 0
    assert scores["loss"] == pytest.approx(metrics.log_loss(truth, shares))
    assert scores["accuracy"] == pytest.approx(metrics.accuracy_score(truth, said))
    assert scores["f1_macro"] == pytest.approx(metrics.f1_score(truth, said, average="macro"))
    assert scores["confusion"] == metrics.confusion_matrix(truth, said).tolist()
    for name, score in (("roc_auc", metrics.roc_auc_score), ("pr_auc", metrics.average_precision_score)):
        assert scores[name] == pytest.approx(score(one_hot[:, first:], shares[:, first:]), abs=1e-3), name


def test_areas_of_certain_scores_are_still_told_apart():
    task, output, targets = drawn(2, spread=0.05)
    certain = output * 3 + torch.tensor([9.0, 0.0])  # probabilities below one in a thousand, all of them
    scores = task.scores(task.sums(certain, targets), len(targets))
    assert scores["roc_auc"] == pytest.approx(
        metrics.roc_auc_score(targets, certain.softmax(dim=1)[:, 1]), abs=1e-3
    )


@pytest.mark.parametrize("classes", [2, 5, 40])
def test_areas_of_a_model_that_has_hardly_begun_are_known(classes):
    """Its probabilities lie within a few per cent of one another."""
    task, output, targets = drawn(2) if classes == 2 else drawn(classes, rows=20_000)
    hardly = output * (0.02 if classes == 2 else 0.1)
    scores, shares = task.scores(task.sums(hardly, targets), len(targets)), hardly.softmax(dim=1).numpy()
    one_hot, first = np.eye(classes)[targets], 1 if classes == 2 else 0
    present = [number for number in range(first, classes) if one_hot[:, number].any()]
    exact = metrics.roc_auc_score(one_hot[:, present], shares[:, present])
    assert scores["roc_auc"] == pytest.approx(exact, abs=2e-3)


def test_curves_run_from_end_to_end_and_hold_the_area():
    task, output, targets = drawn(2)
    sums = summed(task, output, targets)
    curves = task.curves(sums, len(targets))
    false, true = (np.array(curves["roc"][name]) for name in ("fpr", "tpr"))
    assert len(false) <= 101 and (false[0], true[0], false[-1], true[-1]) == (0, 0, 1, 1)
    assert np.trapezoid(true, false) == pytest.approx(task.scores(sums, len(targets))["roc_auc"], abs=0.003)
    recall, precision = (np.array(curves["pr"][name]) for name in ("recall", "precision"))
    assert recall[-1] == 1 and (np.diff(recall) >= 0).all()
    assert precision[-1] == pytest.approx(float((targets == 1).double().mean()), abs=1e-4)


def test_calibration_compares_what_was_said_with_what_was_so():
    task, output, targets = drawn(2)
    points = task.curves(task.sums(output, targets), len(targets))["calibration"]
    probability = output.softmax(dim=1)[:, 1].numpy()
    assert sum(points["count"]) == len(targets)
    inside = (probability >= 0.5) & (probability < 0.6)
    assert points["count"][5] == inside.sum()
    assert points["probability"][5] == pytest.approx(probability[inside].mean(), abs=1e-4)
    assert points["share"][5] == pytest.approx(targets.numpy()[inside].mean(), abs=1e-4)


@pytest.mark.parametrize("classes", [2, 4])
def test_the_baseline_is_the_majority_of_the_training_rows(classes):
    task, _, targets = drawn(classes)
    train, held_out = targets.numpy()[:1000], targets.numpy()[1000:2000]
    dummy = DummyClassifier(strategy="prior").fit(np.zeros((1000, 1)), train)
    said, shares = dummy.predict(np.zeros((1000, 1))), dummy.predict_proba(np.zeros((1000, 1)))
    one_hot, first = np.eye(classes)[held_out], 1 if classes == 2 else 0
    known = task.baseline("validation")
    assert (known["name"], known["label"], known["roc_auc"]) == ("majority", "class 0", 0.5)
    assert known["accuracy"] == metrics.accuracy_score(held_out, said)
    assert known["f1_macro"] == pytest.approx(metrics.f1_score(held_out, said, average="macro"))
    assert known["loss"] == pytest.approx(metrics.log_loss(held_out, shares), abs=0.002)
    assert known["pr_auc"] == pytest.approx(
        metrics.average_precision_score(one_hot[:, first:], shares[:, first:])
    )


def test_areas_need_rows_of_both_sides():
    task, output, _ = drawn(2)
    alike = torch.zeros(len(output), dtype=torch.long)
    sums = task.sums(output, alike)
    scores = task.scores(sums, len(alike))
    assert scores["roc_auc"] is None and scores["pr_auc"] is None
    assert task.curves(sums, len(alike))["roc"] is None


def test_of_very_many_classes_no_table_is_made_and_the_rest_is_the_same():
    task, output, targets = drawn(101, rows=500)
    scores = task.scores(summed(task, output, targets), len(targets))
    said, present = output.argmax(dim=1).numpy(), range(101)
    assert not scores.keys() & {"confusion", "labels", "roc_auc", "pr_auc"}
    expected = metrics.f1_score(targets, said, average=None, labels=list(present), zero_division=0.0)
    assert list(scores["f1"].values()) == pytest.approx(expected.tolist())
    assert len(task.sums(output, targets)) == 1 + 3 * 101


def test_the_five_most_likely_count_where_there_are_more():
    task, output, targets = drawn(8)
    task.counts_top5 = True
    scores = task.scores(task.sums(output, targets), len(targets))
    assert scores["top5_accuracy"] == pytest.approx(
        metrics.top_k_accuracy_score(targets, output.softmax(dim=1), k=5, labels=range(8))
    )
    assert task.baseline("test")["top5_accuracy"] == pytest.approx((targets[2000:] < 5).double().mean())


def test_balanced_weights_make_every_class_count_the_same():
    numbers = np.array([0] * 90 + [1] * 9 + [2] * 1)[np.random.default_rng(0).permutation(100)]
    task = Classes(np.tile(numbers, 3), 3, weights="balanced")
    output, targets = torch.zeros(100, 3), torch.from_numpy(numbers)
    of_class = [float(task.loss(output[targets == c], targets[targets == c])) for c in range(3)]
    assert of_class == pytest.approx([of_class[0]] * 3)
    assert float(task.loss(output, targets)) == pytest.approx(100 * np.log(3), rel=1e-5)  # as without weights


def test_numbers_are_classes_in_the_order_of_their_size():
    labels, numbers = numbered(np.array(["10", "9", "2.5", "10"], dtype=object), "grade")
    assert labels == ("2.5", "9", "10")
    assert numbers.tolist() == [2, 1, 0, 2]
    assert numbered(np.array(["b", "10", "9"], dtype=object), "grade")[0] == ("10", "9", "b")


@pytest.mark.parametrize(("count", "code"), [(1, "one_class"), (1001, "too_many_classes")])
def test_what_is_no_choice_of_classes_is_refused(count, code):
    with pytest.raises(UserError) as told:
        numbered(np.array([f"k{number}" for number in range(count)], dtype=object), "grade")
    assert told.value.problems[0].code == code
