"""An image of a request is read as in training; a wrong one is named before it is."""

import base64

import numpy as np
import pytest

from engine.model.inputs.image_preprocessing import ImagePreprocessing
from tests.fakes.images import encoded

PREPROCESSING = ImagePreprocessing("photo", 8, (0.5, 0.4, 0.3), (0.2, 0.25, 0.5))
PIXELS = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype=np.uint8)
TEXT = base64.b64encode(encoded(PIXELS)).decode()


def test_pixels_are_normalised_by_channel():
    wanted = (PIXELS / 255 - [0.5, 0.4, 0.3]) / [0.2, 0.25, 0.5]
    assert np.allclose(PREPROCESSING.encode([{"image": TEXT}])[0], wanted.transpose(2, 0, 1), atol=1e-5)


@pytest.mark.parametrize("text", [TEXT, f"data:image/png;base64,{TEXT}", f"{TEXT[:40]}\n{TEXT[40:]}"])
def test_plain_base64_and_data_urls_are_the_same_image(text):
    assert PREPROCESSING.check(0, {"image": text}) == []
    assert np.array_equal(PREPROCESSING.encode([{"image": text}]), PREPROCESSING.encode([{"image": TEXT}]))


@pytest.mark.parametrize(
    ("value", "code", "field"),
    [
        ("text", "not_group", "inputs.3"),
        ({}, "input_missing", "inputs.3.image"),
        ({"image": None}, "input_missing", "inputs.3.image"),
        ({"image": 5}, "input_not_base64", "inputs.3.image"),
        ({"image": "%%%"}, "input_not_base64", "inputs.3.image"),
        ({"image": "bild§"}, "input_not_base64", "inputs.3.image"),
        ({"image": TEXT[:60]}, "input_image_unreadable", "inputs.3.image"),
        ({"image": TEXT, "size": 3}, "input_unknown", "inputs.3.size"),
    ],
)
def test_a_wrong_input_is_named(value, code, field):
    [problem] = PREPROCESSING.check(3, value)
    assert (problem.code, problem.field) == (code, field)


def test_it_is_written_and_read():
    assert ImagePreprocessing.from_json(PREPROCESSING.as_json()) == PREPROCESSING
