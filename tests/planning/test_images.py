"""Runs on images are planned by the pixels that networks read, not by those that cameras took."""

import pytest
from pydantic import ValidationError

from engine.planning.layout import layout_of
from engine.planning.memory import rank_memories, rows_of_images
from engine.planning.size import MOST_DECODED, size_of
from engine.schema.card import Column
from engine.schema.findings import spec_problem
from tests.fakes.images import image_spec
from tests.fakes.jobs import dataset_card

CARD = dataset_card(
    columns=(Column(name="image", kind="image"), Column(name="label", kind="category", distinct=10))
)


def size(rows, side):
    spec = image_spec(model={"name": "small_cnn", "image_size": side})
    return spec, size_of(spec, CARD, {"train": rows, "validation": 0, "test": 0})


def test_images_lie_decoded_in_memory_as_long_as_they_fit():
    _, small = size(1000, 32)
    assert 3 * 32**2 < small.row_bytes < 3 * 32**2 + 500
    spec, large = size(1_000_000, 256)
    assert large.rows * large.row_bytes < MOST_DECODED + large.rows * 500
    assert rank_memories(spec, large, layout_of(spec.strategy))[0].total < 4 << 30


def test_an_evaluation_takes_fewer_large_images_at_once():
    assert (rows_of_images(8**2), rows_of_images(64**2), rows_of_images(1024**2)) == (1024, 64, 1)


@pytest.mark.parametrize(
    ("model", "code", "field"),
    [
        ({"name": "resnet", "image_size": 16}, "below_minimum", "image_size"),
        ({"name": "convnext", "image_size": 31}, "below_minimum", "image_size"),
        ({"name": "vit", "image_size": 30, "patch": 8}, "patch_does_not_divide_image", "patch"),
    ],
)
def test_images_too_small_for_a_network_are_refused(model, code, field):
    with pytest.raises(ValidationError) as refused:
        image_spec(model=model)
    problem = spec_problem(refused.value.errors()[0])
    assert (problem.code, problem.field.rpartition(".")[2]) == (code, field)
