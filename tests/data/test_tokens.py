"""Tokens are made once, whole or not at all, whoever comes at the same time."""

import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from engine.data.intake.importing import import_file
from engine.data.text.tokens import tokens_of
from engine.schema.data_spec import DataSpec, SplitSpec
from engine.system.paths import RESOURCES, ROOT

SPEC = DataSpec(source="alice")


@pytest.fixture
def dataset(tmp_path):
    """The folder and the card of a text."""
    text = (RESOURCES / "samples" / "alice.txt").read_text(encoding="utf-8")[:40_000]
    (tmp_path / "alice.txt").write_text(text, encoding="utf-8")
    card = import_file(tmp_path / "alice.txt", tmp_path)
    return tmp_path / card.id, card


def made(dataset, spec=SPEC, vocabulary=400):
    folder, card = dataset
    return tokens_of(folder / "data.arrow", card, "text", spec, vocabulary)


def folders(dataset):
    return sorted(path for path in (dataset[0] / "tokens").iterdir() if path.is_dir())


def test_what_was_made_once_is_only_read_again(dataset):
    first = made(dataset)
    (dataset[0] / "data.arrow").unlink()
    again = made(dataset)
    for part, tokens in first.parts.items():
        assert np.array_equal(again.parts[part], tokens)
    assert again.tokenizer.as_json() == first.tokenizer.as_json()


def test_parts_hold_the_text_and_the_end_of_each_run(dataset):
    tokens = made(dataset, DataSpec(source="alice", split=SplitSpec(method="block")))
    whole = "".join(tokens.tokenizer.decode(part) for part in tokens.parts.values())
    assert whole == (dataset[0].parent / "alice.txt").read_text(encoding="utf-8") + "\n"
    assert all(part[-1] == tokens.tokenizer.end and part.dtype == np.uint16 for part in tokens.parts.values())


@pytest.mark.parametrize(
    ("spec", "vocabulary"), [(SPEC, 500), (DataSpec(source="alice", split=SplitSpec(seed=1)), 400)]
)
def test_another_question_has_another_answer(dataset, spec, vocabulary):
    made(dataset)
    made(dataset, spec, vocabulary)
    assert len(folders(dataset)) == 2


@pytest.mark.parametrize("name", ["train.npy", "tokenizer.json", "manifest.json"])
def test_a_damaged_file_is_made_anew(dataset, name):
    whole = np.array(made(dataset).parts["train"])
    path = folders(dataset)[0] / name
    path.write_bytes(path.read_bytes()[:-1])
    assert np.array_equal(made(dataset).parts["train"], whole)


def start(dataset, fault=""):
    """A process of its own that makes or reads the tokens, and says which file it has of them."""
    program = (
        "import sys; from pathlib import Path; from engine.data.text.tokens import *; from engine.schema.card import *;"
        "folder = Path(sys.argv[1]); card = DatasetCard.model_validate_json((folder / 'card.json').read_bytes());"
        "sys.stdout.write('ready\\n'); sys.stdout.flush(); sys.stdin.readline();"
        "tokens = tokens_of(folder / 'data.arrow', card, 'text', DataSpec(source='alice'), 400);"
        "print(os.stat(tokens.parts['train'].filename).st_ino)"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(dataset[0])],
        env={**os.environ, "MODELYARD_FAULT": fault},
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_of_several_that_come_at_once_one_makes_them(dataset):
    processes = [start(dataset) for _ in range(3)]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * 3
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0] for process in processes]
    assert len(set(answers)) == 1 and answers[0].strip().isdigit()
    [folder] = folders(dataset)
    assert int(answers[0]) == (folder / "train.npy").stat().st_ino


@pytest.mark.fault
def test_one_that_is_killed_leaves_the_work_to_the_next(dataset):
    killed = start(dataset, "tokens.before_rename:kill9")
    killed.communicate("go\n", timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert [folder.name.startswith(".aside") for folder in folders(dataset)] == [True]
    made(dataset)
    [folder] = folders(dataset)
    assert not folder.name.startswith(".")


def test_steps_are_taken_before_tokens_and_kept_for_requests(dataset):
    spec = DataSpec.model_validate({"source": "alice", "steps": [{"step": "normalise_text", "lower": True}]})
    tokens = made(dataset, spec)
    text = tokens.tokenizer.decode(tokens.parts["train"][:400].tolist())
    assert text == text.lower() != ""
    assert tokens.steps.apply_to_text("text", "ALICE") == "alice"
    assert made(dataset).steps.apply_to_text("text", "ALICE") == "ALICE"
    assert len(folders(dataset)) == 2
