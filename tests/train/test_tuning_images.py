"""A pretrained network that looks at images is tuned on images of one's own, and opens as it is elsewhere."""

import json

import pytest
import torch

from engine.model.predictor import load_predictor
from engine.schema.train import TrainSpec
from tests.fakes.images import write_images
from tests.fakes.run_folder import curve_of, train_here, write_run


def write_vit(folder):
    from transformers import ViTConfig, ViTForImageClassification

    torch.manual_seed(0)
    config = ViTConfig(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64, image_size=16, patch_size=4,
        num_labels=7,
    )  # fmt: skip
    ViTForImageClassification(config).save_pretrained(folder)
    settings = {
        "image_mean": [0.4, 0.5, 0.6],
        "image_std": [0.2, 0.3, 0.4],
        "size": {"height": 16, "width": 16},
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(settings))


@pytest.mark.parametrize("tuning", [pytest.param("full", marks=pytest.mark.slow), "lora"])
def test_a_network_for_images_is_tuned(home, tuning):
    from transformers import AutoModelForImageClassification

    write_vit(home.root / "vit")
    write_images(home)
    spec = {
        "task": "image_classification",
        "data": {"source": "images", "target": "label"},
        "model": {"name": "pretrained", "path": str(home.root / "vit"), "tuning": tuning},
        "training": {"epochs": 3, "batch_size": 12, "optimizer": {"name": "adamw", "learning_rate": 0.003}},
    }
    files = write_run(home, "run", TrainSpec.model_validate(spec))
    train_here(files)
    losses = list(curve_of(files).values())
    assert sum(losses[-4:]) < sum(losses[:4])
    ours = load_predictor(files.model)
    assert (ours._preprocessing.size, ours._preprocessing.mean) == (16, (0.4, 0.5, 0.6))
    theirs = AutoModelForImageClassification.from_pretrained(files.model).eval()
    assert tuple(theirs.config.id2label.values()) == ours.card.labels
    pixels = torch.randn(2, 3, 16, 16)
    with torch.no_grad():
        assert torch.allclose(theirs(pixel_values=pixels).logits, ours._module(pixels), atol=1e-5)
    assert (files.model / "preprocessor_config.json").exists()
