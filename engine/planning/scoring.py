"""Can a run be judged as asked? Whether the score exists for its classes, and there are rows to measure it on."""

from engine.planning.expected_shape import class_count
from engine.schema.card import DatasetCard
from engine.schema.metrics import FEWEST_CLASSES_OF_TOP5, METRICS_OF_PREFERENCES, MOST_CLASSES_RANKED
from engine.schema.problem import Problem
from engine.schema.roles import CLASS_TASKS, language_form
from engine.schema.train import TrainSpec

_RANKED = ("roc_auc", "pr_auc")


def check_scoring(spec: TrainSpec, card: DatasetCard, validation: int) -> list[Problem]:
    """Problems with metric, weights and class weights; ``validation`` is the number of rows held out to watch."""
    training = spec.training
    problems = []
    if training.early_stopping is not None and not validation:
        problems.append(_problem("early_stopping_without_validation", "training.early_stopping"))
    if training.weights == "best" and not validation:
        problems.append(_problem("best_without_validation", "training.weights"))
    if training.class_weights != "none" and spec.task not in CLASS_TASKS:
        problems.append(_problem("class_weights_without_classes", "training.class_weights"))
    if spec.task in CLASS_TASKS and spec.data.separator is None:
        problems += _check_classes(training.metric, class_count(spec, card))
    if spec.task == "language_model" and not _is_said(training.metric, language_form(spec.data.model_dump())):
        problems.append(_problem("metric_not_of_columns", "training.metric", metric=training.metric))
    return problems


def _is_said(metric: str, form: str) -> bool:
    """Whether a language model that learns from this form has such a score."""
    of_preferences = metric in METRICS_OF_PREFERENCES
    return metric == "loss" or of_preferences == (form == "preference")


def _check_classes(metric: str, classes: int) -> list[Problem]:
    if metric in _RANKED and classes > MOST_CLASSES_RANKED:
        return [
            _problem("metric_of_fewer_classes", "training.metric", classes=classes, most=MOST_CLASSES_RANKED)
        ]
    if metric == "top5_accuracy" and classes < FEWEST_CLASSES_OF_TOP5:
        params = {"classes": classes, "fewest": FEWEST_CLASSES_OF_TOP5}
        return [_problem("metric_of_more_classes", "training.metric", **params)]
    return []


def _problem(code: str, field: str, **params: object) -> Problem:
    return Problem(code=code, field=field, params=params)
