"""What stands in a folder of the Hugging Face layout: its configuration, and the names and shapes of its tensors.

Plain JSON and the headers of safetensors: nothing in the folder is executed and no weight is read. Formats that can
run code when they are opened are refused here, before any library sees them.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from engine.planning.tensor_heads import LARGEST_HEADER, TensorHead, heads_in
from engine.schema.card import SEALED
from engine.schema.problem import UserError

FIELD = "model.path"
CONFIG, WEIGHTS, INDEX = "config.json", "model.safetensors", "model.safetensors.index.json"
_ADAPTER = "adapter_config.json"
TOKENIZER_FILES = (
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "vocab.txt",
    "merges.txt", "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "chat_template.jinja", "chat_template.json",
)  # fmt: skip
_VOCABULARIES = frozenset(TOKENIZER_FILES) - {
    "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "merges.txt", "chat_template.jinja",
    "chat_template.json",
}  # fmt: skip
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl", "*.msgpack", "*.h5")
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_CAUSAL = ("ForCausalLM", "LMHeadModel")
_VISION = ("image_size", "num_channels", "patch_size")


@dataclass(frozen=True)
class PretrainedFolder:
    """A folder that can be opened."""

    path: Path
    config: dict[str, Any]
    tensors: dict[str, TensorHead]

    @property
    def kind(self) -> str:
        """The family, in transformers' word: llama, bert …"""
        return str(self.config.get("model_type", ""))

    @property
    def has_tokenizer(self) -> bool:
        return any((self.path / name).is_file() for name in _VOCABULARIES)

    def json(self, name: str) -> dict[str, Any]:
        """What one of its files says; nothing where it has no such file."""
        return _json(self.path, name) if (self.path / name).is_file() else {}

    @property
    def architectures(self) -> list[str]:
        """The classes of transformers that its configuration names."""
        named = self.config.get("architectures")
        return [str(name) for name in named] if isinstance(named, list) else []

    def number(self, *names: str, default: int = 0) -> int:
        """The first of these settings that the configuration has; families call the same thing by many names."""
        inner = self.config.get("text_config")
        for place in (self.config, inner if isinstance(inner, dict) else {}):
            for name in names:
                if isinstance(place.get(name), int) and place[name] >= 0:
                    return int(place[name])
        return default


def is_hub_name(path: str) -> bool:
    """Whether this is ``owner/model`` of the hub rather than a folder."""
    return _HUB_NAME.fullmatch(path) is not None and not Path(path).is_dir()


def read_folder(path: str | Path) -> PretrainedFolder:
    """Open a folder; raises UserError when it is none, is damaged, or holds what must not be opened."""
    folder = Path(os.path.expanduser(path))  # noqa: PTH111 - Path's own raises where there is no such user
    if not folder.is_dir():
        code = "pretrained_gguf" if folder.suffix == ".gguf" else "pretrained_missing"
        raise UserError(code, field=FIELD, path=str(path))
    stamps = tuple(
        (name, (folder / name).stat().st_mtime_ns, (folder / name).stat().st_size)
        for name in sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    )
    return _read(folder.resolve(), stamps)


def check_folder(folder: PretrainedFolder, task: str) -> None:
    """Raises UserError when the model cannot learn this task."""
    architectures = folder.architectures
    if folder.number("num_hidden_layers", "n_layer", "num_layers") > len(folder.tensors):
        _refuse("pretrained_damaged", folder.path, file=CONFIG)
    if task == "language_model" and (
        folder.config.get("is_encoder_decoder") or not any(name.endswith(_CAUSAL) for name in architectures)
    ):
        _refuse("pretrained_not_causal", folder.path, architecture=", ".join(architectures) or folder.kind)
    is_vision = all(name in folder.config for name in _VISION[:2]) or any(
        name.endswith("ForImageClassification") for name in architectures
    )
    if task == "image_classification" and not is_vision:
        _refuse("pretrained_not_vision", folder.path, architecture=", ".join(architectures) or folder.kind)
    if task == "text_classification" and (is_vision or folder.config.get("is_encoder_decoder")):
        _refuse("pretrained_not_text", folder.path, architecture=", ".join(architectures) or folder.kind)
    if task != "image_classification" and not folder.has_tokenizer:
        _refuse("pretrained_no_tokenizer", folder.path)


@lru_cache(maxsize=16)
def _read(folder: Path, stamps: tuple[tuple[str, int, int], ...]) -> PretrainedFolder:
    """``stamps`` are names, times and sizes of the files: a changed folder is read anew."""
    names = {name for name, _, _ in stamps}
    if SEALED in names:
        _refuse("pretrained_encrypted", folder)
    if _ADAPTER in names:  # its weights lie elsewhere: transformers would go for those
        _refuse("pretrained_is_adapter", folder)
    if CONFIG not in names:
        _refuse("pretrained_gguf" if any(folder.glob("*.gguf")) else "pretrained_no_config", folder)
    config = _json(folder, CONFIG)
    code = [
        name
        for name in (CONFIG, "tokenizer_config.json")
        if name in names and "auto_map" in _json(folder, name)
    ]
    if code:
        _refuse("pretrained_remote_code", folder, file=code[0])
    if config.get("quantization_config"):
        _refuse("pretrained_quantised", folder)
    return PretrainedFolder(folder, config, dict(_tensors(folder, names)))


def _tensors(folder: Path, names: set[str]) -> Iterator[tuple[str, TensorHead]]:
    if WEIGHTS in names:
        files = [WEIGHTS]
    elif INDEX in names:
        parts = _json(folder, INDEX).get("weight_map")
        if not isinstance(parts, dict) or not parts:
            _refuse("pretrained_damaged", folder, file=INDEX)
        files = sorted({str(name) for name in parts.values()})
        if any(Path(name).name != name for name in files):  # a part lies beside its index, and nowhere else
            _refuse("pretrained_damaged", folder, file=INDEX)
    else:
        pickled = any(True for pattern in _PICKLES for _ in folder.glob(pattern))
        _refuse("pretrained_pickle" if pickled else "pretrained_no_weights", folder)
    for file in files:
        try:
            yield from heads_in(folder / file).items()
        except ValueError:
            _refuse("pretrained_damaged", folder, file=file)


def _json(folder: Path, name: str) -> dict[str, Any]:
    path, value = folder / name, None
    try:
        if path.stat().st_size <= LARGEST_HEADER:
            value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        pass
    if not isinstance(value, dict):
        _refuse("pretrained_damaged", folder, file=name)
    return value


def _refuse(code: str, folder: Path, **params: Any) -> NoReturn:
    raise UserError(code, field=FIELD, path=str(folder), **params)
