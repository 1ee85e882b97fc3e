"""What computes the answers of a served model, and why, in a line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engine.schema.serve import ServedSpec
from gui.forms.editors import schema_text
from gui.forms.fields import fields_at
from gui.i18n.amounts import duration, number

if TYPE_CHECKING:
    from engine.schema.serve import ServedModel

_WHY = {
    "asked": QT_TRANSLATE_NOOP("Runner", "as asked"),
    "only": QT_TRANSLATE_NOOP("Runner", "the only one installed"),
    "only_one": QT_TRANSLATE_NOOP("Runner", "the only one installed"),
    "measured": QT_TRANSLATE_NOOP("Runner", "the fastest here"),
    "fastest": QT_TRANSLATE_NOOP("Runner", "the fastest here"),
    "compiled": QT_TRANSLATE_NOOP("Runner", "compiled"),
    "default": QT_TRANSLATE_NOOP("Runner", "the default"),
}


def runner_name(name: str) -> str:
    """An unknown runner is called by its key."""
    options = fields_at(ServedSpec, "runner")[0].options
    return next((schema_text(option.label) for option in options if option.value == name), name)


def runner_words(served: "ServedModel") -> str:
    """“Built-in · the fastest here · 16 bits · cpu · loaded in 1.2 s · Built-in 154 tok/s, vLLM 96 tok/s”."""
    parts = [runner_name(served.runner)] if served.runner else []
    if served.why:
        parts.append(_tr(_WHY.get(served.why, served.why)))
    if served.bits:
        parts.append(_tr(QT_TRANSLATE_NOOP("Runner", "{0} bits")).format(served.bits))
    if served.device:
        parts.append(served.device)
    if served.context:
        parts.append(_tr(QT_TRANSLATE_NOOP("Runner", "{0} tokens of context")).format(number(served.context)))
    if served.load_seconds:
        parts.append(_tr(QT_TRANSLATE_NOOP("Runner", "loaded in {0}")).format(duration(served.load_seconds)))
    if served.restarts:
        again = QT_TRANSLATE_NOOP("Runner", "started again: {0} ×")
        parts.append(_tr(again).format(served.restarts))
    if len(served.rates) > 1:
        parts.append(_rates(served.rates))
    return " · ".join(parts)


def _rates(rates: dict[str, float]) -> str:
    """What each runner reached when they were measured, the fastest first."""
    unit = _tr(QT_TRANSLATE_NOOP("Runner", "{0} {1} tok/s"))
    ranked = sorted(rates.items(), key=lambda pair: -pair[1])
    return ", ".join(unit.format(runner_name(name), number(rate)) for name, rate in ranked)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runner", text)
