"""The scores of each task: what they are called, and which way is better."""

from typing import Any, Literal

from engine.schema.base import Record

MetricName = Literal[
    "loss", "rmse", "mae", "r2", "mape",
    "accuracy", "f1_macro", "roc_auc", "pr_auc", "top5_accuracy",
    "perplexity", "bits_per_byte",
    "recall_at_10", "ndcg_at_10", "mrr", "coverage",
]  # fmt: skip

METRIC_LABELS: dict[str, Any] = {
    "loss": "Loss",
    "rmse": "RMSE",
    "mae": "MAE",
    "r2": "R²",
    "mape": "MAPE",
    "accuracy": "Accuracy",
    "f1_macro": "F1, mean of classes",
    "roc_auc": "ROC-AUC",
    "pr_auc": "PR-AUC",
    "top5_accuracy": "Top-5 accuracy",
    "perplexity": "Perplexity",
    "bits_per_byte": "Bits per byte",
    "recall_at_10": "Recall at 10",
    "ndcg_at_10": "NDCG at 10",
    "mrr": "Mean reciprocal rank",
    "coverage": "Coverage",
}
HIGHER_IS_BETTER = frozenset(
    {
        "r2", "accuracy", "f1_macro", "roc_auc", "pr_auc", "top5_accuracy", "recall_at_10", "ndcg_at_10", "mrr", "coverage",
    }
)  # fmt: skip

MOST_CLASSES_RANKED = (
    100  # beyond, no confusion matrix and no areas: megabytes an evaluation, and nobody reads them
)
FEWEST_CLASSES_OF_TOP5 = 6

_CLASSES = ("loss", "accuracy", "f1_macro", "roc_auc", "pr_auc")
METRICS_OF_TASK: dict[str, tuple[str, ...]] = {
    "tabular_regression": ("loss", "rmse", "mae", "r2", "mape"),
    "tabular_classification": _CLASSES,
    "text_classification": _CLASSES,
    "image_classification": (*_CLASSES, "top5_accuracy"),
    "language_model": ("loss", "perplexity", "bits_per_byte", "accuracy"),
    "recommendation": ("loss", "rmse", "mae", "recall_at_10", "ndcg_at_10", "mrr", "coverage"),
}
METRICS_OF_PREFERENCES = (
    "loss",
    "accuracy",
)  # of a language model that learns which answer is better; of others the rest


class Judged(Record):
    """A score on the validation rows, at a step."""

    metric: MetricName
    value: float
    step: int


def is_better(metric: str, value: float, other: float, by: float = 0.0) -> bool:
    """Whether a value is better than another by more than so much."""
    return value > other + by if metric in HIGHER_IS_BETTER else value < other - by
