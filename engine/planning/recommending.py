"""What a recommendation's data and network ask of each other, and how many rows its choices make. Counts only."""

from engine.planning.expected_shape import count_of
from engine.schema.card import DatasetCard
from engine.schema.model_spec import SasrecSpec
from engine.schema.problem import Problem
from engine.schema.train import TrainSpec

_OF_RATINGS, _OF_CHOICES = ("rmse", "mae"), ("recall_at_10", "ndcg_at_10", "mrr", "coverage")
_SPARSE_STRATEGIES, _SPARSE_OPTIMIZERS = ("single", "ddp"), ("sgd", "adam", "adamw")


def check_recommendation(spec: TrainSpec) -> list[Problem]:
    """Settings that do not go together, whatever the data."""
    if spec.task != "recommendation":
        return []
    return [*_check_network(spec), *_check_metric(spec)]


def rows_of_choices(spec: TrainSpec, card: DatasetCard, parts: dict[str, int]) -> dict[str, int]:
    """Rows of each part, of whose choices there are so many: training rows are choices, or windows of a user's; all
    others are users."""
    users, split = count_of(card, spec.data.user), spec.data.split
    rows, held = sum(parts.values()), {part: parts[part] for part in ("validation", "test")}
    if spec.data.leaves_last_out:
        held = {part: min(users, rows // 3) if getattr(split, part) else 0 for part in held}
    choices = max(rows - sum(held.values()), 0)
    if isinstance(spec.model, SasrecSpec):
        choices = min(users, choices) * -(-choices // (max(users, 1) * spec.model.history))
    return {"train": choices, **{part: min(count, users) for part, count in held.items()}}


def _check_network(spec: TrainSpec) -> list[Problem]:
    data, problems = spec.data, []
    if spec.model.name == "sasrec":
        if data.time is None:
            problems.append(_problem("role_missing", "data.time", role="time"))
        if data.target is not None:
            problems.append(_problem("sequences_have_no_ratings", "data.target"))
    if data.features and spec.model.name != "two_tower":
        problems.append(_problem("features_need_towers", "data.features", model=spec.model.name))
    return problems


def _check_metric(spec: TrainSpec) -> list[Problem]:
    missing = _OF_RATINGS if spec.data.learns_choices else _OF_CHOICES
    if spec.training.metric not in missing:
        return []
    code = "metric_of_ratings" if spec.data.learns_choices else "metric_of_choices"
    return [_problem(code, "training.metric", metric=spec.training.metric)]


def check_sparse(spec: TrainSpec) -> list[Problem]:
    """Strategies and optimizers that move whole tables, where gradients hold a few rows of them."""
    if not getattr(spec.model, "sparse", False):
        return []
    problems = []
    if spec.strategy.name not in _SPARSE_STRATEGIES:
        problems.append(_problem("sparse_in_strategy", "model.sparse", strategy=spec.strategy.name))
    if getattr(spec.strategy, "compression", "none") != "none":
        problems.append(_problem("sparse_is_not_compressed", "strategy.compression"))
    if spec.training.optimizer.name not in _SPARSE_OPTIMIZERS:
        problems.append(
            _problem("sparse_in_optimizer", "training.optimizer.name", optimizer=spec.training.optimizer.name)
        )
    return problems


def _problem(code: str, field: str, **params: object) -> Problem:
    return Problem(code=code, field=field, params=params)
