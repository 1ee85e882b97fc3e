"""Opens what a folder holds with transformers: its network for a task, from safetensors alone and never over a wire."""

from pathlib import Path
from typing import Any, Literal, NamedTuple

import torch
from torch import Tensor, nn

from engine.planning.pretrained_folder import FIELD, WEIGHTS, PretrainedFolder
from engine.planning.shape import Shape
from engine.schema.problem import UserError
from engine.worker.out_of_memory import is_out_of_memory

Head = Literal["words", "classes", "images"]

_LONGEST_REASON = 300  # letters of a library's words
_LATE_PARTS = ("pooler",)  # of a base: drawn anew where a folder was saved without it


class Opened(NamedTuple):
    """A network, and which parts of its base the folder did not have: drawn anew, they are trained like a last layer."""

    network: nn.Module
    drawn: tuple[str, ...]


class Held(NamedTuple):
    """What a folder holds, in memory: of a model whose files are encrypted."""

    path: Path
    config: dict[str, Any]
    tensors: dict[str, Tensor]


def head_of(shape: Shape) -> Head:
    """What the network for this shape says: the next word, or the class of a text or an image."""
    if shape.continues:
        return "words"
    return "images" if shape.channels else "classes"


def open_network(folder: PretrainedFolder | Held, shape: Shape, padding: int | None) -> Opened:
    """The network with its weights in fp32, and a fresh last layer where classes are told.

    Raises UserError for a family that transformers does not know and for weights that are not the network's.
    """
    import transformers

    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    head = head_of(shape)
    kind = {
        "words": transformers.AutoModelForCausalLM,
        "classes": transformers.AutoModelForSequenceClassification,
        "images": transformers.AutoModelForImageClassification,
    }[head]
    try:
        config = _config(transformers, folder, head, shape, padding)
        settings = {"config": config, "dtype": torch.float32, "output_loading_info": True}
        settings["ignore_mismatched_sizes"] = head != "words"
        network, told = _read(transformers, kind, folder, settings)
    except Exception as error:  # configurations are checked by whoever reads them, in errors of their own
        if is_out_of_memory(error):
            raise
        reason = str(error)[:_LONGEST_REASON].strip() or type(error).__name__
        raise UserError(
            "pretrained_unsupported", field=FIELD, path=str(folder.path), reason=_sentence(reason)
        ) from error
    lost = _lost(told)
    if missed := [name for name in lost if _belongs(name, network, head)]:
        raise UserError(
            "pretrained_damaged", field=FIELD, path=str(folder.path), file=f"{WEIGHTS} ({missed[0]})"
        )
    return Opened(network, tuple(sorted({part for part in map(_late_part, lost) if part})))


def _read(
    transformers: Any, kind: Any, folder: PretrainedFolder | Held, settings: dict[str, Any]
) -> tuple[nn.Module, dict[str, Any]]:
    if isinstance(folder, Held):
        own = transformers.models.auto.auto_factory._get_model_class(settings["config"], kind._model_mapping)
        return own.from_pretrained(None, state_dict=folder.tensors, **settings)
    return kind.from_pretrained(
        folder.path, use_safetensors=True, local_files_only=True, trust_remote_code=False, **settings
    )


def blocks_of(network: nn.Module) -> tuple[str, ...]:
    """The layers that repeat, by the classes that transformers itself keeps whole on one device."""
    whole = set(getattr(network, "_no_split_modules", None) or ())
    found = [name for name, part in network.named_modules() if type(part).__name__ in whole]
    return tuple(name for name in found if not any(name.startswith(f"{other}.") for other in found))


def _config(
    transformers: Any, folder: PretrainedFolder | Held, head: Head, shape: Shape, padding: int | None
) -> Any:
    settings = {} if head == "words" else {"num_labels": shape.outputs}
    if isinstance(folder, Held):
        config = transformers.CONFIG_MAPPING[folder.config["model_type"]].from_dict(folder.config, **settings)
    else:
        config = transformers.AutoConfig.from_pretrained(
            folder.path, local_files_only=True, trust_remote_code=False, **settings
        )
    config.use_cache = False
    config._attn_implementation = None  # transformers' own choice: a name could stand for a kernel of the hub
    if padding is not None:
        config.pad_token_id = padding
    return config


def _lost(told: dict[str, Any]) -> list[str]:
    """Weights that the folder lacks, or has in another shape."""
    return [*map(str, told["missing_keys"]), *(str(entry[0]) for entry in told["mismatched_keys"])]


def _belongs(name: str, network: nn.Module, head: Head) -> bool:
    """Whether this weight must have been there: every one of a model that writes, of others the base's."""
    if head == "words":
        return True
    in_base = name.startswith(f"{network.base_model_prefix}.")  # type: ignore[operator]
    return in_base and not _late_part(name)


def _late_part(name: str) -> str:
    """The part that may be late to which a weight belongs; nothing for others."""
    words = name.split(".")
    place = next((place for place, word in enumerate(words) if word in _LATE_PARTS), -1)
    return ".".join(words[: place + 1])


def _sentence(reason: str) -> str:
    return reason if reason.endswith((".", "?", "!")) else f"{reason}."
