"""The same spec gives the curve of a plain PyTorch loop, on one rank and on two real ones."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from engine.data.sharding import deal_at_random, steps_per_epoch
from engine.model.networks.build import build_model
from engine.schema.card import DatasetCard
from engine.system.files import read_json
from engine.train.task import build_task
from engine.train.task.base import Source
from tests.fakes.run_folder import (
    classification,
    curve_of,
    on_ranks,
    outcome_of,
    regression,
    run_agent,
    scores_of,
    train_here,
    write_numbers,
    write_run,
    write_texts,
)

PLAIN = {
    "sgd": lambda parameters, spec: torch.optim.SGD(
        parameters, lr=spec.learning_rate, weight_decay=spec.weight_decay
    ),
    "momentum": lambda parameters, spec: torch.optim.SGD(
        parameters, lr=spec.learning_rate, momentum=spec.momentum, weight_decay=spec.weight_decay
    ),
    "adam": lambda parameters, spec: torch.optim.Adam(
        parameters, lr=spec.learning_rate, weight_decay=spec.weight_decay
    ),
    "adamw": lambda parameters, spec: torch.optim.AdamW(
        parameters, lr=spec.learning_rate, weight_decay=spec.weight_decay
    ),
}
CASES = [
    ("sgd", regression, {"learning_rate": 0.05}),
    ("momentum", regression, {"learning_rate": 0.02, "momentum": 0.8}),
    ("adam", classification, {"learning_rate": 0.01}),
    ("adamw", regression, {"learning_rate": 0.01, "weight_decay": 0.1}),
]


def plain_loop(home, spec):
    """Losses of a loop of a few lines: mean loss of the whole batch, torch's own optimizer."""
    folder = home.dataset(spec.data.source)
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    task = build_task(Source(spec, card, folder / "data.arrow", (), torch.device("cpu")))
    torch.manual_seed(spec.training.seed)
    model = build_model(spec.model, task.shape)
    optimizer = PLAIN[spec.training.optimizer.name](model.parameters(), spec.training.optimizer)
    rows_of = deal_at_random(task.rows("train"), spec.training.batch_size, 0, 1, spec.training.seed)
    losses, norms = [], []
    for epoch in range(spec.training.epochs):
        for number in range(steps_per_epoch(task.rows("train"), spec.training.batch_size)):
            batch = task.batch("train", torch.from_numpy(rows_of(epoch, number)))
            output = model(batch.inputs)
            if spec.task == "tabular_regression":
                loss = functional.mse_loss(output[:, 0], batch.targets)
            else:
                loss = functional.cross_entropy(output, batch.targets)
            optimizer.zero_grad()
            loss.backward()
            limit = spec.training.gradient_clip or float("inf")
            norms.append(torch.nn.utils.clip_grad_norm_(model.parameters(), limit).item())
            optimizer.step()
            losses.append(loss.item())
    return losses, norms


def write_data(home):
    write_numbers(
        home, rows=83
    )  # 67 training rows: batches of 11 leave a last one of 1, smaller than two ranks
    write_texts(home, rows=80)


@pytest.mark.parametrize(
    ("optimizer", "make", "settings"), CASES, ids=lambda case: getattr(case, "__name__", str(case))
)
def test_one_and_two_ranks_follow_the_plain_loop(home, optimizer, make, settings):
    write_data(home)
    training = {"epochs": 5, "batch_size": 11, "optimizer": {"name": optimizer, **settings}}
    alone = make(training=training)
    shared = make(training=training, strategy=on_ranks(2))
    losses, norms = plain_loop(home, alone)

    one, two = write_run(home, "one", alone), write_run(home, "two", shared)
    train_here(one)
    status, output = run_agent(two)
    assert status == 0, output
    for files in (one, two):
        assert list(curve_of(files).values()) == pytest.approx(losses, rel=1e-5)
        assert list(curve_of(files, "gradient_norm").values()) == pytest.approx(norms, rel=1e-4)
        assert outcome_of(files.outcome) == "finished"
    for split, scores in scores_of(one).items():
        assert scores_of(two)[split]["loss"] == pytest.approx(scores["loss"], rel=1e-4)


def test_clipping_acts_on_the_norm_of_the_whole_gradient(home):
    write_data(home)
    spec = regression(
        training={
            "epochs": 3,
            "batch_size": 11,
            "gradient_clip": 0.5,
            "optimizer": {"name": "sgd", "learning_rate": 0.1},
        }
    )
    losses, norms = plain_loop(home, spec)
    files = write_run(home, "one", spec)
    train_here(files)
    assert max(norms) > 0.5
    assert list(curve_of(files).values()) == pytest.approx(losses, rel=1e-5)
    assert list(curve_of(files, "gradient_norm").values()) == pytest.approx(norms, rel=1e-4)


def test_a_transformer_in_bf16_stays_near_its_fp32_curve(home):
    write_data(home)
    network = {
        "name": "transformer_encoder",
        "width": 8,
        "heads": 2,
        "layers": 1,
        "dropout": 0.0,
        "max_tokens": 16,
    }
    curves = []
    for precision in ("fp32", "bf16"):
        spec = classification(
            model=network,
            training={
                "epochs": 2,
                "precision": precision,
                "optimizer": {"name": "sgd", "learning_rate": 0.05},
            },
        )
        files = write_run(home, precision, spec)
        train_here(files)
        curves.append(np.array(list(curve_of(files).values())))
    assert curves[0] == pytest.approx(curves[1], rel=0.02)
    assert not np.array_equal(*curves)


def test_block_sharding_learns_too(home):
    write_data(home)
    training = {"epochs": 8, "optimizer": {"name": "adam", "learning_rate": 0.05}}
    files = write_run(
        home, "two", regression(data={"sharding": "block"}, training=training, strategy=on_ranks(2))
    )
    status, output = run_agent(files)
    assert status == 0, output
    curve = list(curve_of(files).values())
    assert curve[-1] < curve[0] / 2
