"""Recommenders follow a plain loop under every strategy that takes them, tables with sparse gradients among them."""

import pytest
import torch
from torch.nn import functional

from engine.data.sharding import deal_at_random
from engine.model.networks.build import build_model
from engine.train.saved import SavedCheckpoint
from engine.train.task import build_task
from tests.fakes.choices import recommendation, source_of, write_choices
from tests.fakes.rank_group import run_on_ranks
from tests.fakes.run_folder import curve_of, scores_of, write_run

STEPS = 6
# Plain momentum: a user's bias, which a softmax forgets, gets rounding for a gradient, and Adam makes steps of that.
TRAINING = {"epochs": None, "max_steps": STEPS, "batch_size": 14, "gradient_clip": 0.7}
TRAINING |= {"optimizer": {"name": "momentum", "learning_rate": 0.3}}
CASES = {
    "matrix_factorization": {},
    "ratings": {"ratings": True},
    "neural_cf": {},
    "two_tower": {"data": {"features": ("age", "genre")}},
    "sasrec": {},
}


def spec_of(case, strategy, ranks, **changes):
    model = "matrix_factorization" if case == "ratings" else case
    training = {**TRAINING, **changes.pop("training", {})}
    settings = {**strategy, "devices": ("cpu",) * ranks}
    return recommendation(model, **{**CASES[case], **changes}, training=training, strategy=settings)


def plain_loop(home, spec):
    """Losses of each step and the last weights."""
    task = build_task(source_of(home, spec))
    torch.manual_seed(0)
    # A dense table is what a sparse one comes to.
    dense = {"sparse": False} if hasattr(spec.model, "sparse") else {}
    network = build_model(spec.model.model_copy(update=dense), task.shape)
    task.furnish(network)
    chosen = spec.training.optimizer
    optimizer = torch.optim.SGD(
        network.parameters(), lr=chosen.learning_rate, momentum=getattr(chosen, "momentum", 0)
    )
    size, rows = spec.training.batch_size, task.rows("train")
    rows_of, losses = deal_at_random(rows, size, 0, 1, 0), []
    for step in range(STEPS):
        batch = task.training_batch(torch.from_numpy(rows_of(*divmod(step, -(-rows // size)))), step)
        output = network(batch.inputs)
        if spec.data.target:
            loss = functional.mse_loss(output[:, 0], batch.targets)
        else:
            each = functional.cross_entropy(output.flatten(0, -2), batch.targets.flatten(), reduction="sum")
            loss = each / getattr(task, "_choices_per_row", 1) / len(batch.inputs)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), spec.training.gradient_clip)
        optimizer.step()
        losses.append(loss.item())
    return losses, network.state_dict()


def agree(files, plain):
    losses, weights = plain
    assert list(curve_of(files).values()) == pytest.approx(losses, rel=1e-5), files.id
    saved = SavedCheckpoint(files.checkpoints / f"step-{STEPS:06d}").model()
    assert saved.keys() == weights.keys()
    for name, tensor in weights.items():
        assert torch.allclose(saved[name], tensor, atol=1e-5), (files.id, name)
    assert scores_of(files)["test"]["baseline"]


def follow(home, ranks, specs):
    write_choices(home, users=21)
    runs = {case: write_run(home, case.replace("_", "-"), spec) for case, spec in specs.items()}
    run_on_ranks(list(runs.values()), ranks)
    for case, files in runs.items():
        agree(files, plain_loop(home, specs[case]))


def test_replicas_follow_the_plain_loop_also_where_they_exchange_rows_alone(home):
    sgd = {"training": {"optimizer": {"name": "sgd", "learning_rate": 0.3}}, "network": {"sparse": True}}
    specs = {case: spec_of(case, {"name": "ddp"}, 2) for case in CASES}
    sparse = {f"sparse-{case}": spec_of(case, {"name": "ddp"}, 2, **sgd) for case in list(CASES)[:4]}
    follow(home, 2, specs | sparse)


@pytest.mark.parametrize("name", ["fsdp", pytest.param("zero1", marks=pytest.mark.slow)])
def test_split_tables_follow_the_plain_loop(home, name):
    follow(home, 2, {case: spec_of(case, {"name": name}, 2) for case in CASES})


@pytest.mark.slow
def test_a_parameter_server_follows_the_plain_loop(home):
    strategy = {"name": "parameter_server", "servers": 1}
    follow(home, 3, {case: spec_of(case, strategy, 3) for case in CASES})


@pytest.mark.slow
def test_local_steps_that_meet_after_each_follow_the_plain_loop(home):
    """Of plain gradients alone the mean of the weights is that of the gradients."""
    strategy = {"name": "local_sgd", "period": 1}
    plain = {"training": {"gradient_clip": 1000.0, "optimizer": {"name": "sgd", "learning_rate": 0.3}}}
    follow(home, 2, {case: spec_of(case, strategy, 2, **plain) for case in CASES})
