"""A pretrained model's tokenizer, as its folder has it: opened by transformers, which knows every family's files."""

from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from engine.data.text.tokenizer import Specials, TextTokenizer
from engine.planning.pretrained_folder import FIELD, PretrainedFolder
from engine.schema.problem import UserError
from engine.system.files import read_json

_GENERATION = "generation_config.json"


def open_tokenizer(folder: PretrainedFolder) -> TextTokenizer:
    """Raises UserError when there is none, or none that works without code of its own."""
    from transformers import AutoTokenizer

    if not folder.has_tokenizer:
        raise UserError("pretrained_no_tokenizer", field=FIELD, path=str(folder.path))
    try:
        theirs = AutoTokenizer.from_pretrained(folder.path, local_files_only=True, trust_remote_code=False)
        fast = Tokenizer.from_str(theirs.backend_tokenizer.to_str())
        tokenizer = TextTokenizer(fast, _specials(theirs, folder))
    except BaseException as error:  # every family's loader raises what it likes, and a panic is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        reason = f"Its tokenizer is of an unknown form: {type(error).__name__}."
        raise UserError(
            "pretrained_unsupported", field=FIELD, path=str(folder.path), reason=reason
        ) from error
    known = folder.number("vocab_size")
    if known and tokenizer.size > known:
        params = {"path": str(folder.path), "tokens": tokenizer.size, "known": known}
        raise UserError("pretrained_tokenizer_larger", field=FIELD, **params)
    return tokenizer


def _specials(theirs: Any, folder: PretrainedFolder) -> Specials:
    return Specials(
        end=theirs.eos_token or theirs.sep_token or _end(theirs, folder),
        begin=theirs.bos_token if _begins(theirs) else None,
        padding=theirs.pad_token,
        hidden=theirs.mask_token or theirs.unk_token,
        stops=_stops(folder.path),
        template=_template(theirs),
        opening=theirs.bos_token,
    )


def _begins(theirs: Any) -> bool:
    """Whether a text that goes into the model begins with a token of its own."""
    framed = theirs("a")["input_ids"]
    return theirs.bos_token_id is not None and framed[:1] == [theirs.bos_token_id]


def _end(theirs: Any, folder: PretrainedFolder) -> str | None:
    """As the model's configuration has it, where the tokenizer's does not say."""
    number = folder.number("eos_token_id", default=-1)
    return theirs.convert_ids_to_tokens(number) if 0 <= number < len(theirs) else None


def _stops(folder: Path) -> tuple[int, ...]:
    """Tokens after which generation ends, as the model's publisher has set it."""
    settings = read_json(folder / _GENERATION)
    stops = settings.get("eos_token_id") if isinstance(settings, dict) else None
    found = stops if isinstance(stops, list) else [stops]
    return tuple(int(number) for number in found if isinstance(number, int))


def _template(theirs: Any) -> str | None:
    """The template of a conversation; of several by name the one that is called so."""
    template = getattr(theirs, "chat_template", None)
    if isinstance(template, dict):
        template = template.get("default") or next(iter(template.values()), None)
    return template if isinstance(template, str) else None
