"""The tokens of a dataset's parts, made once and kept beside it, so that the other ranks and later runs only read.

A folder is named after everything that decides what is in it. It is filled under a lock and renamed into place: of
ranks or runs that come at the same time one makes it, and the others wait.
"""

import hashlib
import itertools
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import tokenizers

from engine.data.rows.steps import FittedSteps
from engine.data.text.pieces import Run, TextParts, parts_of_documents, parts_of_text
from engine.data.text.tokenizer import TextTokenizer
from engine.schema.card import DatasetCard
from engine.schema.data_spec import DataSpec
from engine.schema.problem import Problem
from engine.system.faultpoint import faultpoint
from engine.system.files import read_json, sync_file, write_durably, write_json
from engine.system.folders import delete_folder, made_whole, sweep_asides
from engine.system.lock import take_lock
from engine.system.manifest import MANIFEST, damaged_file, manifest_of

FOLDER = "tokens"
PARTS = ("train", "validation", "test")
_FORMAT = 4  # to be raised when the same spec gives other tokens
_TOKENIZER, _SPECIALS = "tokenizer.json", "specials.json"
_CLEANED, _STEPS = "cleaned.json", "steps.json"
_LEARNT_FROM = 64 << 20  # characters that the tokenizer is trained on; more of them change little
_LOOK_SECONDS = 0.02  # between two looks whether another rank is done


@dataclass(frozen=True)
class Tokens:
    """The tokenizer, and the tokens of each part in the order of the text."""

    tokenizer: TextTokenizer
    parts: dict[str, np.ndarray]
    cleaned: dict[str, int]
    steps: FittedSteps = field(
        default_factory=FittedSteps
    )  # to be taken by every text that the model is given
    notes: tuple[Problem, ...] = ()


def tokens_of(
    data: Path, card: DatasetCard, column: str, spec: DataSpec, known: int | TextTokenizer
) -> Tokens:
    """Read the tokens of this column, or make them first. ``data`` is the dataset's Arrow file; ``known`` a model's own
    tokenizer, or the most tokens that one may have which is learnt from the training part."""
    home = data.parent / FOLDER
    folder = home / _key(card, column, spec, known)
    home.mkdir(exist_ok=True)
    while not _is_whole(folder):
        lock = take_lock(home / "lock")
        if lock is None:
            time.sleep(_LOOK_SECONDS)
            continue
        try:
            if not _is_whole(folder):
                _make(folder, data, card, column, spec, known)
        finally:
            os.close(lock)
    return _read(folder)


def _key(card: DatasetCard, column: str, spec: DataSpec, known: int | TextTokenizer) -> str:
    decides = {
        "format": _FORMAT,
        "library": tokenizers.__version__,
        "data": card.fingerprint,
        "form": card.form,
        "column": column,
        "split": spec.split.model_dump(mode="json"),
        "duplicates": spec.cleaning.duplicates,
        "steps": [step.model_dump(mode="json") for step in spec.steps],
        "vocabulary": known if isinstance(known, int) else _identity(known),
    }
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()[:24]


def _identity(tokenizer: TextTokenizer) -> str:
    whole = json.dumps([tokenizer.as_json(), tokenizer.specials_as_json()])
    return hashlib.sha256(whole.encode()).hexdigest()


def _is_whole(folder: Path) -> bool:
    manifest = read_json(folder / MANIFEST)
    return isinstance(manifest, dict) and damaged_file(folder, manifest) is None


def _make(
    folder: Path, data: Path, card: DatasetCard, column: str, spec: DataSpec, known: int | TextTokenizer
) -> None:
    """Under the lock: nobody else writes here, and nobody reads what is not whole."""
    sweep_asides(folder.parent)
    delete_folder(folder)
    if card.form == "text":
        texts = parts_of_text(data, column, spec)
    else:
        kinds = {known.name: known.kind for known in card.columns}
        texts = parts_of_documents(data, column, spec, kinds)
    if isinstance(known, TextTokenizer):
        tokenizer = known
    else:
        tokenizer = TextTokenizer.fit(_first_of(texts.runs["train"], _LEARNT_FROM), known)
    with made_whole(folder) as aside:
        _write(aside, tokenizer, texts)
        faultpoint("tokens.before_rename")


def _write(aside: Path, tokenizer: TextTokenizer, texts: TextParts) -> None:
    for part in PARTS:
        with (aside / f"{part}.npy").open("wb") as file:
            np.save(file, _encoded(tokenizer, texts.runs[part]), allow_pickle=False)
        sync_file(aside / f"{part}.npy")
    write_durably(aside / _TOKENIZER, tokenizer.as_json())
    write_json(aside / _SPECIALS, tokenizer.specials_as_json())
    write_json(aside / _CLEANED, texts.cleaned)
    notes = [note.model_dump(mode="json") for note in texts.notes]
    write_json(aside / _STEPS, {"fitted": texts.steps.as_json(), "notes": notes})
    names = (_TOKENIZER, _SPECIALS, _CLEANED, _STEPS, *(f"{part}.npy" for part in PARTS))
    write_json(aside / MANIFEST, manifest_of(aside, names))


def _encoded(tokenizer: TextTokenizer, runs: list[Run]) -> np.ndarray:
    """All runs in one row, the end-of-text token after each, and before it what a text begins with."""
    encoded = tokenizer.encode_all(list(itertools.chain.from_iterable(runs)))
    row: list[np.ndarray] = []
    kind = np.uint16 if tokenizer.size <= 1 << 16 else np.int32
    begin, end = (np.array(tokens, dtype=kind) for tokens in (tokenizer.begin, [tokenizer.end]))
    for run in runs:
        row += [begin, *itertools.islice(encoded, len(run)), end]
    return np.concatenate(row) if row else np.empty(0, dtype=np.uint16)


def _first_of(runs: list[Run], most: int) -> Iterator[str]:
    """Pieces up to this many characters."""
    for piece in itertools.chain.from_iterable(runs):
        if most <= 0:
            return
        yield piece
        most -= len(piece)


def _read(folder: Path) -> Tokens:
    """The arrays as maps of their files: ranks on one machine share the memory."""
    steps = read_json(folder / _STEPS)
    return Tokens(
        TextTokenizer.from_json(
            (folder / _TOKENIZER).read_text(encoding="utf-8"), read_json(folder / _SPECIALS)
        ),
        {part: np.load(folder / f"{part}.npy", mmap_mode="r") for part in PARTS},
        read_json(folder / _CLEANED) or {},
        FittedSteps.from_json(steps["fitted"]),
        tuple(Problem.model_validate(note) for note in steps["notes"]),
    )
