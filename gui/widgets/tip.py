"""Words of a tooltip as they are written: Qt takes what looks like HTML for HTML, and whoever names a model may write it."""

from html import escape

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """The same words for ``setToolTip`` or a model's ToolTipRole."""
    return f"<span>{escape(text)}</span>" if Qt.mightBeRichText(text) else text
