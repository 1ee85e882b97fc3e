"""Which Modelyard this is, what it is made of, and under which licences."""

import platform
from importlib import metadata

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.system.paths import ROOT
from gui.pages.settings.rows import Rows
from gui.widgets.button import Button
from gui.widgets.card import Card

_DOCUMENTS = ("LICENSE", "NOTICE", "CHANGELOG.md")
_PARTS = ("torch", "pyarrow", "pydantic", "fastapi", "numpy", "safetensors")


class AboutCard(Card):
    """Versions are read from the installed packages, so they are those that run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("About"))
        rows = Rows()
        rows.add_value("Modelyard", f"{_version()} · Apache-2.0")
        rows.add_value("Python · Qt", f"{platform.python_version()} · {qVersion()}")
        rows.add_text(self.tr("Made with"), " · ".join(_installed(name) for name in _PARTS))
        rows.add_value(self.tr("Typefaces"), "Inter, JetBrains Mono · SIL OFL 1.1")
        self.add(rows)
        self.add_layout(self._documents())

    def _documents(self) -> QHBoxLayout:
        words = {
            "LICENSE": self.tr("Licence"),
            "NOTICE": self.tr("Third-party notices"),
            "CHANGELOG.md": self.tr("Changes"),
        }
        line = QHBoxLayout()
        line.setSpacing(10)
        for name in _DOCUMENTS:
            path = ROOT / name
            if path.exists():
                button = Button(words[name])
                button.clicked.connect(
                    lambda _=False, path=path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
                )
                line.addWidget(button)
        line.addStretch(1)
        return line


def _version() -> str:
    import tomllib

    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def _installed(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return name
