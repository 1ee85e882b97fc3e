"""Whose tokens a language model reads: a pretrained network's own, or those that are learnt from the training part."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.data.text.tokenizer import TextTokenizer
from engine.planning.pretrained_folder import check_folder, read_folder
from engine.schema.model_spec import DecoderSpec, ModelSpec, PretrainedSpec

# Families that let no document of a row see another where their positions begin anew; tested with a network of each.
SHARE_ROWS = frozenset(
    {"llama", "mistral", "qwen2", "qwen3", "gpt2", "gemma", "gemma2", "gemma3_text", "phi", "phi3"}
)


@dataclass(frozen=True)
class Words:
    """A tokenizer, how many scores the network gives, and whether rows may hold several documents."""

    tokenizer: TextTokenizer
    count: int
    share_rows: bool


def known_words(model: ModelSpec) -> Words | None:
    """Those of a pretrained network; None for one that begins with nothing."""
    if not isinstance(model, PretrainedSpec):
        return None
    from engine.model.pretrained.tokenizer import open_tokenizer

    folder = read_folder(model.path)
    check_folder(folder, "language_model")
    tokenizer = open_tokenizer(folder)
    count = folder.number("vocab_size", default=tokenizer.size)
    return Words(tokenizer, count, folder.kind in SHARE_ROWS)


def learnt_words(model: DecoderSpec, texts: Iterable[str]) -> Words:
    """Byte pairs of these texts, for our own network."""
    tokenizer = TextTokenizer.fit(texts, model.shape.vocabulary)
    return Words(tokenizer, tokenizer.size, share_rows=True)


def words_of(model: ModelSpec, texts: Callable[[], Iterable[str]]) -> Words:
    """Known ones, else learnt from the texts."""
    return known_words(model) or learnt_words(model, texts())  # type: ignore[arg-type]
