"""Every strategy trains the same image networks as a plain loop on one process, batch norm included."""

import pytest
import torch

from engine.system.paths import Home
from engine.train.saved import SavedCheckpoint
from tests.fakes.images import image_spec, write_images
from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import curve_of, run_agent, scores_of, write_run
from tests.strategies.cases import STRATEGIES, TRAINING
from tests.strategies.plain import plain_loop
from tests.strategies.test_sameness import agrees

MODELS = {
    "small_cnn": {"name": "small_cnn", "image_size": 12, "width": 4, "stages": 2, "dropout": 0.0},
    "resnet": {"name": "resnet", "size": "10", "image_size": 32},
    "convnext": {"name": "convnext", "image_size": 32},
    "vit": {"name": "vit", "image_size": 16, "patch": 8},
}
ROWS = 83  # 67 to train on: batches of 12 leave a last one of 7, which no two ranks can share evenly
RUNS = [
    ("ddp", "resnet"),
    ("fsdp", "vit"),
    ("tensor_parallel", "vit"),
    ("1f1b", "small_cnn"),
    ("gpipe", "convnext"),
]


def spec_of(model, strategy, ranks=1, **training):
    """Small steps: Adam's first ones follow the signs of gradients, and turn rounding into steps of full length."""
    optimizer = {**TRAINING["optimizer"], "learning_rate": 3e-5}
    return image_spec(
        model=MODELS[model],
        training={**TRAINING, "optimizer": optimizer, **training},
        strategy={**strategy, "devices": ("cpu",) * ranks},
        checkpoint={"every_steps": 5},
    )


@pytest.fixture(scope="module")
def plains(tmp_path_factory):
    """The plain loop's outcome by model and precision, computed once."""
    home = Home(tmp_path_factory.mktemp("plain") / "home").create()
    write_images(home, rows=ROWS)
    known = {}

    def plain(model, precision):
        if (model, precision) not in known:
            spec = spec_of(model, {"name": "single"}, precision=precision)
            known[model, precision] = plain_loop(home, spec)
        return known[model, precision]

    return plain


def follow(home, plains, pairs, ranks=2, precision="fp32"):
    """All of them on the same ranks, which takes the time of starting them once."""
    write_images(home, rows=ROWS)
    runs = [
        write_run(home, f"run-{number}", spec_of(model, strategy, ranks, precision=precision))
        for number, (strategy, model) in enumerate(pairs)
    ]
    run_on_ranks(runs, ranks)
    for files, (_, model) in zip(runs, pairs, strict=True):
        agrees(files, plains(model, precision), precision)


def test_two_ranks_follow_the_plain_loop(home, plains):
    follow(home, plains, [(STRATEGIES[name], model) for name, model in RUNS])


def test_a_parameter_server_in_step_shares_batch_norm_among_its_workers(home, plains):
    follow(home, plains, [({"name": "parameter_server", "mode": "sync", "servers": 1}, "resnet")], ranks=3)


@pytest.mark.slow
def test_two_ranks_follow_the_plain_loop_in_bf16(home, plains):
    follow(home, plains, [(STRATEGIES[name], model) for name, model in RUNS], precision="bf16")


@pytest.mark.slow
def test_every_pair_of_image_network_and_strategy_follows_the_plain_loop(home, plains):
    pairs = [(name, model) for name in ("ddp", "zero1", "fsdp", "fsdp, offloaded") for model in MODELS]
    follow(home, plains, [(STRATEGIES[name], model) for name, model in pairs])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["local_sgd", "diloco"])
def test_running_statistics_come_together_and_are_taken_up_again(home, name):
    """Ranks that step alone remember batches of their own; what is measured, saved and resumed knows of all of them."""
    write_images(home, rows=ROWS)
    spec = spec_of("resnet", {"name": name, "period": 3}, 2, max_steps=7)
    whole, cut = (write_run(home, run, spec) for run in ("whole", "cut"))
    for files, fault in ((whole, ""), (cut, "loop.step:kill9@step=6:rank=1:attempt=1")):
        status, words = run_agent(files, fault=fault)
        assert status == 0, words
    assert curve_of(cut) == curve_of(whole)
    assert scores_of(cut) == scores_of(whole)
    one, other = (SavedCheckpoint(files.checkpoints / "step-000007").model() for files in (whole, cut))
    assert all(torch.equal(tensor, other[key]) for key, tensor in one.items())
    assert float(one["resnet.embedder.embedder.normalization.running_mean"].abs().max()) > 0
