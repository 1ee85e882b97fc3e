"""Ranks that step alone in fp16 scale their losses each as they need it, and go on so after a restart."""

import json

import pytest

from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import curve_of, write_run
from tests.strategies.cases import spec_of, write_data

ALONE = {"name": "local_sgd", "period": 4}


@pytest.mark.slow
def test_each_rank_goes_on_with_its_own_loss_scale(home):
    """Only one rank's gradients overflow within four steps; the others' scale would overflow again."""
    write_data(home)
    whole = spec_of("decoder", ALONE, 2, precision="fp16")
    half = spec_of("decoder", ALONE, 2, precision="fp16", max_steps=4)
    straight, resumed = write_run(home, "straight", whole), write_run(home, "resumed", half)
    run_on_ranks([straight, resumed], 2)
    resumed.spec.write_text(whole.model_dump_json())
    run_on_ranks([resumed], 2)
    manifest = json.loads((resumed.checkpoints / "step-000004" / "manifest.json").read_text())
    assert {"loss_scale/0", "loss_scale/1"} <= manifest["tensors"].keys()
    assert curve_of(resumed) == pytest.approx(curve_of(straight), rel=1e-6)
