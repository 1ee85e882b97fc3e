"""The engine's log: rotating, readable by its owner alone, and free of secrets."""

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

MAX_BYTES = 2 << 20
KEPT = 3

_SECRETS = re.compile(
    r"(?i)(bearer\s+|authorization['\"]?\s*[:=,]\s*['\"]?(?:bearer\s+)?|\bmy-)[A-Za-z0-9_\-.~+/=]{8,}"
)


class RedactingFormatter(logging.Formatter):
    """Takes secrets out of the finished text, so that tracebacks and arguments are covered too."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return _SECRETS.sub(r"\1[secret]", text)


def open_log(path: Path, secrets: tuple[str, ...]) -> None:
    """Send everything that is logged to this file."""
    handler = RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=KEPT, encoding="utf-8")
    path.chmod(0o600)
    handler.setFormatter(RedactingFormatter(secrets))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
