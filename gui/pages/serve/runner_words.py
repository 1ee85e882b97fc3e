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
    "runner_asked_for": QT_TRANSLATE_NOOP("Runner", "as asked"),
    "runner_fastest": QT_TRANSLATE_NOOP("Runner", "the fastest here"),
    "runners_measured": QT_TRANSLATE_NOOP(
        "Runner", "measuring which runner is the fastest, once for this model"
    ),
    "runner_sealed": QT_TRANSLATE_NOOP("Runner", "the only one that opens an encrypted model"),
    "step_compiled": QT_TRANSLATE_NOOP("Runner", "compiled"),
    "step_compiles": QT_TRANSLATE_NOOP("Runner", "being compiled"),
    "step_no_compiler": QT_TRANSLATE_NOOP("Runner", "not compiled: there is no C++ compiler"),
    "step_not_compiled": QT_TRANSLATE_NOOP("Runner", "not compiled: this machine or model does not suit"),
    "step_differs": QT_TRANSLATE_NOOP("Runner", "not compiled: the result differed"),
}


def runner_name(name: str) -> str:
    """An unknown runner is called by its key."""
    options = fields_at(ServedSpec, "runner")[0].options
    return next((schema_text(option.label) for option in options if option.value == name), name)


def runner_words(served: "ServedModel") -> str:
    """“Built-in · compiled · 16 bits · cpu · loaded in 1.2 s”, and what other runners reached where they were measured."""
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
    parts += _rates(served.rates)
    return " · ".join(parts)


def _rates(rates: dict[str, float]) -> list[str]:
    """What each runner reached when they were measured: with one text, and with several at a time."""
    words = _tr(QT_TRANSLATE_NOOP("Runner", "{0} {1} tok/s, {2} with several texts"))
    names = dict.fromkeys(key.rpartition("_")[0] for key in rates)
    return [
        words.format(runner_name(name), number(rates.get(f"{name}_one")), number(rates.get(f"{name}_many")))
        for name in names
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runner", text)
