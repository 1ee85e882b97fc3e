"""A language model learns to go on from a text, as a plain loop would, and other programs open what it became."""

import json
import math

import numpy as np
import pytest
import torch
from torch.nn import functional

from engine.data.intake.importing import import_file
from engine.data.sharding import deal_at_random, steps_per_epoch
from engine.model.networks.build import build_model
from engine.model.predictor import load_predictor
from engine.planning.rows import expected_rows
from engine.schema.card import DatasetCard
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.paths import RESOURCES
from engine.train.task import build_task
from engine.train.task.base import SPLITS, Source, forward
from tests.fakes.run_folder import (
    curve_of,
    events_of,
    on_ranks,
    run_agent,
    scores_of,
    train_here,
    write_dataset,
    write_run,
)

CONTEXT = 16


def write_text(home, letters=12_000):
    """The beginning of Alice as a dataset; gives its id."""
    text = (RESOURCES / "samples" / "alice.txt").read_text(encoding="utf-8")[:letters]
    path = home.root / "alice.txt"
    path.write_text(text, encoding="utf-8")
    return import_file(path, home.datasets).id


def language_model(source, data=None, **changes):
    base = {
        "task": "language_model",
        "data": {"source": source, **(data or {})},
        "model": {"name": "decoder", "size": "1m", "context": CONTEXT, "vocabulary": 300},
        "training": {"epochs": 1, "batch_size": 37, "optimizer": {"name": "adamw", "learning_rate": 0.002}},
    }
    return TrainSpec.model_validate({**base, **changes})


def task_of(home, spec):
    folder = home.dataset(spec.data.source)
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    return build_task(Source(spec, card, folder / "data.arrow", (), torch.device("cpu")))


def model_of(spec, task):
    torch.manual_seed(spec.training.seed)
    return build_model(spec.model, task.shape)


def plain_loop(home, spec):
    """Mean loss a token of each step, by a loop of a few lines."""
    task = task_of(home, spec)
    model = model_of(spec, task)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=spec.training.optimizer.learning_rate, weight_decay=0.0
    )
    rows_of = deal_at_random(task.rows("train"), spec.training.batch_size, 0, 1, spec.training.seed)
    losses = []
    for number in range(steps_per_epoch(task.rows("train"), spec.training.batch_size)):
        inputs, targets, _ = task.batch("train", torch.from_numpy(rows_of(0, number)))
        loss = functional.cross_entropy(model(inputs).flatten(0, 1), targets.flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def test_one_and_two_ranks_follow_the_plain_loop(home):
    source = write_text(home)
    spec = language_model(source)
    losses = plain_loop(home, spec)
    one, two = (
        write_run(home, "one", spec),
        write_run(home, "two", language_model(source, strategy=on_ranks(2))),
    )
    train_here(one)
    status, output = run_agent(two)
    assert status == 0, output
    for files in (one, two):
        assert list(curve_of(files).values()) == pytest.approx(losses, rel=1e-5)
    assert losses[-1] < losses[0] - 0.5
    for split, scores in scores_of(one).items():
        found = scores_of(two)[split]
        assert found.pop("baseline") == scores.pop("baseline")
        assert found == pytest.approx(scores, rel=1e-4)


def test_a_text_is_counted_in_windows_and_the_rest_is_told(home):
    task = task_of(home, language_model(write_text(home)))
    assert task.split.counts() == {split: task.rows(split) for split in SPLITS}
    assert 0 < task.cleaned["tail_tokens"] < 3 * (CONTEXT + 1)
    batch = task.batch("validation", torch.arange(task.rows("validation")))
    assert batch.inputs.shape == batch.targets.shape == (task.rows("validation"), CONTEXT)
    assert torch.equal(batch.inputs[:, 1:], batch.targets[:, :-1])


def test_the_plan_expects_about_as_many_windows(home):
    spec = language_model(write_text(home, 100_000), model={"name": "decoder", "size": "1m", "context": 64})
    card = DatasetCard.model_validate(read_json(home.dataset(spec.data.source) / "card.json"))
    expected = expected_rows(spec, card)
    for split, rows in task_of(home, spec).split.counts().items():
        assert expected[split] == pytest.approx(rows, rel=0.15)


def test_scores_are_of_tokens_and_bytes_and_add_up_over_batches(home):
    spec = language_model(write_text(home))
    task = task_of(home, spec)
    model, rows = model_of(spec, task).eval(), task.rows("test")

    def sums(first, last):
        batch = task.batch("test", torch.arange(first, last))
        with torch.no_grad():
            return task.sums(forward(model, batch), batch.targets)

    together = task.scores(sums(0, rows), rows)
    parts = sums(0, 2) + sums(2, 2) + sums(2, rows)
    in_parts = task.scores(parts, rows)
    baselines = in_parts.pop("baseline"), together.pop("baseline")
    assert [baseline.pop("name") for baseline in baselines] == ["unigram"] * 2
    assert baselines[0] == pytest.approx(baselines[1], rel=1e-5)
    assert in_parts == pytest.approx(together, rel=1e-5)

    batch = task.batch("test", torch.arange(rows))
    with torch.no_grad():
        loss = functional.cross_entropy(model(batch.inputs).flatten(0, 1), batch.targets.flatten()).item()
    targets = batch.targets.flatten().tolist()
    size = len(task.preprocessing.tokenizer.decode(targets).encode(errors="surrogatepass"))
    assert together["loss"] == pytest.approx(loss, rel=1e-5)
    assert together["perplexity"] == pytest.approx(math.exp(loss), rel=1e-4)
    assert together["bits_per_byte"] == pytest.approx(loss * len(targets) / math.log(2) / size, rel=1e-2)


def test_the_baseline_knows_how_frequent_each_token_is(home):
    task = task_of(home, language_model(write_text(home)))
    trained = task.batch("train", torch.arange(task.rows("train"))).targets.flatten().numpy()
    counts = np.bincount(trained, minlength=task.outputs) + 1.0
    targets = task.batch("test", torch.arange(task.rows("test"))).targets
    expected = -np.log(counts / counts.sum())[targets.numpy()].mean()
    logits = torch.zeros(*targets.shape, task.outputs)
    scores = task.scores(task.sums(logits, targets), len(targets))
    assert scores["loss"] == pytest.approx(math.log(task.outputs), rel=1e-5)
    assert scores["unigram_loss"] == pytest.approx(expected, rel=1e-2)


def test_a_column_of_documents_is_read_too(home):
    texts = [f"document {number} of a few, about {number * 7} things." for number in range(60)]
    write_dataset(home, "documents", {"body": [*texts, None]}, {"body": "text"})
    task = task_of(home, language_model("documents", {"text": "body"}))
    assert task.cleaned["target_missing"] == 1
    tokens = task.batch("train", torch.arange(task.rows("train"))).inputs
    assert (tokens == task.preprocessing.tokenizer.end).sum() > 20


@pytest.mark.parametrize(
    ("letters", "data", "code"), [(30, {}, "text_too_short"), (3000, {"text": "body"}, "column_missing")]
)
def test_what_cannot_be_learnt_from_is_said(home, letters, data, code):
    with pytest.raises(UserError) as told:
        task_of(home, language_model(write_text(home, letters), data))
    assert told.value.problems[0].code == code


def test_a_table_needs_a_column_of_text(home):
    write_dataset(home, "documents", {"body": ["a"]}, {"body": "text"})
    with pytest.raises(UserError) as told:
        task_of(home, language_model("documents"))
    assert told.value.problems[0].code == "text_column_missing"


def test_an_evaluation_puts_out_no_more_than_memory_bears(home):
    task = task_of(home, language_model(write_text(home)))
    assert 1 <= task.best_batch <= 16


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The folder of a model that was trained a little."""
    from engine.system.paths import Home

    home = Home(tmp_path_factory.mktemp("language") / "home").create()
    files = write_run(home, "run", language_model(write_text(home)))
    train_here(files)
    return files


def test_transformers_opens_the_folder_as_it_is(trained):
    from transformers import AutoModelForCausalLM, AutoTokenizer

    text = "Alice was beginning\n\n  to get — véry <|endoftext|> tired"
    ours = load_predictor(trained.model)
    tokenizer = AutoTokenizer.from_pretrained(trained.model)
    model = AutoModelForCausalLM.from_pretrained(trained.model).eval()
    tokens = tokenizer(text, return_tensors="pt", split_special_tokens=True)  # what a text spells are words
    saved = ours._preprocessing
    assert tokens.input_ids[0].tolist() == saved.tokenizer.encode(text)
    assert tokenizer.decode(tokens.input_ids[0]) == text
    with torch.no_grad():
        assert torch.allclose(model(**tokens).logits, ours._module(tokens.input_ids), atol=1e-5)
    begun = tokenizer("Alice", return_tensors="pt")
    limit = CONTEXT - begun.input_ids.shape[1]  # further on our window moves and theirs grows
    written = model.generate(**begun, max_new_tokens=limit)[0, begun.input_ids.shape[1] :]
    [answer] = ours.predict(["Alice"])
    assert answer["text"].startswith(tokenizer.decode(written, skip_special_tokens=True).rstrip("\ufffd"))
    config = json.loads((trained.model / "config.json").read_text())
    assert config["vocab_size"] == tokenizer.vocab_size == saved.tokenizer.size


def test_a_text_is_continued_the_same_way_whatever_else_is_asked(trained):
    predictor = load_predictor(trained.model)
    inputs = ["Alice", "", "the " * 100, predictor.card.inputs[0].example]
    assert predictor.check([*inputs, 3])[0].field == "inputs.4"
    answers = predictor.predict(inputs)
    assert [set(answer) for answer in answers] == [{"text"}] * 4
    assert (
        answers[0] == predictor.predict(["Alice"])[0] == load_predictor(trained.model).predict(["Alice"])[0]
    )
    assert (predictor.card.target, predictor.card.input_form) == (None, "text")


@pytest.mark.parametrize("name", ["tokenizer.json", "config.json"])
def test_damage_to_what_others_read_is_said_too(trained, name):
    path = trained.model / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(UserError) as told:
        load_predictor(trained.model)
    path.write_bytes(whole)
    assert told.value.problems[0].code == "model_damaged"


def test_a_run_says_its_windows(trained):
    [started] = events_of(trained, "started")
    assert started["rows"]["train"] > 50 and started["cleaned"]["tail_tokens"] > 0
