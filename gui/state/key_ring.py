"""The keys of this home and what was done with them, as the engine tells when it is asked. No widgets."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from engine.schema.api import AuditLine, Key
    from gui.client.connection import Connection

MOST_LINES = 500  # of the audit log


class KeyRing(QObject):
    """Nothing is asked before ``refresh``. A secret is told once, by ``made``, and not kept."""

    keys_changed = Signal()
    audit_changed = Signal()
    made = Signal(object)  # the Key, with its secret
    refused = Signal(object)  # a tuple of Problem

    def __init__(self, connection: "Connection", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.keys: list[Key] = []
        self.audit: list[AuditLine] = []
        self._connection = connection

    def refresh(self) -> None:
        self._ask(lambda engine: engine.list_keys(), self._on_keys)

    def refresh_audit(self) -> None:
        self._ask(lambda engine: engine.audit(MOST_LINES), self._on_audit)

    def make(self, name: str, **what: Any) -> None:
        self._ask(lambda engine: engine.new_key(name, **what), self._on_made)

    def revoke(self, id: str) -> None:
        self._ask(lambda engine: engine.revoke_key(id), lambda _: self.refresh())

    def _ask(self, order: Any, done: Any) -> None:
        self._connection.call(order, done, lambda problems: self.refused.emit(problems), receiver=self)

    def _on_keys(self, keys: "list[Key]") -> None:
        self.keys = list(keys)
        self.keys_changed.emit()

    def _on_audit(self, lines: "list[AuditLine]") -> None:
        self.audit = list(lines)
        self.audit_changed.emit()

    def _on_made(self, key: "Key") -> None:
        self.made.emit(key)
        self.refresh()
