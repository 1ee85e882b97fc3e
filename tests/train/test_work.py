"""FLOPs by formula agree with torch's own count; a device's peak is measured once and kept."""

import json

import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from engine.model.networks.build import build_model
from engine.planning.shape import Shape
from engine.schema.plan import Plan
from engine.schema.train import TrainSpec
from engine.train import work
from engine.train.work import Peaks, Work
from tests.fakes.run_folder import classification, regression

DECODER = {
    "task": "language_model",
    "data": {"source": "prose", "text": "text"},
    "model": {"name": "decoder", "size": "1m", "context": 64},
}
TEXT_CNN = {"name": "text_cnn", "width": 32, "filters": 16}
ENCODER = {"name": "transformer_encoder", "width": 32, "heads": 2, "layers": 2, "max_tokens": 24}


@pytest.mark.parametrize(
    ("spec", "shape", "batch"),
    [
        (regression(model={"name": "mlp", "hidden": (64, 32)}), Shape(10, 1), torch.randn(5, 10)),
        (
            regression(model={"name": "resnet_mlp", "width": 32, "inner": 48}),
            Shape(10, 1),
            torch.randn(5, 10),
        ),
        (
            regression(model={"name": "ft_transformer", "width": 16, "heads": 2}),
            Shape(10, 1, groups=(1, 4, 1, 3, 1)),
            torch.randn(5, 10),
        ),
        (classification(model=ENCODER), Shape(500, 3), torch.randint(1, 500, (4, 24))),
        (classification(model=TEXT_CNN), Shape(500, 3), torch.randint(1, 500, (4, 24))),
        (TrainSpec.model_validate(DECODER), Shape(1024, 1024), torch.randint(0, 1024, (2, 64))),
    ],
    ids=["mlp", "resnet_mlp", "ft_transformer", "transformer_encoder", "text_cnn", "decoder"],
)
def test_the_formula_counts_what_torch_counts(spec, shape, batch):
    network = build_model(spec.model, shape)
    # The counter knows no attention of one kernel.
    with FlopCounterMode(display=False) as counted, sdpa_kernel(SDPBackend.MATH):
        network(batch)
    assert Work(spec, shape).of(batch) == pytest.approx(3 * counted.get_total_flops(), rel=0.12)


def test_a_peak_is_measured_once_for_a_way_of_computing(home, monkeypatch):
    asked = []
    monkeypatch.setattr(work, "measured_peak", lambda device, precision: asked.append(precision) or 1e9)
    peaks = Peaks(home, torch.device("cpu"), Plan(devices=("cpu",), world_size=1, threads_per_rank=2))
    found = peaks.measure("bf16")
    assert sorted(asked) == ["bf16", "fp32"]
    peaks.keep(found)
    assert peaks.known("bf16") == 1e9
    peaks.measure("bf16")
    assert len(asked) == 2
    other = Peaks(home, torch.device("cpu"), Plan(devices=("cpu",) * 2, world_size=2, threads_per_rank=1))
    assert other.known("bf16") is None


def test_a_damaged_file_of_peaks_is_an_empty_one(home):
    (home.root / "peaks.json").write_text('{"cpu, 1 threads')
    peaks = Peaks(home, torch.device("cpu"), Plan(devices=("cpu",), world_size=1, threads_per_rank=1))
    assert peaks.known("fp32") is None
    peaks.keep({"fp32": 2e9})
    assert json.loads((home.root / "peaks.json").read_text())


def test_the_peak_is_a_plausible_number():
    assert 1e8 < work.measured_peak(torch.device("cpu"), "fp32") < 1e15
