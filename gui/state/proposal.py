"""A sensible spec to start from, given a dataset. Plain values, no Qt."""

from typing import Any

from engine.schema.card import DatasetCard
from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.roles import TARGET_TASKS, TEXT_TASKS

_BATCHES = ((2_000, 32), (50_000, 64), (float("inf"), 256))  # rows up to, global batch


def propose(card: DatasetCard) -> dict[str, Any]:
    """Task, columns, model and lengths for a dataset; everything else takes the schema's defaults."""
    suggestion = card.suggestion or {}
    task = suggestion.get("task") or "tabular_regression"
    target = suggestion.get("target") or ""
    return {
        "kind": "train",
        "name": f"{card.name}-{model_for(task, card.rows)}"[:80],
        "task": task,
        "data": {"source": card.id, **columns_for(card, task, target)},
        "model": {"name": model_for(task, card.rows)},
        "training": {"epochs": epochs_for(task, card.rows), "batch_size": batch_for(task, card.rows)},
    }


def columns_for(card: DatasetCard, task: str, target: str) -> dict[str, Any]:
    """``target`` and ``text`` of a task on this dataset; a language model predicts no column."""
    text = (card.suggestion or {}).get("text") or _longest_text(card)
    return {
        "target": (target or _last_number(card)) if task in TARGET_TASKS else None,
        "text": text if task in TEXT_TASKS else None,
    }


def model_for(task: str, rows: int) -> str:
    """The light model where rows are few, the first that can bend otherwise."""
    models = MODELS_OF_TASK[task]
    return models[0] if task in TEXT_TASKS or rows < 100 else models[1]


def epochs_for(task: str, rows: int) -> int:
    """Enough passes to see the loss settle in a minute or two."""
    if task == "language_model":
        return 3  # its rows are windows of text: a pass takes many steps
    if task in TEXT_TASKS:
        return 10
    return 50 if rows < 5_000 else 20 if rows < 50_000 else 5


def batch_for(task: str, rows: int) -> int:
    """Small data takes small steps, and so do rows of hundreds of tokens."""
    if task == "language_model":
        return 16
    return next(batch for limit, batch in _BATCHES if rows < limit)


def _last_number(card: DatasetCard) -> str:
    numbers = [column.name for column in card.columns if column.kind == "number"]
    names = numbers or [column.name for column in card.columns]
    return names[-1] if names else ""


def _longest_text(card: DatasetCard) -> str | None:
    texts = [column for column in card.columns if column.kind == "text"]
    return max(texts, key=lambda column: column.mean_length or 0).name if texts else None
