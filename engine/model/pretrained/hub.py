"""Fetches a model of the hub into the home when a person has asked for it by name; safetensors, JSON and tokenizers only."""

import os
import time
from pathlib import Path

from engine.catalog.hub import copy_of, located
from engine.planning.pretrained_folder import FIELD, TOKENIZER_FILES, is_hub_name
from engine.schema.model_spec import PretrainedSpec
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from engine.system.folders import made_whole, sweep_asides
from engine.system.lock import take_lock
from engine.system.paths import Home

_WANTED = ("*.safetensors", "*.json", *TOKENIZER_FILES, "LICENSE*", "NOTICE*")
_LOOK_SECONDS = 0.2  # between two looks whether another rank is done
_LONGEST_REASON = 200  # letters of the hub's own words


def fetched(spec: TrainSpec, home: Home) -> TrainSpec:
    """The spec with a folder of this disk in place of a hub's name; raises UserError when it cannot be fetched."""
    if isinstance(spec.model, PretrainedSpec) and is_hub_name(spec.model.path):
        _fetch_once(spec.model.path, copy_of(home, spec.model.path))
    return located(spec, home)


def _fetch_once(name: str, folder: Path) -> None:
    """Of ranks that come at the same time one fetches, and the others wait."""
    folder.parent.mkdir(exist_ok=True)
    while not folder.is_dir():
        lock = take_lock(folder.parent / "lock")
        if lock is None:
            time.sleep(_LOOK_SECONDS)
            continue
        try:
            if not folder.is_dir():
                sweep_asides(folder.parent)
                _fetch(name, folder)
        finally:
            os.close(lock)


def _fetch(name: str, folder: Path) -> None:
    from huggingface_hub import snapshot_download

    with made_whole(folder) as aside:
        try:
            snapshot_download(name, local_dir=aside, allow_patterns=list(_WANTED))
        except Exception as error:  # no network, no such name, no right to it: each has a class of its own
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:_LONGEST_REASON]
            reason = reason if reason.endswith(".") else f"{reason}."
            raise UserError("pretrained_hub_failed", field=FIELD, name=name, reason=reason) from error
