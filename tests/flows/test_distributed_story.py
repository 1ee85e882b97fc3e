"""The same spec file distributed in every way from a terminal, and a language model that another library opens."""

import json
import random

import pytest

pytestmark = pytest.mark.flow

SPEC = """
kind: train
name: tale
task: language_model
data: {source: tale.txt}
model: {name: decoder, size: 1m, context: 32, vocabulary: 400}
training: {max_steps: 12, batch_size: 8, optimizer: {name: adamw, learning_rate: 0.003}}
strategy: {name: single, devices: [cpu]}
checkpoint: {every_steps: 10, keep: 2}
"""
ONE = "{name: single, devices: [cpu]}"
WAYS = {
    "fsdp": "{name: fsdp, devices: [cpu, cpu]}",
    "tensor_parallel": "{name: tensor_parallel, devices: [cpu, cpu]}",
    "pipeline": "{name: pipeline, devices: [cpu, cpu], micro_batches: 4}",
    "parameter_server": "{name: parameter_server, devices: [cpu, cpu, cpu], servers: 1, mode: async}",
}


@pytest.fixture
def spec(tmp_path):
    """A spec beside a text of some 20,000 letters."""
    draw = random.Random(0)
    people, deeds = (
        ["the miller", "a fox", "the old king", "my sister"],
        ["met", "followed", "forgot", "found"],
    )
    sentences = (f"{draw.choice(people)} {draw.choice(deeds)} {draw.choice(people)}" for _ in range(700))
    (tmp_path / "tale.txt").write_text("".join(f"{sentence}.\n" for sentence in sentences))
    return tmp_path / "tale.yaml"


@pytest.mark.slow
def test_a_language_model_is_trained_in_every_way_and_opens_elsewhere(modelyard, spec):
    spec.write_text(SPEC)
    alone = modelyard.json("train", str(spec))
    assert alone["state"] == "finished"
    for name, strategy in WAYS.items():
        spec.write_text(SPEC.replace(ONE, strategy).replace("name: tale", f"name: {name}"))
        run = modelyard.json("train", str(spec))
        assert run["state"] == "finished", name
        test = run["metrics"]["test"]
        if name == "parameter_server":  # free-running, nobody promises the same steps
            assert test["loss"] < test["unigram_loss"]
        else:
            assert test["loss"] == pytest.approx(alone["metrics"]["test"]["loss"], rel=1e-3)

    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = modelyard.home.run(alone["run"]).model
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForCausalLM.from_pretrained(folder)
    told = model.generate(**tokenizer("the miller", return_tensors="pt"), max_new_tokens=5, do_sample=False)
    assert tokenizer.decode(told[0]).startswith("the miller")
    assert modelyard.run("engine", "--stop", "--all").returncode == 0
    assert modelyard.processes() == []


def test_auto_becomes_a_strategy_with_its_reasons(modelyard, spec):
    spec.write_text(SPEC.replace(ONE, "{name: auto, devices: [cpu, cpu]}"))
    run = modelyard.json("train", str(spec))
    assert run["state"] == "finished"
    chosen = json.loads(modelyard.home.run(run["run"]).spec.read_text())
    assert chosen["strategy"]["name"] not in ("auto", "")


def test_a_strategy_that_makes_no_sense_is_refused_with_its_field(modelyard, spec):
    for strategy, field in (
        ("{name: tensor_parallel, devices: [cpu, cpu, cpu]}", "strategy"),
        ("{name: mesh, devices: [cpu, cpu], mesh: {data: 2, tensor: 2}}", "strategy.mesh"),
        ("{name: parameter_server, devices: [cpu], servers: 1}", "strategy.servers"),
        ("{name: pipeline, devices: [cpu, cpu], micro_batches: 3}", "training.batch_size"),
    ):
        spec.write_text(SPEC.replace(ONE, strategy))
        done = modelyard.run("train", str(spec))
        assert done.returncode == 2, strategy
        assert field in done.stderr, (strategy, done.stderr)
