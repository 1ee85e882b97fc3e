"""Encoded images and datasets of them, made by hand."""

import io
from typing import Any

import numpy as np
from PIL import Image

from engine.schema.train import TrainSpec
from engine.system.paths import Home
from tests.fakes.run_folder import write_dataset


def encoded(pixels: np.ndarray, form: str = "PNG", **settings: Any) -> bytes:
    """Pixels (height, width) or (height, width, channels) as a file's bytes."""
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, form, **settings)
    return target.getvalue()


def write_images(home: Home, name: str = "images", rows: int = 66, size: int = 12, grey: bool = True) -> None:
    """Noise with a bright bar that lies or stands, which is the class."""
    draw = np.random.default_rng(5)
    images, labels = [], []
    for row in range(rows):
        shape = (size, size) if grey else (size, size, 3)
        pixels = draw.integers(0, 60, shape, dtype=np.uint8)
        place, stands = draw.integers(2, size - 2), row % 2
        pixels[(slice(None), place) if stands else place] = 250
        images.append(encoded(pixels))
        labels.append("standing" if stands else "lying")
    kinds = {"image": "image", "label": "category"}
    write_dataset(home, name, {"image": images, "label": labels}, kinds)


def image_spec(**changes: Any) -> TrainSpec:
    """A small classification of ``images``; each group of settings is replaced as a whole."""
    base = {
        "task": "image_classification",
        "data": {"source": "images", "target": "label"},
        "model": {"name": "small_cnn", "image_size": 12, "width": 4, "stages": 2, "dropout": 0.0},
        "training": {
            "epochs": 6,
            "batch_size": 12,
            "optimizer": {"name": "adamw", "learning_rate": 0.02},
        },
        "checkpoint": {"every_steps": 7},
    }
    return TrainSpec.model_validate({**base, **changes})
