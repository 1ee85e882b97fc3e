"""A report on a finished model, made by asking it as a client would: what is told is what will be served."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import TypeAdapter

from engine.data.rows.steps.texts import NormaliseText
from engine.report.answers import Answers, answers_of
from engine.report.bootstrap import intervals
from engine.report.curves import (
    MOST_CLASSES,
    calibration,
    precision_recall_curve,
    residual_pairs,
    roc_curve,
)
from engine.report.dataset_rows import inputs_of, names_of_values, read_columns
from engine.report.importance import MOST_ROWS as WEIGHED_ROWS
from engine.report.importance import importance_of
from engine.report.scores import Scorer
from engine.report.slices import slices_of
from engine.schema.card import ModelCard
from engine.schema.metrics import METRICS_OF_TASK, MOST_CLASSES_RANKED
from engine.schema.report import Example, Report, Score
from engine.schema.roles import TABLE_TASKS
from engine.schema.step_spec import NormaliseTextStep, StepSpec

MOST_ROWS = 10_000  # of a split that are answered
IMAGES = 64  # answered together
WORST = 50

_STEP: TypeAdapter[StepSpec] = TypeAdapter(StepSpec)
Predict = Callable[[Sequence[Any]], list[dict[str, Any]]]


def build_report(
    card: ModelCard,
    data: Path,
    rows: np.ndarray,
    predict: Predict,
    split: str,
    *,
    weigh_columns: bool = True,
) -> tuple[Report, Answers]:
    """Answer the rows of a split (numbers in the Arrow file ``data``) and say how well; gives the answers too."""
    seed = int(card.spec.get("training", {}).get("seed", 0))
    chosen = _some(rows, MOST_ROWS, seed)
    table = read_columns(data, chosen, names_of_values(data))
    truths, said = truths_of(table, card), _said(card, data, chosen, predict)
    answers = answers_of(chosen, truths, said, card.labels, several=card.multi_label)
    metric = "accuracy" if card.labels else "rmse"
    scorer = Scorer(answers)
    report = Report(
        task=card.task,
        split=split,
        rows=len(rows),
        measured=len(chosen),
        metric=metric,
        scores=intervals(scorer, seed),
        baseline=card.metrics.get(split, {}).get("baseline", {}),
        labels=card.labels,
        worst=worst_of(answers),
        slices=slices_of(table, scorer, metric),
        **(_of_classes(answers) if card.labels else {"residuals": residual_pairs(answers, seed)}),
    )
    if weigh_columns and card.task in TABLE_TASKS:
        report = _weighed(report, answers, inputs_of(table, card), truths, predict, seed)
    return report, answers


def _said(card: ModelCard, data: Path, rows: np.ndarray, predict: Predict) -> list[dict[str, Any]]:
    """The answers; images are brought a few at a time, as a photograph takes some megabytes."""
    names = [field.name for field in card.inputs]
    few = IMAGES if card.input_form == "image" else MOST_ROWS
    pieces = [rows[start : start + few] for start in range(0, len(rows), few)]
    asked = (inputs_of(read_columns(data, piece, names), card) for piece in pieces)
    return [answer for inputs in asked for answer in predict(inputs)]


def report_of_scores(card: ModelCard, split: str, rows: int) -> Report:
    """What was measured in training, for models that no single row can be asked about."""
    measured = card.metrics.get(split, {})
    known = METRICS_OF_TASK[card.task]
    scores = {
        name: Score(value=measured[name]) for name in known if isinstance(measured.get(name), int | float)
    }
    return Report(
        task=card.task,
        split=split,
        rows=rows,
        measured=rows,
        metric=next(iter(scores), "loss"),
        scores=scores,
        baseline=measured.get("baseline", {}),
    )


def truths_of(table: pa.Table, card: ModelCard) -> list[Any]:
    """What each row should be answered with: a number, a label, or labels."""
    column = table.column(card.target or "")
    if not card.labels:
        return column.to_pylist()
    words = _spelt(pc.cast(column, pa.string()).to_pylist(), card)
    if not card.multi_label:
        return words
    separator = card.spec["data"]["separator"]
    return [[label.strip() for label in (cell or "").split(separator) if label.strip()] for cell in words]


def _spelt(words: list[str | None], card: ModelCard) -> list[str | None]:
    """The target's words as the steps brought them into one form; no other step may change a target."""
    for step in (_STEP.validate_python(told) for told in card.spec["data"].get("steps", ())):
        if isinstance(step, NormaliseTextStep) and card.target in step.columns:
            normal = NormaliseText.of(step, step.columns)
            words = [None if word is None else normal.text(word) for word in words]
    return words


def example_of(answers: Answers, place: int, losses: np.ndarray) -> Example:
    """One answer beside its truth."""
    truth, given = answers.truth[place], answers.given[place]
    probability = float(given[truth.argmax()]) if answers.labels and not answers.several else None
    return Example(
        row=int(answers.rows[place]),
        truth=answers.said(truth),
        answer=answers.said(given),
        loss=float(losses[place]),
        probability=probability,
    )


def worst_of(answers: Answers) -> tuple[Example, ...]:
    """The answers that were furthest off."""
    losses = answers.losses
    places = np.argsort(-losses, kind="stable")[:WORST]
    return tuple(example_of(answers, int(place), losses) for place in places)


def confusion_of(answers: Answers) -> tuple[tuple[int, ...], ...]:
    """Rows by true class (down) and answered class (across)."""
    count = len(answers.labels)
    if answers.several or count > MOST_CLASSES_RANKED:
        return ()
    pairs = answers.truth.argmax(axis=1) * count + answers.given.argmax(axis=1)
    counts = np.bincount(pairs, minlength=count**2).reshape(count, count)
    return tuple(tuple(line) for line in counts.tolist())


def _of_classes(answers: Answers) -> Mapping[str, Any]:
    labels = answers.labels
    numbers = list(range(len(labels))) if len(labels) <= MOST_CLASSES else []
    if len(labels) == 2 and not answers.several:
        numbers = [1]  # the other curve is its mirror
    return {
        "confusion": confusion_of(answers),
        "calibration": () if answers.several else calibration(answers),
        "roc": {labels[n]: roc_curve(answers.truth[:, n], answers.given[:, n]) for n in numbers},
        "precision_recall": {
            labels[n]: precision_recall_curve(answers.truth[:, n], answers.given[:, n]) for n in numbers
        },
    }


def _weighed(
    report: Report,
    answers: Answers,
    inputs: Sequence[dict[str, Any]],
    truths: Sequence[Any],
    predict: Predict,
    seed: int,
) -> Report:
    places = _some(np.arange(len(inputs)), WEIGHED_ROWS, seed)
    records, true = [inputs[place] for place in places], [truths[place] for place in places]

    def score(dealt: Sequence[dict[str, Any]]) -> Scorer:
        return Scorer(answers_of(places, true, predict(dealt), answers.labels, several=answers.several))

    weights = importance_of(records, score, report.metric, seed)
    return report.model_copy(update={"importance": weights, "importance_rows": len(places)})


def _some(rows: np.ndarray, most: int, seed: int) -> np.ndarray:
    """At most so many of them, drawn once, in their order."""
    if len(rows) <= most:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))
