"""Networks for images: their parameters and work by formula, and the finished model in transformers' own hands."""

import numpy as np
import pytest
import torch
from PIL import Image
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from engine.data.images import decoded
from engine.model.folder import TargetScale, load_model, save_model
from engine.model.inputs.image_preprocessing import ImagePreprocessing
from engine.model.networks.build import build_model
from engine.planning.anatomy import anatomy_of
from engine.planning.shape import Shape
from engine.schema.card import ModelCard
from engine.schema.model_spec import ConvnextSpec, ResnetSpec, SmallCnnSpec, VitSpec
from tests.fakes.images import encoded, image_spec

SPECS = [
    SmallCnnSpec(),
    SmallCnnSpec(image_size=28, stages=8, width=3),
    ResnetSpec(size="10", image_size=33),
    ResnetSpec(size="50", image_size=32),
    ConvnextSpec(image_size=75),
    VitSpec(),
]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.name}-{spec.image_size}")
def test_the_formula_is_the_network(spec):
    shape = Shape(0, 10, channels=3)
    network, anatomy = build_model(spec, shape), anatomy_of(spec, shape)
    assert anatomy.parameters == sum(weights.numel() for weights in network.parameters())
    assert tuple(part.name for part in anatomy.parts) == network.chain
    assert tuple(part.name for part in anatomy.blocks) == network.blocks
    images = torch.randn(2, 3, spec.image_size, spec.image_size)
    with FlopCounterMode(display=False) as counted, sdpa_kernel(SDPBackend.MATH):
        output = network(images)
    assert output.shape == (2, 10)
    assert 2 * anatomy.flops == pytest.approx(counted.get_total_flops(), rel=0.02)


def test_transformers_opens_a_finished_network_and_says_the_same(tmp_path):
    from transformers import AutoImageProcessor, AutoModelForImageClassification

    models = [
        {"name": "resnet", "size": "10", "image_size": 32},
        {"name": "resnet", "size": "50", "image_size": 32},
        {"name": "convnext", "image_size": 32},
        {"name": "vit", "image_size": 32, "patch": 8},
    ]
    for number, model in enumerate(models):
        for channels in (1, 3):
            folder = tmp_path / f"{number}-{channels}"
            network, preprocessing = _saved(folder, model, channels)
            theirs, told = AutoModelForImageClassification.from_pretrained(folder, output_loading_info=True)
            assert not told["missing_keys"] and not told["unexpected_keys"]
            assert theirs.config.id2label == {0: "cat", 1: "dog", 2: "hen"}
            assert load_model(folder).card.architecture == type(theirs).__name__
            draw = np.random.default_rng(channels)
            pixels = draw.integers(0, 256, (40, 60) if channels == 1 else (40, 60, 3), dtype=np.uint8)
            read = AutoImageProcessor.from_pretrained(folder)(Image.fromarray(pixels), return_tensors="pt")
            ours = preprocessing.normalised(decoded(encoded(pixels), 32, channels)[None])
            assert (
                np.abs(read["pixel_values"].numpy() - ours).max() < 1.01 / 255 / 0.2
            )  # a shade, by rounding
            with torch.no_grad():
                wanted = theirs(torch.from_numpy(ours)).logits
                assert torch.allclose(network(torch.from_numpy(ours)), wanted, atol=1e-5)


def _saved(folder, model, channels):
    spec = image_spec(model=model)
    preprocessing = ImagePreprocessing("image", 32, (0.3,) * channels, (0.2,) * channels)
    torch.manual_seed(0)
    network = build_model(spec.model, preprocessing.shape(3))
    network(torch.randn(8, channels, 32, 32))  # a batch to remember
    card = ModelCard(
        id="m", name="m", created=0, task=spec.task, run="m", spec=spec.model_dump(mode="json"),
        inputs=preprocessing.inputs(), input_form="image", labels=("cat", "dog", "hen"),
    )  # fmt: skip
    save_model(folder, network.state_dict(), card, preprocessing, TargetScale())
    return network.eval(), preprocessing


def test_the_narrowest_network_answers_one_image_of_which_a_pixel_is_left():
    least = SmallCnnSpec.model_json_schema()["properties"]["width"]["minimum"]
    network = build_model(SmallCnnSpec(image_size=8, stages=8, width=least), Shape(0, 3, channels=1))
    assert network(torch.rand(1, 1, 8, 8)).isfinite().all()
