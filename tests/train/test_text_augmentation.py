"""Words of training texts are masked and left out as asked, and texts stay texts."""

import numpy as np
import pytest
import torch

from engine.data.text.vocabulary import UNKNOWN
from engine.train.augment.texts import Delete, Mask
from engine.train.task.base import Batch
from tests.fakes.run_folder import classification, curve_of, train_here, write_run, write_texts
from tests.fakes.tasks import batches_of, task_of

FIXED = (0,)


def texts(rows=400, words=20):
    """Lengths from one word up; every word has its own number, in order."""
    lengths = torch.arange(rows) % words + 1
    places = torch.arange(words)
    return Batch(torch.where(places < lengths[:, None], places + 10, 0), torch.zeros(rows).long())


def test_about_the_share_asked_for_becomes_the_unknown_word():
    batch = texts()
    varied = Mask(0.2, UNKNOWN, FIXED)(batch, np.random.default_rng(0)).inputs
    masked = varied == UNKNOWN
    assert (masked[batch.inputs == 0]).sum() == 0
    assert masked.sum() / (batch.inputs != 0).sum() == pytest.approx(0.2, abs=0.02)
    assert torch.equal(varied[~masked], batch.inputs[~masked])


def test_words_are_left_out_and_those_behind_move_up_in_order():
    batch = texts()
    varied = Delete(0.3, 0, FIXED)(batch, np.random.default_rng(0)).inputs
    there = varied != 0
    assert there.sum() / (batch.inputs != 0).sum() == pytest.approx(0.7, abs=0.03)
    assert (there.long().diff(dim=1) <= 0).all()
    for before, after in zip(batch.inputs.tolist(), varied.tolist(), strict=True):
        words = [word for word in after if word]
        assert words == sorted(words) and set(words) <= set(before)
    assert varied.shape[1] == there.sum(1).max()


def test_a_text_keeps_a_word():
    varied = Delete(0.99, 0, FIXED)(texts(), np.random.default_rng(0)).inputs
    assert ((varied != 0).sum(1) >= 1).all()


def test_what_is_no_word_stays():
    fixed = (0, 10)
    batch = texts()
    varied = Mask(0.9, UNKNOWN, fixed)(
        Delete(0.9, 0, fixed)(batch, np.random.default_rng(0)), np.random.default_rng(1)
    )
    assert (varied.inputs[:, 0] == 10).all()


def test_a_padded_pass_keeps_its_shape():
    batch = texts()._replace(padded=True)
    assert Delete(0.9, 0, FIXED)(batch, np.random.default_rng(0)).inputs.shape == batch.inputs.shape


def test_training_rows_are_varied_anew_at_each_step_and_others_never(home):
    write_texts(home)
    asked = {"kind": "text", "mask": 0.3, "delete": 0.2}
    spec = classification(data={"augmentation": asked}, training={"batch_size": 96})
    task = task_of(home, spec)
    batches = batches_of(task, spec)
    first, again, next_epoch = (batches.of_step(step).passes[0].inputs for step in (0, 0, 1))
    assert torch.equal(first, again)
    assert (first == UNKNOWN).float().mean() > 0.05
    assert first.shape != next_epoch.shape or not torch.equal(first.sort(0)[0], next_epoch.sort(0)[0])
    rows = torch.arange(task.rows("validation"))
    assert torch.equal(task.batch("validation", rows).inputs, task.batch("validation", rows).inputs)
    assert (task.batch("train", torch.arange(50)).inputs == UNKNOWN).sum() == 0


def test_varied_in_threads_or_not_the_curve_is_the_same(home):
    write_texts(home)
    curves = []
    for workers in (0, 2):
        asked = {"augmentation": {"kind": "text", "mask": 0.2, "delete": 0.2}}
        spec = classification(data=asked, training={"epochs": 2, "accumulation": 2, "workers": workers})
        files = write_run(home, f"run{workers}", spec)
        train_here(files)
        curves.append(curve_of(files))
    assert curves[0] == curves[1]


def test_texts_without_a_word_stay_a_batch_that_can_be_read():
    batch = Batch(torch.zeros(3, 1).long(), torch.zeros(3).long())
    assert torch.equal(Delete(0.5, 0, FIXED)(batch, np.random.default_rng(0)).inputs, batch.inputs)
