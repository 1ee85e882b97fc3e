"""Texts with any number of labels."""

import numpy as np
import pytest
import torch
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score
from torch.nn import functional

from engine.model.predictor import load_predictor
from engine.planning.check import check_train
from engine.schema.card import DatasetCard
from engine.schema.problem import UserError
from engine.serve.http.describe import output_schema
from engine.system.files import read_json
from engine.train.batches import padded
from tests.fakes.plans import cpu_facts
from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import (
    classification,
    curve_of,
    events_of,
    scores_of,
    train_here,
    write_dataset,
    write_run,
)
from tests.fakes.tasks import task_of

LABELS = ("cold", "loud", "rare")
WORDS = {"cold": "icy", "loud": "noisy", "rare": "seldom"}
SHARES = {"cold": 0.5, "loud": 0.4, "rare": 0.1}


def write_labelled(home, rows=200, seed=0):
    """One word tells each label; a quarter of the texts has none, and their cells are empty."""
    draw = np.random.default_rng(seed)
    texts, cells = [], []
    for number in range(rows):
        said = [label for label in LABELS if draw.random() < SHARES[label]]
        words = [WORDS[label] for label in said] + [f"filler{number % 7}", f"other{number}", "the"]
        texts.append(" ".join(draw.permutation(words)))
        cells.append(" | ".join(said) or None)
    write_dataset(home, "labelled", {"text": texts, "tags": cells}, {"text": "text", "tags": "category"})
    return texts, cells


def labelling(**changes):
    data = {"source": "labelled", "target": "tags", "separator": "|"}
    training = {"epochs": 25, **changes.pop("training", {})}
    return classification(data={**data, **changes.pop("data", {})}, training=training, **changes)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    from engine.system.paths import Home

    home = Home(tmp_path_factory.mktemp("labels") / "home").create()
    texts, cells = write_labelled(home)
    files = write_run(home, "run", labelling())
    train_here(files)
    return files, texts, cells


def test_a_model_says_each_label_by_itself(trained):
    files, *_ = trained
    predictor = load_predictor(files.model)
    assert predictor.card.multi_label and predictor.card.labels == LABELS
    both, none = predictor.predict(["the icy noisy filler1", "the filler2"])
    assert both["labels"] == ["cold", "loud"]
    assert none["labels"] == []
    assert set(none["probabilities"]) == set(LABELS)
    assert both["label"] == max(both["probabilities"], key=both["probabilities"].get)
    assert both["labels"] == [label for label, share in both["probabilities"].items() if share >= 0.5]


def test_a_served_model_describes_its_labels(trained):
    card = load_predictor(trained[0].model).card
    output = output_schema(card)
    assert output["properties"]["labels"] == {
        "type": "array",
        "items": {"type": "string", "enum": list(LABELS)},
    }
    assert output["required"] == ["labels", "label", "probabilities"]


def test_rows_without_a_label_take_part(trained):
    files, _, cells = trained
    [started] = events_of(files, "started")
    assert None in cells
    assert sum(started["rows"].values()) == len(cells)


def test_scores_are_those_of_scikit_learn(trained):
    task = task_of(trained[0].home, labelling())
    truth = task.batch("train", torch.arange(task.rows("train"))).targets.numpy()
    output = torch.randn(truth.shape, generator=torch.Generator().manual_seed(0)) * 2
    given = output.sigmoid().numpy()
    scores = task.scores(task.sums(output, torch.from_numpy(truth)), len(truth))
    assert scores["accuracy"] == pytest.approx(((given >= 0.5) == truth).all(axis=1).mean())
    f1 = f1_score(truth, given >= 0.5, average=None, zero_division=0)
    assert list(scores["f1"].values()) == pytest.approx(list(f1))
    assert scores["f1_macro"] == pytest.approx(f1.mean())
    assert scores["f1_micro"] == pytest.approx(f1_score(truth, given >= 0.5, average="micro"))
    assert scores["roc_auc"] == pytest.approx(roc_auc_score(truth, given), abs=2e-3)
    assert scores["pr_auc"] == pytest.approx(average_precision_score(truth, given), abs=2e-3)


def test_the_loss_of_a_row_is_the_mean_over_its_labels(trained):
    task = task_of(trained[0].home, labelling())
    output, targets = torch.randn(7, 3), (torch.rand(7, 3) < 0.5).float()
    expected = functional.binary_cross_entropy_with_logits(output, targets) * 7
    assert task.loss(output, targets) == pytest.approx(float(expected), rel=1e-6)


@pytest.mark.parametrize("weights", ["none", "balanced"])
def test_padding_has_no_loss(trained, weights):
    task = task_of(trained[0].home, labelling(training={"class_weights": weights}))
    rows = torch.arange(5)
    batch, alone = padded(task, "train", rows, 9), task.batch("train", rows)
    output = torch.randn(9, 3, requires_grad=True)
    loss = task.padded_loss(output, batch.targets)
    assert loss.item() == pytest.approx(task.loss(output[:5], alone.targets).item(), rel=1e-6)
    loss.backward()
    assert output.grad[5:].abs().max() == 0


def test_balanced_rows_with_and_without_a_label_weigh_the_same(trained):
    task = task_of(trained[0].home, labelling(training={"class_weights": "balanced"}))
    targets = task.batch("train", torch.arange(task.rows("train"))).targets
    weighed = task._weigh(targets)
    assert (weighed * targets).sum(0) == pytest.approx((weighed * (1 - targets)).sum(0))
    assert weighed.mean() == pytest.approx(1.0)


def test_a_learnt_model_beats_the_frequencies(trained):
    files, *_ = trained
    task = task_of(files.home, labelling())
    baseline, learnt = task.baseline("test"), scores_of(files)["test"]
    truth = task.batch("test", torch.arange(task.rows("test"))).targets
    frequent = task.batch("train", torch.arange(task.rows("train"))).targets.mean(0).clamp(0.01, 0.99)
    expected = functional.binary_cross_entropy(frequent.expand_as(truth), truth)
    assert baseline["loss"] == pytest.approx(float(expected), rel=0.02)
    assert learnt["loss"] < 0.5 * baseline["loss"]
    assert learnt["f1_micro"] > 0.9


def test_ranks_and_stages_learn_the_same(home):
    write_labelled(home)
    network = {
        "name": "transformer_encoder",
        "width": 8,
        "heads": 2,
        "layers": 1,
        "dropout": 0.0,
        "max_tokens": 8,
    }
    more = {"training": {"epochs": 2, "batch_size": 15}, "model": network}
    alone = write_run(home, "alone", labelling(**more))
    pair = ("cpu",) * 2
    ranks = write_run(home, "ranks", labelling(strategy={"name": "ddp", "devices": pair}, **more))
    stages = {"name": "pipeline", "micro_batches": 3, "devices": pair}
    staged = write_run(home, "staged", labelling(strategy=stages, **more))
    train_here(alone)
    run_on_ranks([ranks, staged], 2)
    for files in (ranks, staged):
        assert list(curve_of(files).values()) == pytest.approx(list(curve_of(alone).values()), rel=1e-4)
        assert scores_of(files)["test"]["f1_micro"] == pytest.approx(scores_of(alone)["test"]["f1_micro"])


def test_a_column_without_labels_is_said(home):
    cells = {"text": ["a b", "c d", "e f", "g h"], "tags": ["|", None, " | ", None]}
    write_dataset(home, "labelled", cells, {"text": "text", "tags": "category"})
    with pytest.raises(UserError) as told:
        task_of(home, labelling(data={"split": {"validation": 0, "test": 0}}))
    assert told.value.problems[0].code == "no_labels"


def test_very_many_different_labels_are_said(home):
    cells = {"text": [f"text {n}" for n in range(600)], "tags": [f"l{n}|m{n}" for n in range(600)]}
    write_dataset(home, "labelled", cells, {"text": "text", "tags": "category"})
    with pytest.raises(UserError) as told:
        task_of(home, labelling())
    [problem] = told.value.problems
    assert (problem.code, problem.params["labels"]) == ("too_many_labels", 1200)


def test_a_card_with_many_sets_of_labels_is_no_reason_to_refuse(home):
    write_labelled(home)
    card = DatasetCard.model_validate(read_json(home.dataset("labelled") / "card.json"))
    columns = tuple(
        column.model_copy(update={"distinct": 1200, "missing": 50} if column.name == "tags" else {})
        for column in card.columns
    )
    check = check_train(labelling(), card.model_copy(update={"columns": columns}), cpu_facts())
    assert [problem.code for problem in check.problems if problem.severity == "error"] == []
    assert sum(check.plan.rows.values()) == card.rows
