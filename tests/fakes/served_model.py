"""Finished models made without training, and the run directory of an endpoint that serves one."""

import json
import time
from pathlib import Path

import numpy as np
import torch

from engine.data.features import TableEncoder
from engine.data.table import Table
from engine.data.text.tokenizer import TextTokenizer
from engine.data.text.vocabulary import Vocabulary
from engine.model.folder import TargetScale, save_model
from engine.model.inputs.preprocessing import RecordPreprocessing, TextPreprocessing, TokenPreprocessing
from engine.model.networks.build import build_model
from engine.schema.card import ModelCard
from engine.schema.serve import ServeSpec
from engine.schema.train import TrainSpec
from engine.system.paths import Home, RunFiles
from engine.web.keys import digest_of

SECRET = "my-test-secret"


def save_table_model(home: Home, id: str = "table-1", hidden: tuple[int, ...] = (64, 64)) -> ModelCard:
    """A small network with random weights on columns age (number), city (category) and day (date)."""
    columns = {
        "age": np.array([20.0, 30.0, 40.0, 50.0]),
        "city": np.array(["Rome", "Oslo", "Rome", None], dtype=object),
        "day": np.array([19000.0, 19100.0, 19200.0, 19300.0]),
    }
    kinds = {"age": "number", "city": "category", "day": "date"}
    preprocessing = RecordPreprocessing(TableEncoder.fit(Table(columns, kinds), list(kinds)))
    spec = TrainSpec.model_validate(
        {
            "task": "tabular_regression",
            "data": {"source": "x.csv", "target": "price"},
            "model": {"name": "mlp", "hidden": hidden},
        }
    )
    return _save(home, id, spec, preprocessing, "price", ())


def save_text_model(home: Home, id: str = "text-1") -> ModelCard:
    """A mean of embeddings with random weights and the labels bad and good."""
    vocabulary = Vocabulary.fit(["a good film", "a bad film"], 100, 16)
    spec = TrainSpec.model_validate(
        {
            "task": "text_classification",
            "data": {"source": "x.csv", "target": "label", "text": "review"},
            "model": {"name": "mean_embedding"},
        }
    )
    preprocessing = TextPreprocessing("review", vocabulary, "a good film")
    return _save(home, id, spec, preprocessing, "label", ("bad", "good"))


def save_language_model(
    home: Home, id: str = "language-1", context: int = 8, chats: bool = False
) -> ModelCard:
    """A decoder with random weights that knows the pairs of two sentences."""
    model = {"name": "decoder", "context": context}
    spec = TrainSpec.model_validate({"task": "language_model", "data": {"source": "x.txt"}, "model": model})
    tokenizer = TextTokenizer.fit(["a good film", "a bad film"], 300)
    return _save(
        home, id, spec, TokenPreprocessing("text", tokenizer, context, "a good", chats=chats), None, ()
    )


def save_tuned_model(home: Home, base: Path, id: str, context: int) -> ModelCard:
    """A language model of somebody else's folder as tuning leaves it, before its first step. Imports transformers."""
    from engine.model.pretrained.tokenizer import open_tokenizer
    from engine.planning.pretrained_folder import read_folder

    model = {"name": "pretrained", "path": str(base), "tuning": "full", "max_tokens": context}
    spec = TrainSpec.model_validate({"task": "language_model", "data": {"source": "x.txt"}, "model": model})
    tokenizer = open_tokenizer(read_folder(str(base)))
    return _save(home, id, spec, TokenPreprocessing("text", tokenizer, context, "Hi", chats=True), None, ())


def _save(
    home: Home, id: str, spec: TrainSpec, preprocessing, target: str | None, labels: tuple[str, ...]
) -> ModelCard:
    torch.manual_seed(0)
    module = build_model(spec.model, preprocessing.shape(max(len(labels), 1)))
    card = ModelCard(
        id=id,
        name=id,
        created=time.time(),
        task=spec.task,
        run=id,
        spec=json.loads(spec.model_dump_json()),
        inputs=preprocessing.inputs(),
        input_form=preprocessing.form,
        target=target,
        labels=labels,
        parameters=sum(weights.numel() for weights in module.parameters()),
    )
    home.run(id).root.mkdir(parents=True, exist_ok=True)
    state = module.trained() if spec.model.name == "pretrained" else module.state_dict()
    return save_model(home.run(id).model, state, card, preprocessing, TargetScale(100.0, 10.0))


def endpoint_directory(
    home: Home, *models: str | dict[str, object], id: str = "endpoint-1", **fields: object
) -> RunFiles:
    """The run directory of a serve job, and a key for it; a model's id is its name unless fields say otherwise."""
    files = home.run(id)
    files.root.mkdir(parents=True, exist_ok=True)
    served = [{"name": model, "model": model} if isinstance(model, str) else model for model in models]
    files.spec.write_text(ServeSpec.model_validate({"models": served, **fields}).model_dump_json())
    write_keys(files, SECRET)
    return files


def write_keys(files: RunFiles, *secrets: str, **fields: object) -> None:
    """The keys of the home are these; ``fields`` hold for each of them."""
    rows = [
        {
            "id": str(number),
            "name": "key",
            "created": 0.0,
            "hint": "",
            "sha256": digest_of(secret),
            "models": None,
            "actions": ["infer", "metrics", "manage"],
            **fields,
        }
        for number, secret in enumerate(secrets)
    ]
    aside = Path(f"{files.home.keys}.tmp")
    aside.write_text(json.dumps({"keys": rows}))
    aside.replace(files.home.keys)
