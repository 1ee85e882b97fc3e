"""What our light text networks score on real reviews, against scikit-learn's bag of words on the same rows.

``python tests/bench/bench_scores_text.py [word …]`` prints a line a model: scores on the test rows, and the seconds that
learning took. Logistic regression reads tf-idf of single words and of pairs; its strength is chosen on the validation
rows, as our weights are.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ |= {"RANK": "0", "LOCAL_RANK": "0", "WORLD_SIZE": "1"}

import numpy as np
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, log_loss, roc_auc_score

from engine.data.intake.importing import import_file
from engine.data.rows.prepare import prepare
from engine.schema.card import DatasetCard
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.paths import Home
from engine.train.conclude import conclude
from engine.train.loop import train
from engine.worker.rank import join
from tests.bench.training.ours import open_run
from tests.fakes.run_folder import classification, write_run

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ("accuracy", "f1_macro", "roc_auc", "loss")
STRENGTHS = (0.3, 1.0, 3.0, 10.0, 30.0)
# As the recipe of a beginner: the network's own sizes, the best weights of a few epochs.
NETWORKS: dict[str, dict[str, Any]] = {
    "mean_embedding": {"epochs": 12, "learning_rate": 5e-3},
    "text_cnn": {"epochs": 8, "learning_rate": 2e-3},
    "transformer_encoder": {"epochs": 6, "learning_rate": 1e-3},
}


def main(words: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home").create()
        source = import_file(ROOT / "resources/samples/reviews.csv", home.datasets).id
        for name, how in NETWORKS.items():
            if not words or any(word in name for word in words):
                _say(name, *_ours(home, _spec(source, name, **how)))
        if not words or any(word in "scikit-learn" for word in words):
            _say(
                "scikit-learn", *_scikit(home, _spec(source, "mean_embedding", **NETWORKS["mean_embedding"]))
            )


def _say(name: str, scores: dict[str, Any], seconds: float) -> None:
    shown = {score: round(scores[score], 4) for score in SHOWN}
    print(json.dumps({"model": name, **shown, "processor_seconds": round(seconds, 1)}), flush=True)


def _spec(source: str, name: str, epochs: int, learning_rate: float) -> TrainSpec:
    return classification(
        data={
            "source": source,
            "text": "review",
            "target": "sentiment",
            "bucketing": True,
            "split": {"method": "stratified", "validation": 0.15, "test": 0.25, "seed": 1},
        },
        model={"name": name, "max_tokens": 128},
        training={
            "epochs": epochs,
            "batch_size": 32,
            "weights": "best",
            "metric": "loss",
            "optimizer": {"name": "adamw", "learning_rate": learning_rate, "weight_decay": 0.01},
        },
        checkpoint={"every_steps": 10**9},
    )


def _ours(home: Home, spec: TrainSpec) -> tuple[dict[str, Any], float]:
    files = write_run(home, spec.model.name.replace("_", "-"), spec)
    run = open_run(files, join(("cpu",), 1))
    run._epochs_between = 1
    began = time.process_time()
    train(run)
    seconds = time.process_time() - began
    run.save_checkpoint()
    run.checkpoints.finish(run.report)
    conclude(run)
    return read_json(files.model / "card.json")["metrics"]["test"], seconds


def _scikit(home: Home, spec: TrainSpec) -> tuple[dict[str, Any], float]:
    folder = home.dataset(spec.data.source)
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    kinds = {column.name: column.kind for column in card.columns} | {
        "review": "text",
        "sentiment": "category",
    }
    prepared = prepare(folder / "data.arrow", kinds, spec.data, ("review",), "sentiment", needed=("review",))
    texts, labels = (prepared.table.columns[name] for name in ("review", "sentiment"))
    positive = (labels == "positive").astype(int)
    train_rows, validation, test = prepared.split.train, prepared.split.validation, prepared.split.test
    began = time.process_time()
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    features = {"train": words.fit_transform(texts[train_rows])}
    features |= {"validation": words.transform(texts[validation]), "test": words.transform(texts[test])}
    fitted = [
        LogisticRegression(C=strength, max_iter=1000).fit(features["train"], positive[train_rows])
        for strength in STRENGTHS
    ]
    losses = [
        log_loss(positive[validation], one.predict_proba(features["validation"])[:, 1]) for one in fitted
    ]
    given = fitted[int(np.argmin(losses))].predict_proba(features["test"])[:, 1]
    seconds = time.process_time() - began
    truth = positive[test]
    return {
        "accuracy": accuracy_score(truth, given >= 0.5),
        "f1_macro": f1_score(truth, given >= 0.5, average="macro"),
        "roc_auc": roc_auc_score(truth, given),
        "loss": log_loss(truth, given),
    }, seconds


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(sys.argv[1:])
