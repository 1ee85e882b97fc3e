"""Every strategy trains the same model as a plain loop on one process: losses, norms and final weights."""

import numpy as np
import pytest

from engine.train.saved import SavedCheckpoint
from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import curve_of, scores_of, write_run
from tests.strategies.cases import (
    DECODER_ONLY,
    LARGER,
    MODELS,
    NETWORKS,
    STRATEGIES,
    goes_with,
    spec_of,
    write_data,
)
from tests.strategies.plain import plain_loop

# Relative; bf16 rounds to 8 bits, and orders of summation differ by strategy.
LOSS_TOLERANCE = {"fp32": 1e-5, "bf16": 2e-2, "fp16": 5e-3}
# A norm is dominated by the steepest directions, where rounding is magnified most.
NORM_TOLERANCE = {"fp32": 1e-3, "bf16": 1e-1, "fp16": 5e-2}
# Of the largest weight. Adam divides by small second moments, which magnifies rounding.
WEIGHT_TOLERANCE = {"fp32": 1e-4, "bf16": 5e-2, "fp16": 2e-2}


def _rarely(name):
    """Four ranks take their time: of meshes that differ little, one is tried each time, and the others now and then."""
    rare = ("tensor groups", "tensor x pipeline", "hybrid fsdp")
    return pytest.param(name, marks=pytest.mark.slow) if name in rare else name


@pytest.fixture(scope="module")
def plains(tmp_path_factory):
    """The plain loop's outcome by model and precision, computed once."""
    from engine.system.paths import Home

    home = Home(tmp_path_factory.mktemp("plain") / "home").create()
    write_data(home)
    known = {}

    def plain(model, precision):
        if (model, precision) not in known:
            known[model, precision] = plain_loop(
                home, spec_of(model, {"name": "single"}, precision=precision)
            )
        return known[model, precision]

    return plain


@pytest.mark.parametrize("name", STRATEGIES)
def test_two_ranks_follow_the_plain_loop(home, plains, name):
    others = {model: ("fp32",) for model in NETWORKS if goes_with(model, STRATEGIES[name], 2)}
    follow(home, plains, STRATEGIES[name], 2, MODELS, ("fp32", "bf16"), others)


@pytest.mark.parametrize("name", [_rarely(name) for name in LARGER])
def test_four_ranks_follow_the_plain_loop(home, plains, name):
    others = {model: ("fp32",) for model in NETWORKS if goes_with(model, LARGER[name], 4)}
    follow(home, plains, LARGER[name], 4, ("mlp", "decoder"), ("fp32",), others)


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGER)
def test_four_ranks_follow_the_plain_loop_with_an_encoder_and_in_bf16(home, plains, name):
    follow(home, plains, LARGER[name], 4, ("transformer_encoder",), ("fp32", "bf16"))
    follow(home, plains, LARGER[name], 4, ("mlp", "decoder"), ("bf16",))


@pytest.mark.parametrize("name", DECODER_ONLY)
def test_a_split_language_model_follows_the_plain_loop(home, plains, name):
    follow(home, plains, DECODER_ONLY[name], 2, ("decoder",), ("fp32",))


def test_fp16_with_a_scaled_loss_follows_the_plain_loop(home, plains):
    follow(home, plains, STRATEGIES["ddp"], 2, ("mlp", "decoder"), ("fp16",))


@pytest.mark.parametrize("name", ["ddp", "fsdp", "tensor_parallel"])
def test_accumulated_passes_make_the_same_step(home, plains, name):
    follow(home, plains, STRATEGIES[name], 2, MODELS, ("fp32",), accumulation=3)


@pytest.mark.parametrize("how", ["selective", pytest.param("full", marks=pytest.mark.slow)])
def test_recomputed_activations_make_the_same_step(home, plains, how):
    for name, model in (("fsdp", "decoder"), ("tensor_parallel", "transformer_encoder")):
        follow(home, plains, STRATEGIES[name], 2, (model,), ("fp32",), activation_checkpointing=how)


def follow(home, plains, strategy, ranks, models, precisions, others=(), **training):
    """Run all of them on the same ranks, and hold each against its plain loop."""
    write_data(home) if not home.dataset("numbers").exists() else None
    runs = {}
    for model, in_precisions in {**dict.fromkeys(models, precisions), **dict(others)}.items():
        for precision in in_precisions:
            spec = spec_of(model, strategy, ranks, precision=precision, **training)
            run = f"{strategy['name']}-{model}-{precision}".replace("_", "-")
            runs[model, precision] = write_run(home, run, spec)
    run_on_ranks(list(runs.values()), ranks)
    for (model, precision), files in runs.items():
        agrees(files, plains(model, precision), precision)


def agrees(files, plain, precision):
    losses = list(curve_of(files).values())
    assert losses == pytest.approx(plain.losses, rel=LOSS_TOLERANCE[precision]), files.id
    norms = list(curve_of(files, "gradient_norm").values())
    assert norms == pytest.approx(plain.norms, rel=NORM_TOLERANCE[precision]), files.id
    saved = SavedCheckpoint(files.checkpoints / f"step-{len(plain.losses):06d}").model()
    assert saved.keys() == plain.weights.keys()
    largest = max(float(tensor.abs().max()) for tensor in plain.weights.values())
    for name, tensor in plain.weights.items():
        if name.endswith(
            "key.bias"
        ):  # softmax forgets it: its gradient is rounding, and Adam makes steps of that
            continue
        gap = float((saved[name] - tensor).abs().max())
        assert gap < WEIGHT_TOLERANCE[precision] * largest, (files.id, name)
    assert np.isfinite(scores_of(files)["test"]["loss"])
