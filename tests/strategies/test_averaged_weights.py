"""Averaged weights are measured whole and leave the training untouched, whatever part of them a rank holds."""

import pytest

from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import curve_of, events_of, train_here, write_run
from tests.strategies.cases import STRATEGIES, spec_of, write_data


@pytest.mark.parametrize("name", ["zero1", "fsdp, weights kept", "fsdp", "tensor_parallel", "1f1b"])
def test_scores_and_curve_are_those_of_one_device(home, name):
    """An epoch has six steps: there the average is measured, and two more steps follow."""
    write_data(home)
    alone = write_run(home, "alone", spec_of("mlp", {"name": "single"}, ema=0.9))
    shared = write_run(home, "shared", spec_of("mlp", STRATEGIES[name], 2, ema=0.9))
    train_here(alone)
    run_on_ranks([shared], 2)
    assert _scores(shared) == pytest.approx(_scores(alone), rel=1e-4)
    assert list(curve_of(shared).values()) == pytest.approx(list(curve_of(alone).values()), rel=1e-4)


def _scores(files):
    return [event["values"]["loss"] for event in events_of(files, "evaluation")]
