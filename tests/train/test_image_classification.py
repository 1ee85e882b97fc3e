"""Images from the dataset to a finished model that answers: in one process, on two ranks, cut off and resumed."""

import base64

import numpy as np
import pytest
import torch

from engine.model.predictor import load_predictor
from engine.schema.card import DatasetCard
from engine.schema.problem import UserError
from engine.system.files import read_json
from engine.train.task import image_classification
from engine.train.task.base import SPLITS, Source
from engine.train.task.image_classification import ImageClassification
from tests.fakes.images import encoded, image_spec, write_images
from tests.fakes.run_folder import (
    curve_of,
    on_ranks,
    run_agent,
    scores_of,
    train_here,
    write_dataset,
    write_run,
)


def task_of(home, spec, name="images"):
    folder = home.dataset(name)
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    return ImageClassification(Source(spec, card, folder / "data.arrow", (), torch.device("cpu")))


def bar(stands):
    pixels = np.full((12, 12), 30, dtype=np.uint8)
    pixels[(slice(None), 5) if stands else 5] = 250
    return base64.b64encode(encoded(pixels)).decode()


def test_a_finished_model_tells_images_apart(home):
    write_images(home)
    files = write_run(home, "run", image_spec())
    train_here(files)
    assert scores_of(files)["test"]["accuracy"] == 1.0
    predictor = load_predictor(files.model)
    card = predictor.card
    assert (card.input_form, card.inputs[0].kind, card.architecture) == ("image", "image", None)
    answers = predictor.predict([{"image": bar(False)}, {"image": bar(True)}])
    assert [answer["label"] for answer in answers] == ["lying", "standing"]
    assert sum(answers[0]["probabilities"].values()) == pytest.approx(1.0)


def test_two_ranks_resume_a_cut_off_run_where_it_was(home):
    """Augmented, so that what was drawn before must be drawn again; a network that remembers its batches."""
    write_images(home)
    varied = {
        "source": "images",
        "target": "label",
        "augmentation": {"kind": "image", "rotate": 5, "mixup": 0.2},
    }
    settings = {
        "data": varied,
        "model": {"name": "resnet", "size": "10", "image_size": 32},
        "training": {"max_steps": 6, "batch_size": 12, "optimizer": {"name": "adamw", "learning_rate": 1e-4}},
        "strategy": on_ranks(2),
        "checkpoint": {"every_steps": 2},
    }
    whole, cut = (write_run(home, name, image_spec(**settings)) for name in ("whole", "cut"))
    status, words = run_agent(whole)
    assert status == 0, words
    status, words = run_agent(cut, fault="loop.step:kill9@step=4:rank=1:attempt=1")
    assert status == 0, words
    assert curve_of(cut) == curve_of(whole)
    assert scores_of(cut) == scores_of(whole)


def test_decoded_at_once_or_on_demand_is_the_same(home, monkeypatch):
    write_images(home, grey=False)
    at_once = task_of(home, image_spec())
    monkeypatch.setattr(image_classification, "MOST_DECODED", 0)
    on_demand = task_of(home, image_spec())
    assert (at_once.loads_in_threads, on_demand.loads_in_threads) == (False, True)
    for split in SPLITS:
        rows = torch.arange(at_once.rows(split)).flip(0)
        first, second = at_once.batch(split, rows), on_demand.batch(split, rows)
        assert torch.equal(first.inputs, second.inputs) and torch.equal(first.targets, second.targets)


@pytest.mark.parametrize(("grey", "channels"), [(True, 1), (False, 3)])
def test_training_images_are_normalised_and_grey_ones_have_one_channel(home, grey, channels):
    write_images(home, grey=grey)
    task = task_of(home, image_spec())
    inputs = task.batch("train", torch.arange(task.rows("train"))).inputs
    assert inputs.shape[1] == task.shape.channels == channels
    assert torch.allclose(inputs.mean(dim=(0, 2, 3)), torch.zeros(channels), atol=1e-4)
    assert torch.allclose(inputs.std(dim=(0, 2, 3)), torch.ones(channels), atol=1e-2)
    served = task.preprocessing.encode([{"image": base64.b64encode(task._images.content(0)).decode()}])[0]
    split = next(name for name in SPLITS if 0 in getattr(task.split, name))
    place = int(np.flatnonzero(getattr(task.split, split) == 0)[0])
    assert np.allclose(task.batch(split, torch.tensor([place])).inputs[0], served, atol=1e-6)


def test_rows_without_an_image_and_images_that_come_twice_are_left_out(home):
    images = [encoded(np.full((9, 9), number, dtype=np.uint8)) for number in range(20)]
    columns = {"image": [*images, None, images[0]], "label": [*("ab" * 10), "a", "a"]}
    write_dataset(home, "images", columns, {"image": "image", "label": "category"})
    task = task_of(home, image_spec())
    assert sum(task.rows(split) for split in SPLITS) == 20
    assert (task.cleaned["missing_dropped"], task.cleaned["duplicates_dropped"]) == (1, 1)


def test_a_broken_image_stops_the_run_and_names_its_row(home):
    images = [encoded(np.full((9, 9), number, dtype=np.uint8)) for number in range(20)]
    images[6] = images[6][:40]
    write_dataset(
        home, "images", {"image": images, "label": "ab" * 10}, {"image": "image", "label": "category"}
    )
    with pytest.raises(UserError) as refused:
        task_of(home, image_spec())
    assert refused.value.problems[0].params["row"] == 7
