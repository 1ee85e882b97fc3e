"""Whatever part of the weights a rank holds, the best ones come back at the end and become the model."""

import pytest
import torch

from engine.model.folder import load_model
from engine.train.saved import SavedCheckpoint
from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import events_of, run_agent, scores_of, train_here, write_run
from tests.strategies.cases import STRATEGIES, spec_of, write_data

# Four epochs of six steps, whose best is neither the first nor the last.
TRAINING = {
    "max_steps": 24,
    "metric": "mae",
    "weights": "best",
    "optimizer": {"name": "sgd", "learning_rate": 0.4},
}
FASTER = {**TRAINING, "optimizer": {"name": "sgd", "learning_rate": 1.0}}
ALONE = {
    "local_sgd": {"name": "local_sgd", "period": 4},
    "diloco": {"name": "diloco", "period": 4},
}
NAMES = ("ddp", "zero1", "fsdp", "tensor_parallel", "1f1b", *ALONE)


def validations(files):
    return [
        event["values"]["mae"]
        for event in events_of(files, "evaluation")
        if event["split"] == "validation" and not event["final"]
    ]


def test_the_best_weights_become_the_model(home):
    write_data(home)
    settings = STRATEGIES | ALONE
    alone = write_run(home, "alone", spec_of("mlp", {"name": "single"}, **TRAINING))
    train_here(alone)
    runs = {}
    for name in NAMES:
        training = FASTER if name in ALONE else TRAINING
        spec = spec_of("mlp", settings[name], 2, **training)
        runs[name] = write_run(home, name.replace("_", "-"), spec)
    run_on_ranks(list(runs.values()), 2)
    for name, files in runs.items():
        step, best = step_of_model(files), min(validations(files))
        assert step < 24, name
        assert scores_of(files)["validation"]["mae"] == best, name
        if name in STRATEGIES:
            assert step == step_of_model(alone), name
            assert best == pytest.approx(min(validations(alone)), rel=1e-3), name


def test_free_workers_go_on_to_the_checkpoint_that_holds_the_best_weights(home):
    """They are saved as soon as nothing is under way: at the step that was measured, or soon after."""
    write_data(home)
    devices = ("cpu",) * 3
    strategy = {"name": "parameter_server", "mode": "async", "servers": 1, "devices": devices}
    files = write_run(home, "free", spec_of("mlp", strategy, 3, **TRAINING, ema=0.2))
    status, output = run_agent(files)
    assert status == 0, output
    [ended], step = events_of(files, "ended"), step_of_model(files)
    assert ended["judged"]["step"] <= step
    saved, tensors = SavedCheckpoint(files.checkpoints / f"step-{step:06d}"), load_model(files.model).module
    for name, tensor in tensors.state_dict().items():
        assert torch.equal(tensor, saved.read(f"average/{name}")), name


def step_of_model(files):
    """The step that event, card and checkpoints agree on."""
    [saved] = events_of(files, "model")
    assert load_model(files.model).card.step == saved["step"]
    assert (files.checkpoints / f"step-{saved['step']:06d}").is_dir()
    return saved["step"]
