"""Which models are worth trying on some data, and in which settings: what Auto over models begins with. Pure.

The settings follow Gorishniy et al. (2021) for tables and Kim (2014) for texts, made smaller for small data.
"""

from typing import Any

from engine.planning.columns import features_of
from engine.planning.rows import expected_rows
from engine.schema.card import DatasetCard
from engine.schema.roles import TABLE_TASKS
from engine.schema.search_spec import SearchSpec
from engine.schema.train import TrainSpec

FULL_STEPS = (
    6000  # optimizer steps after which small networks have long stopped improving; early stopping comes first
)
MOST_EPOCHS = 200
FEW_ROWS = 200  # below which a large network only learns its rows by heart
ATTENTION_ROWS = 1000  # from which attention over columns or words is worth its time
MOST_COLUMNS = 100  # of a table, for attention over them: its time grows with their square
SHORT = 10  # the first round trains a tenth of the epochs


def candidates(spec: SearchSpec, card: DatasetCard) -> tuple[TrainSpec, ...]:
    """The runs of a search at their full length, light to heavy."""
    base = _run(spec, {"name": "linear" if spec.task in TABLE_TASKS else "mean_embedding"}, 1, 32, 1e-3)
    rows = expected_rows(base, card)["train"]
    is_table = spec.task in TABLE_TASKS
    chosen = _for_tables(rows, len(features_of(base, card))) if is_table else _for_texts(rows)
    batch = batch_size(rows)
    return tuple(_run(spec, model, full_epochs(rows, batch), batch, rate) for model, rate in chosen)


def shortened(spec: TrainSpec, epochs: int) -> TrainSpec:
    """The same run over fewer epochs."""
    return spec.model_copy(update={"training": spec.training.model_copy(update={"epochs": epochs})})


def short_epochs(spec: TrainSpec) -> int:
    """Epochs of the first round."""
    return max(1, (spec.training.epochs or 1) // SHORT)


def batch_size(rows: int) -> int:
    """Rows of a batch: some thirty batches an epoch, between 16 and 1024 rows."""
    size = 16
    while size < 1024 and size * 32 < rows:
        size *= 2
    return size


def full_epochs(rows: int, batch: int) -> int:
    return min(max(FULL_STEPS * batch // max(rows, 1), 5), MOST_EPOCHS)


def _for_tables(rows: int, columns: int) -> list[tuple[dict[str, Any], float]]:
    found: list[tuple[dict[str, Any], float]] = [
        ({"name": "linear"}, 1e-2),
        ({"name": "mlp", "hidden": [64, 64], "dropout": 0.1}, 3e-3),
    ]
    if rows >= FEW_ROWS:
        found.append(({"name": "mlp", "hidden": [256, 256], "dropout": 0.2}, 1e-3))
        found.append(({"name": "resnet_mlp", "width": 128, "inner": 256, "blocks": 2}, 1e-3))
    if rows >= ATTENTION_ROWS and columns <= MOST_COLUMNS:
        found.append(({"name": "ft_transformer", "width": 64, "layers": 2, "heads": 8}, 5e-4))
    return found


def _for_texts(rows: int) -> list[tuple[dict[str, Any], float]]:
    found: list[tuple[dict[str, Any], float]] = [
        ({"name": "mean_embedding", "width": 64, "dropout": 0.3}, 5e-3),
        ({"name": "text_cnn", "width": 64, "filters": 100}, 1e-3),
    ]
    if rows >= ATTENTION_ROWS:
        found.append(({"name": "transformer_encoder", "width": 64, "layers": 2, "heads": 4}, 1e-3))
    return found


def _run(spec: SearchSpec, model: dict[str, Any], epochs: int, batch: int, rate: float) -> TrainSpec:
    return TrainSpec.model_validate(
        {
            "name": spec.name,
            "task": spec.task,
            "data": spec.data.model_dump(mode="json"),
            "model": model,
            "training": {
                "epochs": epochs,
                "batch_size": batch,
                "optimizer": {"name": "adamw", "learning_rate": rate, "weight_decay": 1e-4},
                "metric": spec.judged_by,
                "weights": "best",
                "early_stopping": {"patience": 16},
                "seed": spec.seed,
            },
            "strategy": {"name": "auto", "devices": list(spec.devices)},
            "checkpoint": {"every_steps": 1000, "keep": 1},
        }
    )
