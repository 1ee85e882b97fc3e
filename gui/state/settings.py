"""What a person chose for the window; ``settings.json`` in the home."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from engine.system.files import read_json, write_durably

DEFAULTS: dict[str, Any] = {
    "theme": "system",  # system | dark | light
    "language": "",  # "" follows the system; en | zh_CN
    "notifications": True,
    "ask_before_closing": True,
    "geometry": "",  # the window's place, as Qt writes it
    "page": "machine",
}


class Settings(QObject):
    """Values by name, of the type of their default; a value that is not is as if it were not there."""

    changed = Signal(str)  # the name

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        read = read_json(path)
        self._values = dict(read) if isinstance(read, dict) else {}

    def __getitem__(self, name: str) -> Any:
        value = self._values.get(name, DEFAULTS[name])
        return value if type(value) is type(DEFAULTS[name]) else DEFAULTS[name]

    def __setitem__(self, name: str, value: Any) -> None:
        if self[name] == value:
            return
        self._values[name] = value
        self._write()
        self.changed.emit(name)

    def _write(self) -> None:
        """A home that cannot be written to costs the choice its memory, not the person the window."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_durably(self._path, json.dumps(self._values, ensure_ascii=False, indent=1))
        except OSError:
            return
