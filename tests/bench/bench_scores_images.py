"""Scores on images against scikit-learn on the pixels, on the same rows: are our networks worth their time?

``python tests/bench/bench_scores_images.py [word …]`` trains on scikit-learn's digits, the bundled sample of clothes and
10,000 pictures of Fashion-MNIST (Debian's dataset-fashion-mnist, left out where it is not installed), those whose names
hold one of the words; best weights by validation, one seed; and prints the accuracy on the test rows beside that of
logistic regression and of the nearest neighbours. About four minutes on two cores.
"""

import gzip
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

FASHION = Path("/usr/share/datasets/fashion-mnist")
CNN = {"name": "small_cnn", "width": 16}
RESNET = {"name": "resnet", "size": "10", "image_size": 32}
VARIED = {"kind": "image", "flip": True, "crop": 0.04}


@dataclass(frozen=True)
class Pictures:
    """(images, height, width) of 0 … 255 with their classes, and what to train on them: network and epochs."""

    name: str
    pixels: np.ndarray
    classes: list[str]
    networks: Sequence[tuple[dict[str, Any], int]]
    augmentation: dict[str, Any]


def pictures() -> list[Pictures]:
    from sklearn.datasets import load_digits

    digits = load_digits()
    small = (digits.images * (255 / 16)).astype(np.uint8)
    shifted = {"kind": "image", "flip": False, "crop": 0.1}
    cnn = {**CNN, "image_size": 16, "stages": 2}
    found = [Pictures("digits", small, [str(c) for c in digits.target], [(cnn, 12)], shifted)]
    found.append(Pictures("clothes", *_sample(), [({**CNN, "image_size": 28}, 12), (RESNET, 8)], VARIED))
    if FASHION.is_dir():
        found.append(Pictures("fashion 10k", *_fashion(10_000), [({**CNN, "image_size": 28}, 8)], VARIED))
    return found


def _sample() -> tuple[np.ndarray, list[str]]:
    import pyarrow.parquet as pq

    from engine.data.images import decoded

    rows = pq.read_table(ROOT / "resources" / "samples" / "clothes.parquet").to_pylist()
    return np.stack([decoded(row["image"]["bytes"], 28, 1)[0] for row in rows]), [
        row["label"] for row in rows
    ]


def _fashion(count: int) -> tuple[np.ndarray, list[str]]:
    def read(name: str, head: int) -> np.ndarray:
        return np.frombuffer(gzip.open(FASHION / name).read(), np.uint8, offset=head)

    pixels = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)[:count]
    return pixels, [str(number) for number in read("train-labels-idx1-ubyte.gz", 8)[:count]]


def train(home: Any, data: Pictures, number: int, network: dict[str, Any], epochs: int) -> tuple[float, Any]:
    """Test accuracy of the best weights, and the parts of the data as (name, row numbers)."""
    from engine.data.rows.prepare import prepare
    from engine.schema.train import TrainSpec
    from tests.fakes.run_folder import scores_of, train_here, write_run

    source = {
        "source": f"data-{data.name.replace(' ', '-')}",
        "target": "label",
        "split": {"method": "stratified", "validation": 0.1, "test": 0.2},
    }
    spec = TrainSpec.model_validate(
        {
            "task": "image_classification",
            "data": {**source, "augmentation": data.augmentation},
            "model": network,
            "training": {
                "epochs": epochs,
                "batch_size": 32,
                "optimizer": {
                    "name": "adamw",
                    "learning_rate": 0.003 if network["name"] == "small_cnn" else 0.001,
                },
                "schedule": {"name": "cosine", "warmup_steps": 50},
                "metric": "accuracy",
                "weights": "best",
            },
            "checkpoint": {"every_steps": 1000},
        }
    )
    files = write_run(home, f"run-{data.name.replace(' ', '-')}-{number}", spec)
    train_here(files)
    kinds = {"image": "image", "label": "category"}
    place = home.dataset(spec.data.source) / "data.arrow"
    prepared = prepare(place, kinds, spec.data, ("image",), "label", needed=("image",))
    parts = {part: prepared.rows[getattr(prepared.split, part)] for part in ("train", "validation", "test")}
    return scores_of(files)["test"]["accuracy"], parts


def plain(data: Pictures, parts: dict[str, np.ndarray]) -> dict[str, float]:
    """What scikit-learn makes of the same training and test rows."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier

    features = data.pixels.reshape(len(data.pixels), -1) / 255
    classes = np.array(data.classes)
    learnt = np.concatenate([parts["train"], parts["validation"]])
    found = {}
    for name, model in (
        ("logistic regression", LogisticRegression(C=0.1, max_iter=300)),
        ("5 neighbours", KNeighborsClassifier(5)),
    ):
        model.fit(features[learnt], classes[learnt])
        found[name] = float(model.score(features[parts["test"]], classes[parts["test"]]))
    return found


def main() -> None:
    from engine.system.paths import Home
    from tests.fakes.images import encoded
    from tests.fakes.run_folder import write_dataset

    words = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home").create()
        print("| data | rows | model | accuracy | seconds |\n|---|---|---|---|---|", flush=True)
        for data in pictures():
            if not words or any(word in data.name for word in words):
                columns = {"image": [encoded(picture) for picture in data.pixels], "label": data.classes}
                kinds = {"image": "image", "label": "category"}
                write_dataset(home, f"data-{data.name.replace(' ', '-')}", columns, kinds)
                _compare(home, data)


def _compare(home: Any, data: Pictures) -> None:
    for number, (network, epochs) in enumerate(data.networks):
        began = time.perf_counter()
        accuracy, parts = train(home, data, number, network, epochs)
        _say(data, network["name"], accuracy, time.perf_counter() - began)
    began = time.perf_counter()
    for name, accuracy in plain(data, parts).items():
        _say(data, name, accuracy, time.perf_counter() - began)


def _say(data: Pictures, name: str, accuracy: float, seconds: float) -> None:
    print(f"| {data.name} | {len(data.pixels)} | {name} | {accuracy:.4f} | {seconds:.0f} |", flush=True)


if __name__ == "__main__":
    main()
