"""Copies of the hub's models in a home: where they lie. Fetches nothing."""

from pathlib import Path

from engine.planning.pretrained_folder import is_hub_name
from engine.schema.model_spec import PretrainedSpec
from engine.schema.train import TrainSpec
from engine.system.paths import Home


def copy_of(home: Home, name: str) -> Path:
    """Where ``owner/model`` lies once it has been downloaded."""
    return home.root / "hub" / name.replace("/", "--")


def located(spec: TrainSpec, home: Home) -> TrainSpec:
    """The spec with the copy's folder in place of a hub's name, where there is a copy."""
    if not isinstance(spec.model, PretrainedSpec) or not is_hub_name(spec.model.path):
        return spec
    folder = copy_of(home, spec.model.path)
    if not folder.is_dir():
        return spec
    return spec.model_copy(update={"model": spec.model.model_copy(update={"path": str(folder)})})
