"""Models that can stand for one another behind a name: which they are, and how they are told apart. No widgets."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gui.i18n.amounts import figure
from gui.widgets.score_words import score_words

if TYPE_CHECKING:
    from engine.schema.card import ModelCard


def versions_of(card: "ModelCard", models: "Iterable[ModelCard]") -> "list[ModelCard]":
    """The models that are asked the same way and answer the same kind of thing, newest first."""
    wanted = _shape(card)
    same = (each for each in models if _shape(each) == wanted)
    return sorted(same, key=lambda each: each.created, reverse=True)


def version_name(card: "ModelCard", models: "Iterable[ModelCard]") -> str:
    """“support-tickets v3”: numbered by age where several models have the name."""
    namesakes = sorted((each for each in models if each.name == card.name), key=lambda each: each.created)
    ids = [each.id for each in namesakes]
    return f"{card.name} v{ids.index(card.id) + 1}" if len(ids) > 1 and card.id in ids else card.name


def short_version(name: str) -> str:
    """“v3” of “support-tickets v3”; a name without a number stays whole."""
    last = name.rpartition(" ")[2]
    return last if last[:1] == "v" and last[1:].isdigit() else name


def score_of(card: "ModelCard") -> str:
    """“Accuracy 0.912”: what it was judged by; empty where nothing judged it."""
    judged = card.judged
    return f"{score_words(judged.metric)} {figure(judged.value)}" if judged is not None else ""


def _shape(card: "ModelCard") -> tuple:
    return card.task, card.input_form, card.target, tuple((each.name, each.kind) for each in card.inputs)
