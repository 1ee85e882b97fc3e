"""A sensible spec to start from, given a dataset: it trains in minutes on two cores. Plain values, no Qt.

The lengths and rates are those at which the bundled samples were learnt well; ``tests/gui/new_run/test_proposal.py``
says what is promised for each task.
"""

import copy
from collections.abc import Mapping
from typing import Any

from engine.schema.card import DatasetCard
from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.roles import CLASS_TASKS, ROLES, TABLE_TASKS, language_form
from gui.forms.paths import get_at, set_at
from gui.state.roles import Roles, roles_for

_BATCHES = ((2_000, 32), (50_000, 64), (float("inf"), 256))  # rows up to, global batch
_FEW_RATINGS = 100_000  # that tell no more than some numbers of each user
_FEW_ROWS = 100  # below which a network with a hidden layer only learns its rows by heart
_STEPS = {  # optimizer steps that take about two minutes on two cores with the light model of each task
    "tabular_regression": 20_000,
    "tabular_classification": 20_000,
    "text_classification": 4_000,
    "language_model": 250,
    "image_classification": 1_500,
    "recommendation": 3_000,
}
_MOST_EPOCHS = {
    "language_model": 8,
    "image_classification": 20,
    "recommendation": 15,
    "text_classification": 15,
}
_RATES = {
    "linear": 0.01, "mlp": 0.003, "resnet_mlp": 0.001, "ft_transformer": 0.0005, "mean_embedding": 0.005, "text_cnn": 0.001,
    "transformer_encoder": 0.001, "decoder": 0.003, "pretrained": 0.0002, "small_cnn": 0.003, "resnet": 0.001,
    "convnext": 0.001, "vit": 0.0005,
}  # fmt: skip
_RATE = 0.005  # of what is not named: networks of users and items
_DECAYS = {"recommendation": 0.1}  # a user is known by a few rows only
_TUNING = {
    "steps": 300,
    "epochs": 3,
    "batch": 16,
}  # of a network that somebody has trained before: slow, and soon done
_OF_MODEL = (
    "epochs",
    "max_steps",
    "batch_size",
    "optimizer.learning_rate",
)  # of training, what the model decides
_SPLITS_OF_ALL = ("group", "time", "block", "kfold", "leave_one_out")  # as good for one task as for another
_LETTERS = 3.0  # of a token, and
_TOKENS = 128  # of a window: how many rows a plain text makes


def propose(card: DatasetCard, prepared: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Task, columns, split, model and lengths for a dataset; everything else takes the schema's defaults.

    ``prepared`` has the ``steps`` and the ``split`` that a person made of the dataset before.
    """
    task = (card.suggestion or {}).get("task") or "tabular_regression"
    return propose_for(card, task, {}, prepared)


def propose_for(
    card: DatasetCard, task: str, given: Mapping[str, Any], prepared: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The same for a task of a person's choice; ``given`` are columns they chose before, kept where they fit."""
    roles = roles_for(card, task, given)
    model = model_for(card, task, roles)
    said = {role: value for role, value in roles.items() if value is not None}
    return {
        "kind": "train",
        "name": f"{card.name}-{model['name']}"[:80],
        "task": task,
        "data": {"source": card.id, **said, **data_for(card, task, roles), **_prepared(prepared)},
        "model": model,
        "training": training_for(card, task, roles, model["name"]),
    }


def switched(run: Mapping[str, Any], task: str, card: DatasetCard | None) -> dict[str, Any]:
    """A run as edited so far for another task: columns and split stay where they fit, model and lengths are proposed."""
    data = run.get("data") or {}
    if card is None:
        bare = dict.fromkeys(ROLES)
        return {**run, "task": task, "data": {**data, **bare}, "model": {"name": MODELS_OF_TASK[task][0]}}
    new = propose_for(card, task, data)
    kept = {part: data[part] for part in ("steps", "cleaning") if part in data}
    split = data.get("split") or {}
    if split.get("method") in _SPLITS_OF_ALL:
        kept["split"] = split
    training = {
        **new["training"],
        **{part: run.get("training", {}).get(part) for part in ("seed", "precision")},
    }
    training = {name: value for name, value in training.items() if value is not None}
    return {**run, **new, "data": {**new["data"], **kept}, "training": training}


def suited(run: Mapping[str, Any], before: str, card: DatasetCard) -> dict[str, Any]:
    """The run with the lengths and the rate of its model where those of the model before had not been changed."""
    task, now = str(run["task"]), str(get_at(run, "model.name"))
    roles = {role: get_at(run, f"data.{role}") for role in ROLES}
    was, proposed = (training_for(card, task, roles, model) for model in (before, now))
    changed = copy.deepcopy(dict(run))
    for path in _OF_MODEL:
        if get_at(run, f"training.{path}") == get_at(was, path):
            set_at(changed, f"training.{path}", get_at(proposed, path))
    return changed


def data_for(card: DatasetCard, task: str, roles: Roles) -> dict[str, Any]:
    """Cleaning and split: lines of a text may repeat; classes keep their shares, ratings are judged by the newest."""
    plain = card.form == "text"
    shares = {"validation": 0.2, "test": 0.2} if card.rows < _FEW_ROWS else {}
    return {"cleaning": {"duplicates": "keep"} if plain else {}, "split": {**_split(task, roles), **shares}}


def model_for(card: DatasetCard, task: str, roles: Roles) -> dict[str, Any]:
    """The lightest network that learns the task well."""
    light = MODELS_OF_TASK[task][0]
    if task in TABLE_TASKS:
        return {"name": light if card.rows < _FEW_ROWS else "mlp"}
    if task == "image_classification":
        return {"name": light, "image_size": _image_size(card, roles), "width": 16}
    if task == "language_model":
        return {"name": light, "context": _TOKENS}
    if task == "recommendation" and roles["features"]:
        return {"name": "two_tower"}
    if task == "recommendation" and card.rows < _FEW_RATINGS:
        return {"name": light, "width": 8}
    return {"name": light}


def training_for(card: DatasetCard, task: str, roles: Roles, model: str) -> dict[str, Any]:
    """As many passes as some minutes allow; the weights that did best on the validation rows are kept."""
    tuned = model == "pretrained"
    batch = _TUNING["batch"] if tuned else _batch(task, card.rows)
    steps = _TUNING["steps"] if tuned else _STEPS[task]
    passes = steps / max(_training_rows(card, task, roles) * 0.8 / batch, 1)
    epochs = int(min(max(passes, 1), _TUNING["epochs"] if tuned else _MOST_EPOCHS.get(task, 100)))
    patience = max(3, epochs // 5)
    return {
        "epochs": epochs,
        "max_steps": steps if passes < 0.5 else None,
        "batch_size": batch,
        "optimizer": {
            "name": "adamw",
            "learning_rate": _RATES.get(model, _RATE),
            "weight_decay": _DECAYS.get(task, 0.01),
        },
        "schedule": {"name": "cosine"},
        "metric": _metric(task, roles),
        "weights": "best",
        "early_stopping": {"patience": patience} if epochs > patience else None,
    }


def _prepared(prepared: Mapping[str, Any] | None) -> dict[str, Any]:
    return {part: prepared[part] for part in ("steps", "split") if prepared and prepared.get(part)}


def _split(task: str, roles: Roles) -> dict[str, Any]:
    """Choices with a time leave each user's last out, which is what a random split means for them."""
    if task in CLASS_TASKS and not roles["separator"]:
        return {"method": "stratified"}
    if task == "recommendation" and roles["target"] and roles["time"]:
        return {"method": "time", "time": roles["time"]}
    return {"method": "random"}


def _image_size(card: DatasetCard, roles: Roles) -> int:
    """The images' own size where they are small; 64 pixels show what most are of."""
    names = [roles["image"]] if roles["image"] else [c.name for c in card.columns if c.kind == "image"]
    found = next((column for column in card.columns if column.name in names), None)
    if found is None or found.widths is None or found.heights is None:
        return 32
    return int(min(max(found.widths.mean, found.heights.mean, 16), 64))


def _batch(task: str, rows: int) -> int:
    """Small data takes small steps, and so do rows of hundreds of tokens."""
    if task == "language_model":
        return 16
    return next(batch for limit, batch in _BATCHES if rows < limit)


def _training_rows(card: DatasetCard, task: str, roles: Roles) -> float:
    """Texts of a language model are put together to windows, so that their letters count and not their rows."""
    if task != "language_model" or language_form(roles) == "preference":
        return card.rows
    return card.bytes / (_LETTERS * _TOKENS)


def _metric(task: str, roles: Roles) -> str:
    """The loss tells which weights are best; where it depends on items drawn by chance, the order of all items does."""
    if task == "recommendation":
        return "rmse" if roles["target"] else "ndcg_at_10"
    return "loss"
