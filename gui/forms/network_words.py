"""What it means that other computers can ask an endpoint, in the words of its form and of its page."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_WHAT = QT_TRANSLATE_NOOP("Network", "Other computers can reach this endpoint.")
_WHO = QT_TRANSLATE_NOOP(
    "Network",
    "Whoever reaches {0} and has a key can ask it. Answers travel over TLS; without a key nothing is answered.",
)
_ALL = QT_TRANSLATE_NOOP("Network", "any address of this machine")
_ADVICE = QT_TRANSLATE_NOOP(
    "Network",
    "Give each person a key of their own, compare the fingerprint of the certificate, and stop the endpoint when it is no longer needed.",
)


def network_words(address: str) -> tuple[str, str, str]:
    """What, why, what to do."""
    where = _tr(_ALL) if address in ("0.0.0.0", "::") else address  # noqa: S104 - it is only said
    return _tr(_WHAT), _tr(_WHO).format(where), _tr(_ADVICE)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Network", text)
