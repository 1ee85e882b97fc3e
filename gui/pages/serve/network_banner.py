"""Says plainly that other computers can ask an endpoint, and by what they know that it is the right one."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.forms.network_words import network_words
from gui.widgets.code_view import CopyButton
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.label import Label
from gui.widgets.notice import Notice

if TYPE_CHECKING:
    from engine.schema.serve import NetworkSpec


class NetworkBanner(QWidget):
    """Shown for an endpoint on the network alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Notice(level="open")
        self.fingerprint = ElidedLabel("", "mono").set_selectable()
        self.copy = CopyButton()
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(2, 0, 0, 0)
        line.addWidget(Label(self.tr("Fingerprint of its certificate (SHA-256)"), "caption"))
        line.addWidget(self.fingerprint, 1)
        line.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.notice)
        layout.addWidget(self._line)
        self.hide()

    def show_network(self, network: "NetworkSpec | None", fingerprint: str | None) -> None:
        self.setVisible(network is not None)
        if network is None:
            return
        self.notice.say(*network_words(network.address), "open")
        spoken = said_fingerprint(fingerprint or "")
        self.fingerprint.setText(spoken)
        self.copy.set_copied(spoken)
        self._line.setVisible(bool(spoken))


def said_fingerprint(digest: str) -> str:
    """Pairs with colons between, as browsers and openssl show them."""
    plain = digest.replace(":", "").upper()
    return ":".join(plain[place : place + 2] for place in range(0, len(plain), 2))
