"""Runs that tune a pretrained network: what they learn, what they keep, and that other programs open what they leave."""

import json
import shutil

import pytest
import torch
from torch.nn import functional

from engine.model.predictor import load_predictor
from engine.schema.card import DatasetCard
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.system.files import read_json
from engine.system.paths import Home
from engine.train.conclude import conclude
from engine.train.saved import SavedCheckpoint
from engine.train.task import build_task
from engine.train.task.base import Source
from tests.fakes.pretrained_models import (
    CHATML,
    PREFERENCES,
    answers,
    write_bert,
    write_family,
    write_llama,
    write_sums,
)
from tests.fakes.run_folder import (
    classification,
    curve_of,
    events_of,
    scores_of,
    train_here,
    write_dataset,
    write_run,
    write_texts,
)

PROMPT = "add 1 and 2"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A home with data and a base; shared by the runs of this file."""
    home = Home(tmp_path_factory.mktemp("tuning") / "home").create()
    write_llama(home.root / "base")
    write_llama(home.root / "chatty", template=CHATML)
    write_sums(home)
    return home


@pytest.fixture(scope="module")
def tuned(place):
    """A run of each way of tuning, made when first asked for."""
    done = {}

    def run(tuning, **changes):
        key = (tuning, json.dumps(changes, sort_keys=True))
        if key not in done:
            spec = spec_of(place, tuning, **changes)
            done[key] = write_run(place, f"run{len(done)}", spec)
            train_here(done[key])
        return done[key]

    return run


def spec_of(home, tuning, base="base", **changes):
    model = {"tuning": tuning, **changes.pop("model", {})}
    return TrainSpec.model_validate(answers(home.root / base, model=model, **changes))


def task_of(home, spec):
    folder = home.dataset(spec.data.source)
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    return build_task(Source(spec, card, folder / "data.arrow", (), torch.device("cpu")))


@pytest.mark.parametrize("tuning", ["full", "lora", "qlora"])
def test_transformers_opens_a_tuned_model_as_it_is(tuned, tuning):
    from transformers import AutoModelForCausalLM, AutoTokenizer

    files = tuned(tuning)
    losses = list(curve_of(files).values())
    assert losses[-1] < losses[0]
    ours, theirs = load_predictor(files.model), AutoModelForCausalLM.from_pretrained(files.model).eval()
    tokenizer = AutoTokenizer.from_pretrained(files.model)
    asked = tokenizer.apply_chat_template([{"role": "user", "content": PROMPT}], add_generation_prompt=True)
    assert asked["input_ids"] == ours._preprocessing.encode(PROMPT)
    tokens = torch.tensor([asked["input_ids"]])
    with torch.no_grad():
        assert torch.allclose(theirs(tokens).logits, ours._module(tokens), atol=1e-5)
    assert ours.card.base["sha256"] and ours.card.base["path"].endswith("base")
    written = theirs.generate(tokens, max_new_tokens=4, do_sample=False)[0, tokens.shape[1] :]
    [answer] = ours.predict([PROMPT])
    assert answer["text"].startswith(tokenizer.decode(written, skip_special_tokens=True).rstrip("\ufffd"))


def test_peft_opens_the_adapter_and_it_is_the_merged_model(place, tuned):
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    files = tuned("lora")
    base = AutoModelForCausalLM.from_pretrained(place.root / "base").eval()
    tokens = torch.randint(1, 250, (2, 12))
    with torch.no_grad():
        before = base(tokens).logits
        adapted = PeftModel.from_pretrained(base, files.model / "adapter").eval()(tokens).logits
        assert torch.allclose(adapted, load_predictor(files.model)._module(tokens), atol=1e-4)
    assert not torch.allclose(adapted, before, atol=1e-2)


@pytest.mark.parametrize("tuning", ["lora", "qlora"])
def test_the_adapter_says_that_its_layers_lie_across(place, tuning):
    folder = place.root / f"gpt2-{tuning}"
    write_family(folder, "gpt2")
    files = write_run(place, folder.name, spec_of(place, tuning, folder.name, training={"max_steps": 1}))
    train_here(files)
    assert read_json(files.model / "adapter" / "adapter_config.json")["fan_in_fan_out"] is True


def test_a_checkpoint_holds_what_was_trained_and_a_run_goes_on_from_it(place, tuned):
    whole = tuned("lora")
    newest = SavedCheckpoint(max(whole.checkpoints.glob("step-*")))
    assert all("lora_" in name for name in newest.model())
    files = write_run(place, "resumed", spec_of(place, "lora", training={"max_steps": 3}))
    train_here(files)
    files.spec.write_text(spec_of(place, "lora").model_dump_json())
    train_here(files, attempt=2)
    assert events_of(files, "started")[-1]["step"] == 3
    assert list(curve_of(files).values()) == list(curve_of(whole).values())


def test_an_adapter_alone_needs_its_base_as_it_was(place, tuned):
    write_llama(place.root / "lent")
    files = write_run(place, "adapter", spec_of(place, "lora", "lent", model={"merge": False}))
    train_here(files)
    assert not (files.model / "model.safetensors").exists()
    tokens = torch.randint(1, 250, (2, 12))
    with torch.no_grad():
        alone = load_predictor(files.model)._module(tokens)
        assert torch.allclose(alone, load_predictor(tuned("lora").model)._module(tokens), atol=1e-4)
    config = place.root / "lent" / "config.json"
    config.write_text(config.read_text() + " ")
    with pytest.raises(UserError) as refused:
        load_predictor(files.model)
    assert refused.value.problems[0].code == "pretrained_changed"


@pytest.mark.parametrize("when", ["paused", "ended"])
def test_a_run_goes_on_and_ends_with_the_folder_that_it_began_with(place, monkeypatch, when):
    base = write_llama(place.root / f"base-{when}")
    files = write_run(place, when, spec_of(place, "lora", base.name, training={"max_steps": 3}))

    def replace():
        shutil.rmtree(base)
        write_llama(base, seed=1)

    if when == "paused":
        train_here(files)
        replace()
        files.spec.write_text(spec_of(place, "lora", base.name).model_dump_json())
    else:
        monkeypatch.setattr("engine.train.run.conclude", lambda run: (replace(), conclude(run)))
    with pytest.raises(UserError) as refused:
        train_here(files, attempt=2)
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("pretrained_changed_since", "model.path")
    ]
    shutil.rmtree(base)
    with pytest.raises(UserError) as refused:
        train_here(files, attempt=3)
    assert refused.value.problems[0].code == "pretrained_missing"


@pytest.mark.parametrize("name", ["model.safetensors", "adapter/adapter_model.safetensors", "tokenizer.json"])
def test_damage_to_a_tuned_model_is_said(tuned, name):
    files = tuned("lora")
    path = files.model / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    with pytest.raises(UserError) as refused:
        load_predictor(files.model)
    path.write_bytes(whole)
    assert refused.value.problems[0].code == "model_damaged"


def test_conversations_are_learnt_in_the_folders_own_template(place, tuned):
    files = tuned("lora", base="chatty", data={"prompt": None, "response": None, "messages": "messages"})
    predictor = load_predictor(files.model)
    assert predictor._preprocessing.tokenizer.specials.template == CHATML
    assert (files.model / "chat_template.jinja").read_text() == CHATML
    plain = list(curve_of(tuned("lora")).values())
    assert next(iter(curve_of(files).values())) != pytest.approx(plain[0])


def test_samples_are_said_at_each_evaluation(place):
    spec = spec_of(place, "lora", training={"max_steps": 8, "samples": [PROMPT, "add 5 and 6"]})
    files = write_run(place, "samples", spec)
    train_here(files)
    samples = events_of(files, "sample")
    steps = [
        event["step"]
        for event in events_of(files, "evaluation")
        if event["split"] == "validation" and not event["final"]
    ]
    assert [(event["step"], event["prompt"]) for event in samples] == [
        (step, prompt) for step in steps for prompt in spec.training.samples
    ]
    assert load_predictor(files.model).predict([PROMPT])[0]["text"] == samples[-2]["text"]


def test_the_loss_of_answers_is_transformers_own(place):
    """The mean over the tokens that count, of rows that hold several examples."""
    from transformers import AutoModelForCausalLM

    task = task_of(place, spec_of(place, "full"))
    model = AutoModelForCausalLM.from_pretrained(place.root / "base").eval()
    batch = task.batch("train", torch.arange(task.rows("train")))
    total, counted = 0.0, 0
    with torch.no_grad():
        for (tokens, documents), targets in zip(batch.inputs, batch.targets, strict=True):
            for document in range(1, int(documents.max()) + 1):
                place_ = documents == document
                logits = model(tokens[place_][None]).logits[0]
                total += float(functional.cross_entropy(logits, targets[place_], reduction="sum"))
                counted += int((targets[place_] >= 0).sum())
    assert counted == task.units_of("train", torch.arange(task.rows("train")).numpy())
    ours = write_run(place, "whole", spec_of(place, "full", training={"max_steps": 1, "batch_size": 1000}))
    train_here(ours)
    assert curve_of(ours)[1] == pytest.approx(total / counted, rel=1e-5)


def test_rows_are_read_whole_and_what_is_left_out_is_told(place):
    long = ["add 1 and 2", "word " * 400]
    write_dataset(
        place,
        "long",
        {"prompt": [*long, *(f"q{n}" for n in range(40))], "response": ["word " * 300, "3", *("a",) * 40]},
        {"prompt": "text", "response": "text"},
    )
    spec = TrainSpec.model_validate(answers(place.root / "base", data={"source": "long"}))
    assert task_of(place, spec).cleaned["cut_short"] == 2


@pytest.mark.parametrize(
    ("cells", "code"), [(['{"role": "user"}'] * 20, "messages_unreadable"), (None, "no_answers")]
)
def test_what_cannot_be_learnt_from_is_said(place, cells, code):
    talk = json.dumps([{"role": "user", "content": "a"}])
    cells = cells or [talk.replace('"a"', f'"a{number}"') for number in range(20)]
    write_dataset(place, code, {"messages": cells}, {"messages": "messages"})
    spec = {**answers(place.root / "base"), "data": {"source": code, "messages": "messages"}}
    with pytest.raises(UserError) as refused:
        task_of(place, TrainSpec.model_validate(spec))
    assert refused.value.problems[0].code == code


def test_a_decoder_of_our_own_learns_answers_too(place):
    from transformers import AutoTokenizer

    model = {"name": "decoder", "size": "1m", "context": 64, "vocabulary": 300}
    spec = {**answers(place.root / "base"), "model": model}
    files = write_run(place, "scratch", TrainSpec.model_validate(spec))
    train_here(files)
    losses = list(curve_of(files).values())
    assert losses[-1] < losses[0]
    tokenizer, ours = AutoTokenizer.from_pretrained(files.model), load_predictor(files.model)
    asked = tokenizer.apply_chat_template([{"role": "user", "content": PROMPT}], add_generation_prompt=True)
    assert asked["input_ids"] == ours._preprocessing.encode(PROMPT)


def test_training_goes_on_with_plain_text(place):
    texts = [f"the cat saw {number} dogs and a bird on the wall." for number in range(200)]
    write_dataset(place, "prose", {"text": texts}, {"text": "text"})
    spec = {**answers(place.root / "base"), "data": {"source": "prose", "text": "text"}}
    files = write_run(place, "prose", TrainSpec.model_validate(spec))
    train_here(files)
    losses = list(curve_of(files).values())
    assert losses[-1] < losses[0]
    assert load_predictor(files.model).predict(["the cat"])[0].keys() == {"text"}


def test_preferences_follow_the_formula(place):
    spec = spec_of(place, "lora", data=PREFERENCES, training={"dpo_beta": 0.3})
    task = task_of(place, spec)
    batch = task.batch("train", torch.arange(3))
    targets = batch.targets.clone()
    targets[..., -1] = torch.tensor([[-3.0, -4.0], [-2.0, -5.0], [-1.0, -1.0]])
    output = torch.randn(
        3, 2, batch.inputs.shape[-1], task.outputs, generator=torch.Generator().manual_seed(0)
    )
    expected, hits = 0.0, 0
    for row in range(3):
        said = []
        for side in range(2):
            logs = output[row, side].log_softmax(-1)
            words = targets[row, side, :-1].long()
            said.append(sum(float(logs[n, word]) for n, word in enumerate(words) if word >= 0))
        margin = (said[0] - float(targets[row, 0, -1])) - (said[1] - float(targets[row, 1, -1]))
        expected -= float(functional.logsigmoid(torch.tensor(0.3 * margin)))
        hits += margin > 0
    assert float(task.loss(output, targets)) == pytest.approx(expected, rel=1e-4)
    scores = task.scores(task.sums(output, targets), 3)
    assert (scores["loss"], scores["accuracy"]) == (pytest.approx(expected / 3, rel=1e-4), hits / 3)
    padded = torch.cat([targets, torch.full_like(targets[:1], task.padding)])
    assert float(task.padded_loss(torch.cat([output, output[:1]]), padded)) == pytest.approx(
        expected, rel=1e-4
    )


def test_a_model_learns_what_is_preferred(place):
    training = {"epochs": 4, "max_steps": None}
    files = write_run(place, "preferred", spec_of(place, "lora", data=PREFERENCES, training=training))
    train_here(files)
    losses = list(curve_of(files).values())
    assert losses[0] == pytest.approx(0.6931, abs=1e-3)  # nothing has changed yet
    final = next(event["values"] for event in events_of(files, "evaluation") if event["final"])
    assert final["accuracy"] > 0.9 and final["margin"] > 0


@pytest.mark.parametrize("tuning", ["full", "lora"])
def test_preferences_are_compared_with_the_untrained_model_after_a_pause_too(place, tuning):
    def run(name, *most):
        for attempt, steps in enumerate(most, start=1):
            spec = spec_of(place, tuning, data=PREFERENCES, training={"max_steps": steps, "dpo_beta": 0.5})
            files = place.run(name) if attempt > 1 else write_run(place, name, spec)
            files.spec.write_text(spec.model_dump_json())
            train_here(files, attempt)
        return list(curve_of(files).values())

    whole = run(f"whole-{tuning}", 6)
    assert whole[0] == pytest.approx(0.6931, abs=1e-3) and whole[3] < 0.6
    assert run(f"paused-{tuning}", 3, 6) == whole


@pytest.mark.parametrize("separator", [None, ";"])
def test_transformers_says_the_same_chances_of_one_label_or_several(home, separator):
    from transformers import pipeline

    base = write_bert(home.root / "bert")
    config = read_json(base / "config.json")  # of a base that told a number
    (base / "config.json").write_text(json.dumps({**config, "problem_type": "regression"}))
    texts = [f"film {number} {'warm' * (number % 2)} {'dull' * (number % 3 == 0)}" for number in range(60)]
    labels = [";".join(word for word in ("warm", "dull") if word in text) for text in texts]
    labels = labels if separator else [label or "none" for label in labels]
    write_dataset(home, "films", {"text": texts, "label": labels}, {"text": "text", "label": "text"})
    model = {"name": "pretrained", "path": str(base), "tuning": "lora", "max_tokens": 48}
    data = {"source": "films", "separator": separator}
    files = write_run(home, "run", classification(model=model, data=data, training={"max_steps": 2}))
    train_here(files)
    [ours] = load_predictor(files.model).predict(texts[:1])
    [theirs] = pipeline("text-classification", model=str(files.model), top_k=None)(texts[:1])
    assert {entry["label"]: entry["score"] for entry in theirs} == pytest.approx(
        ours["probabilities"], abs=1e-5
    )


def test_a_part_that_was_drawn_anew_is_saved_as_it_was_trained(home):
    write_bert(home.root / "bert", pooler=False)
    write_texts(home)
    model = {"name": "pretrained", "path": str(home.root / "bert"), "tuning": "lora", "max_tokens": 48}
    files = write_run(home, "run", classification(model=model, training={"epochs": 1}))
    train_here(files)
    report = read_json(files.model / "report.json")
    assert report["scores"]["loss"]["value"] == pytest.approx(scores_of(files)["test"]["loss"], rel=1e-5)


@pytest.mark.parametrize("tuning", [pytest.param("full", marks=pytest.mark.slow), "lora"])
def test_an_encoder_tells_classes_and_transformers_agrees(home, tuning):
    from transformers import AutoModelForSequenceClassification

    write_bert(home.root / "bert")
    write_texts(home)
    model = {"name": "pretrained", "path": str(home.root / "bert"), "tuning": tuning, "max_tokens": 48}
    training = {"epochs": 2, "optimizer": {"name": "adamw", "learning_rate": 0.003}}
    files = write_run(home, "run", classification(model=model, training=training))
    train_here(files)
    losses = list(curve_of(files).values())
    assert sum(losses[-4:]) < sum(losses[:4])
    ours = load_predictor(files.model)
    theirs = AutoModelForSequenceClassification.from_pretrained(files.model).eval()
    texts = ["a lovely evening", "it was dull and cold again"]
    tokens = torch.from_numpy(ours._preprocessing.encode(texts))
    with torch.no_grad():
        chances = theirs(tokens, attention_mask=(tokens != 0).long()).logits.softmax(-1)
    for answer, row in zip(ours.predict(texts), chances, strict=True):
        assert [answer["probabilities"][theirs.config.id2label[n]] for n in range(2)] == pytest.approx(
            row.tolist(), abs=1e-5
        )
    if tuning == "lora":
        from peft import PeftModel

        base = AutoModelForSequenceClassification.from_pretrained(home.root / "bert", num_labels=2)
        adapted = PeftModel.from_pretrained(base, files.model / "adapter").eval()
        with torch.no_grad():
            again = adapted(tokens, attention_mask=(tokens != 0).long()).logits.softmax(-1)
        assert torch.allclose(again, chances, atol=1e-5)
