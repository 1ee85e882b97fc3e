"""What a finished run leaves: scores on its last weights or its best, and the model of these with its card."""

import math
import time
from dataclasses import dataclass
from typing import Any

from engine.model.folder import save_model
from engine.schema.card import ModelCard
from engine.schema.event import Evaluation, ModelSaved, Note
from engine.schema.metrics import Judged
from engine.schema.problem import Problem
from engine.train.reporting import report_on
from engine.train.running import Run
from engine.train.saved import SavedCheckpoint
from engine.train.task.base import SPLITS
from engine.train.versions import versions


@dataclass(frozen=True)
class Result:
    """What the model is and how it does."""

    step: int
    metrics: dict[str, dict[str, Any]]
    judged: Judged | None


def conclude(run: Run) -> None:
    """Measure on all three parts of the data and save the model; a trial keeps none."""
    run.report.enter("evaluate")
    if run.papers.job.trial:
        _measured(run, run.step)
        return
    if run.keeps_best and run.checkpoints.pinned is None:
        problem = Problem(
            code="best_weights_unknown", params={"metric": run.judge.metric}, severity="warning"
        )
        run.report.say(Note, problem=problem)
    saved = run.checkpoints.kept(run)
    result = _measured(run, saved.step)
    if not math.isfinite(result.metrics["train"]["loss"]):
        raise run.loss_not_finite(saved.step - 1)
    run.report.enter("save")
    if run.rank.is_first:
        _save(run, saved, result)
    run.report.say(ModelSaved, metrics=result.metrics, step=result.step, judged=result.judged)


def _measured(run: Run, step: int) -> Result:
    """Scores of the weights of this step, which every rank holds its part of.

    Curves and pictures are told once and go no further: a card is read with every list of models.
    """
    metrics: dict[str, dict[str, Any]] = {}
    for split in SPLITS:
        scores = run.evaluate(split, pictures=True)
        if scores is not None:
            metrics[split] = scores.values
            values = {**scores.values, **scores.pictures}
            run.report.say(Evaluation, step=step, split=split, values=values, final=True)
    name = run.judge.metric
    value = metrics.get("validation", {}).get(name)
    return Result(step, metrics, None if value is None else Judged(metric=name, value=value, step=step))


def _save(run: Run, saved: SavedCheckpoint, result: Result) -> None:
    run.origin.must_be(run.began_from)  # what was learnt is put into its weights
    card = _card(run, result)
    card = save_model(run.files.model, saved.model(), card, run.task.preprocessing, run.task.target_scale)
    run.report.enter("report")
    report_on(run, card)


def _card(run: Run, result: Result) -> ModelCard:
    spec, dataset, preprocessing = run.spec, run.papers.dataset, run.task.preprocessing
    return ModelCard(
        id=run.files.id,
        name=spec.name,
        created=time.time(),
        task=spec.task,
        run=run.files.id,
        group=run.papers.job.parent,
        spec=spec.model_dump(mode="json"),
        inputs=preprocessing.inputs(),
        input_form=preprocessing.form,
        target=spec.data.target,
        labels=run.task.labels,
        multi_label=run.task.multi_label,
        parameters=run.parameters,
        metrics=result.metrics,
        step=result.step,
        judged=result.judged,
        dataset={"id": dataset.id, "name": dataset.name, "fingerprint": dataset.fingerprint},
        versions=versions(),
    )
