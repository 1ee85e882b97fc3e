"""Texts of similar length in one batch: less padding, and the same rows whoever shares them."""

import numpy as np
import torch

from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import (
    classification,
    curve_of,
    on_ranks,
    scores_of,
    train_here,
    write_run,
    write_texts,
)
from tests.fakes.tasks import batches_of, task_of


def test_batches_of_sorted_texts_hold_less_padding(home):
    write_texts(home, rows=400)
    shares = {}
    for kind in (False, True):
        spec = classification(data={"bucketing": kind})
        task = task_of(home, spec)
        batches = batches_of(task, spec)
        inputs = [batches.of_step(step).passes[0].inputs for step in range(batches.steps_per_epoch)]
        shares[kind] = np.mean([float((words == 0).float().mean()) for words in inputs])
        words = torch.cat([part.flatten() for part in inputs])
        assert int((words != 0).sum()) == task.lengths("train").sum()
    assert shares[True] < 0.4 * shares[False]


def test_two_ranks_take_the_steps_of_one(home):
    write_texts(home)
    asked = {"data": {"bucketing": True}, "training": {"epochs": 2}}
    alone, shared = (
        write_run(home, "alone", classification(**asked)),
        write_run(home, "shared", classification(strategy=on_ranks(2), **asked)),
    )
    train_here(alone)
    run_on_ranks([shared], 2)
    np.testing.assert_allclose(list(curve_of(shared).values()), list(curve_of(alone).values()), rtol=1e-5)
    assert scores_of(shared)["test"]["accuracy"] == scores_of(alone)["test"]["accuracy"]
