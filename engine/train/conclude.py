"""What a finished run leaves: scores on its final weights, and the model with its card."""

import math
import time
from typing import Any

from engine.model.folder import save_model
from engine.schema.card import ModelCard
from engine.schema.event import Evaluation, ModelSaved
from engine.train.running import Run
from engine.train.task.base import SPLITS
from engine.train.versions import versions


def conclude(run: Run) -> None:
    """Measure on all three parts of the data and save the model; a trial keeps none."""
    run.report.enter("evaluate")
    metrics: dict[str, dict[str, Any]] = {}
    for split in SPLITS:
        values = run.evaluate(split)
        if values is not None:
            metrics[split] = values
            run.report.say(Evaluation, step=run.step, split=split, values=values, final=True)
    if run.papers.job.trial:
        return
    if not math.isfinite(metrics["train"]["loss"]):
        raise run.loss_not_finite(run.step - 1)
    run.report.enter("save")
    if run.rank.is_first:
        _save(run, metrics)
    run.report.say(ModelSaved, metrics=metrics)


def _save(run: Run, metrics: dict[str, dict[str, Any]]) -> None:
    card = _card(run, metrics)
    save_model(
        run.files.model, run.checkpoints.newest().model(), card, run.task.preprocessing, run.task.target_scale
    )


def _card(run: Run, metrics: dict[str, dict[str, Any]]) -> ModelCard:
    spec, dataset, preprocessing = run.spec, run.papers.dataset, run.task.preprocessing
    return ModelCard(
        id=run.files.id,
        name=spec.name,
        created=time.time(),
        task=spec.task,
        run=run.files.id,
        spec=spec.model_dump(mode="json"),
        inputs=preprocessing.inputs(),
        input_form=preprocessing.form,
        target=spec.data.target,
        labels=run.task.labels,
        parameters=run.parameters,
        metrics=metrics,
        dataset={"id": dataset.id, "name": dataset.name, "fingerprint": dataset.fingerprint},
        versions=versions(),
    )
