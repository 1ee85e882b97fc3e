"""A model of the hub is fetched when it is asked for by name, once, and never anything that can run code."""

from fnmatch import fnmatch
from pathlib import Path

import huggingface_hub
import pytest

from engine.catalog.hub import copy_of, located
from engine.model.pretrained.hub import fetched
from engine.schema.problem import UserError
from engine.schema.train import TrainSpec
from tests.fakes.pretrained_models import answers, write_llama

NAME = "owner/model"


@pytest.fixture
def hub(monkeypatch, tmp_path):
    """A hub that has one model; gives what was asked of it."""
    asked = []
    published = write_llama(tmp_path / "published")

    def snapshot_download(name, local_dir, allow_patterns):
        asked.append((name, tuple(allow_patterns)))
        if name != NAME:
            raise OSError("Repository not found.")
        for path in published.iterdir():
            (Path(local_dir) / path.name).write_bytes(path.read_bytes())

    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot_download)
    return asked


def spec_of(path):
    return TrainSpec.model_validate(answers(path))


def test_a_model_is_fetched_once_and_lies_in_the_home(home, hub):
    spec = spec_of(NAME)
    assert located(spec, home) == spec
    for _ in range(2):
        found = fetched(spec, home)
        assert found.model.path == str(copy_of(home, NAME))
    assert located(spec, home) == found
    [(name, patterns)] = hub
    assert name == NAME
    assert {Path(pattern).suffix for pattern in patterns if "*." in pattern} == {".safetensors", ".json"}
    assert not any(
        fnmatch(risky, pattern) for risky in ("weights.bin", "code.py", "a.pt") for pattern in patterns
    )
    assert {path.name for path in copy_of(home, NAME).parent.iterdir()} == {"owner--model", "lock"}


def test_a_folder_is_never_looked_for_on_the_hub(home, hub, tmp_path):
    spec = spec_of(tmp_path / "nowhere")
    assert fetched(spec, home) == spec
    assert hub == []


def test_what_goes_wrong_is_said_and_leaves_nothing(home, hub):
    with pytest.raises(UserError) as refused:
        fetched(spec_of("owner/other"), home)
    [problem] = refused.value.problems
    assert (problem.code, problem.params["reason"]) == ("pretrained_hub_failed", "Repository not found.")
    assert {path.name for path in (home.root / "hub").iterdir()} == {"lock"}
