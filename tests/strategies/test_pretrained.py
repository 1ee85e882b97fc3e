"""A pretrained network under every strategy that can train it: the plain loop's losses, norms and final weights.

What a checkpoint holds is what was trained, under one name each; the frozen base comes from its folder again. Answers
of unequal length are dealt out unevenly, so that a mean over ranks instead of over counted tokens would show.
"""

import shutil

import pytest

from engine.planning.anatomy import anatomy_of
from engine.planning.combinations import check_combinations
from engine.planning.layout import layout_of
from engine.planning.shape import Shape
from engine.planning.splitting import check_splitting
from engine.schema.train import TrainSpec
from engine.train.saved import SavedCheckpoint
from tests.fakes.pretrained_models import PREFERENCES, answers, write_llama, write_sums
from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import curve_of, scores_of, write_run
from tests.strategies.plain import plain_loop

STRATEGIES = {
    "ddp": {"name": "ddp"},
    "zero1": {"name": "zero1"},
    "fsdp": {"name": "fsdp"},
    "mesh": {"name": "mesh", "mesh": {"data": 2}},
    "parameter_server": {"name": "parameter_server", "servers": 1},
}
OTHERS = {"local_sgd": {"name": "local_sgd", "period": 2}, "diloco": {"name": "diloco", "period": 2}}
QUICK = [("ddp", "lora"), ("fsdp", "full")]


def spec_of(home, strategy, tuning, ranks=2, **changes):
    value = answers(home.root / "base", model={"tuning": tuning}, **changes)
    return TrainSpec.model_validate({**value, "strategy": {**strategy, "devices": ("cpu",) * ranks}})


@pytest.fixture
def data(home):
    write_llama(home.root / "base")
    write_sums(home)
    return home


def test_two_ranks_follow_the_plain_loop(data):
    follow(data, QUICK)


@pytest.mark.slow
def test_every_strategy_follows_the_plain_loop(data):
    follow(data, [(name, tuning) for name in STRATEGIES for tuning in ("full", "lora")])
    follow(data, [("ddp", "qlora")])


@pytest.mark.slow
@pytest.mark.parametrize("how", ["selective", "full"])
def test_recomputed_activations_make_the_same_step(data, how):
    follow(data, [("fsdp", "lora"), ("ddp", "full")], activation_checkpointing=how)


@pytest.mark.slow
def test_accumulated_passes_make_the_same_step(data):
    follow(data, [("ddp", "lora"), ("fsdp", "full")], accumulation=2)


@pytest.mark.slow
def test_ranks_that_step_alone_learn_and_save_what_they_trained(data):
    runs = {}
    for name, strategy in OTHERS.items():
        for tuning in ("full", "lora"):
            runs[name, tuning] = write_run(data, f"{name}-{tuning}", spec_of(data, strategy, tuning))
    run_on_ranks(list(runs.values()), 2)
    for files in runs.values():
        losses = list(curve_of(files).values())
        assert losses[-1] < losses[0]
        assert (files.model / "model.safetensors").exists()


@pytest.mark.slow
def test_preferences_are_learnt_alike_on_any_ranks(data):
    runs = {
        "single": write_run(data, "single", spec_of(data, {"name": "single"}, "lora", 1, data=PREFERENCES))
    }
    for name in ("ddp", "zero1", "fsdp"):
        runs[name] = write_run(data, name, spec_of(data, STRATEGIES[name], "lora", data=PREFERENCES))
    run_on_ranks([runs["single"]], 1)
    run_on_ranks([runs[name] for name in runs if name != "single"], 2)
    whole = list(curve_of(runs["single"]).values())
    assert whole[0] == pytest.approx(0.6931, abs=1e-3)
    for name, files in runs.items():
        assert list(curve_of(files).values()) == pytest.approx(whole, rel=1e-4), name
        for split, scores in scores_of(runs["single"]).items():
            assert scores_of(files)[split]["loss"] == pytest.approx(scores["loss"], rel=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize("tuning", ["full", "lora"])
def test_preferences_go_on_under_another_strategy_with_the_same_untrained_model(data, tuning):
    single = {"name": "single"}
    whole = write_run(data, "whole", spec_of(data, single, tuning, 1, data=PREFERENCES))
    first = write_run(
        data, "first", spec_of(data, single, tuning, 1, data=PREFERENCES, training={"max_steps": 3})
    )
    run_on_ranks([whole, first], 1)
    for name in ("ddp", "zero1", "fsdp"):
        files = write_run(data, f"on-{name}", spec_of(data, STRATEGIES[name], tuning, data=PREFERENCES))
        shutil.copytree(first.checkpoints, files.checkpoints)
        run_on_ranks([files], 2)
        curve = curve_of(whole)
        assert curve_of(files) == pytest.approx({step: curve[step] for step in (4, 5, 6)}, rel=1e-3), name


@pytest.mark.parametrize(
    ("strategy", "tuning", "code"),
    [
        ({"name": "tensor_parallel"}, "lora", "model_has_no_split"),
        ({"name": "pipeline"}, "full", "model_cannot_be_cut"),
        ({"name": "fsdp"}, "qlora", "qlora_not_sharded"),
        ({"name": "parameter_server", "servers": 1, "mode": "async"}, "lora", "answers_free_running"),
    ],
)
def test_what_cannot_work_is_refused_in_words(data, strategy, tuning, code):
    spec = spec_of(data, strategy, tuning)
    anatomy = anatomy_of(spec.model, Shape(1, 1, 64, continues=True))
    problems = [*check_combinations(spec), *check_splitting(spec, anatomy, layout_of(spec.strategy))]
    assert code in {problem.code for problem in problems}


def follow(home, cases, **training):
    """Run all of them on the same ranks, and hold each against its plain loop."""
    runs = {
        case: write_run(
            home,
            f"{'-'.join(case)}-{len(list(home.runs.iterdir()))}".replace("_", "-"),
            spec_of(home, STRATEGIES[case[0]], case[1], training=training),
        )
        for case in cases
    }
    run_on_ranks(list(runs.values()), 2)
    plains = {}
    for (_, tuning), files in runs.items():
        plain = plains.setdefault(
            tuning, plain_loop(home, spec_of(home, {"name": "single"}, tuning, ranks=1))
        )
        assert list(curve_of(files).values()) == pytest.approx(plain.losses, rel=1e-4), files.id
        assert list(curve_of(files, "gradient_norm").values()) == pytest.approx(plain.norms, rel=2e-3), (
            files.id
        )
        _holds_what_was_trained(files, plain.weights, tuning)


def _holds_what_was_trained(files, weights, tuning):
    newest = max(files.checkpoints.glob("step-*"))
    saved = SavedCheckpoint(newest).model()
    if tuning == "full":  # the last layer is the table of words, and saved once
        assert saved.keys() == weights.keys() - {"network.lm_head.weight"}
    else:
        assert saved.keys() == {name for name in weights if "lora_" in name}
    for name, tensor in saved.items():
        assert tensor.sub(weights[name]).abs().max() < 2e-3, (files.id, name)
