"""A line of the audit log in words. An action that is not known, of a newer engine, is said by its name."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from gui.forms.editors import schema_text

if TYPE_CHECKING:
    from engine.schema.api import AuditLine

_ACTIONS = {
    "endpoint_made": QT_TRANSLATE_NOOP("Audit", "Endpoint made"),
    "endpoint_started": QT_TRANSLATE_NOOP("Audit", "Endpoint started again"),
    "endpoint_stopped": QT_TRANSLATE_NOOP("Audit", "Endpoint stopped"),
    "endpoint_deleted": QT_TRANSLATE_NOOP("Audit", "Endpoint deleted"),
    "endpoint_renamed": QT_TRANSLATE_NOOP("Audit", "Endpoint renamed"),
    "network_serving_on": QT_TRANSLATE_NOOP("Audit", "Opened to other computers"),
    "model_added": QT_TRANSLATE_NOOP("Audit", "Model added"),
    "model_changed": QT_TRANSLATE_NOOP("Audit", "Model served in another way"),
    "model_swapped": QT_TRANSLATE_NOOP("Audit", "Version swapped"),
    "model_removed": QT_TRANSLATE_NOOP("Audit", "Model removed"),
    "model_deleted": QT_TRANSLATE_NOOP("Audit", "Model deleted"),
    "model_encrypted": QT_TRANSLATE_NOOP("Audit", "Model encrypted"),
    "model_decrypted": QT_TRANSLATE_NOOP("Audit", "Model decrypted"),
    "model_unlocked": QT_TRANSLATE_NOOP("Audit", "Model unlocked"),
    "unlock_refused": QT_TRANSLATE_NOOP("Audit", "Wrong passphrase"),
    "key_made": QT_TRANSLATE_NOOP("Audit", "Key made"),
    "key_revoked": QT_TRANSLATE_NOOP("Audit", "Key revoked"),
}
_CLIENTS = {
    "window": QT_TRANSLATE_NOOP("Audit", "window"),
    "command line": QT_TRANSLATE_NOOP("Audit", "command line"),
    "program": QT_TRANSLATE_NOOP("Audit", "a program"),
    "endpoint": QT_TRANSLATE_NOOP("Audit", "at the endpoint"),
}


_DETAILS = {
    "id": QT_TRANSLATE_NOOP("Audit", "id"),
    "name": QT_TRANSLATE_NOOP("Audit", "name"),
    "model": QT_TRANSLATE_NOOP("Audit", "model"),
    "models": QT_TRANSLATE_NOOP("Audit", "models"),
    "before": QT_TRANSLATE_NOOP("Audit", "before"),
    "run": QT_TRANSLATE_NOOP("Audit", "run"),
    "actions": QT_TRANSLATE_NOOP("Audit", "allowed"),
    "address": QT_TRANSLATE_NOOP("Audit", "address"),
    "port": QT_TRANSLATE_NOOP("Audit", "port"),
    "key": QT_TRANSLATE_NOOP("Audit", "key"),
    "status": QT_TRANSLATE_NOOP("Audit", "status"),
}


def action_words(line: "AuditLine") -> str:
    return _tr(_ACTIONS.get(line.action, line.action))


def who_words(line: "AuditLine") -> str:
    """“ada · window”."""
    return f"{line.who} · {_tr(_CLIENTS.get(line.client, line.client))}"


def detail_words(line: "AuditLine") -> str:
    """“name: support, model: 2026…”; what has no value is left out."""
    said = {"id": line.object, **line.details}
    return ", ".join(
        f"{_tr(_DETAILS.get(name, name))}: {_value(name, value)}"
        for name, value in said.items()
        if value not in (None, "", [], {})
    )


def _value(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{served} → {model}" for served, model in value.items())
    said = value if isinstance(value, list) else [value]
    return " ".join(schema_text(each) if name == "actions" else str(each) for each in said)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Audit", text)
