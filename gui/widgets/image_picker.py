"""An image dropped, or chosen from a folder, and a small picture of it. Knows nothing of what it is for."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.i18n.amounts import size
from gui.widgets.button import Button
from gui.widgets.file_drop import FileDrop
from gui.widgets.label import Label

SIDE = 128  # pixels of the small picture
MOST_BYTES = 64 << 20  # that are read at all: more would stand still while it is looked at


class ImagePicker(QWidget):
    """``picked`` tells that there is another image; ``path`` is where it lies and ``content`` its bytes."""

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.content = b""
        self.choose = Button(self.tr("Choose an image…"))
        self.choose.clicked.connect(self._on_choose)
        self._picture = QLabel()
        self._picture.setFixedSize(SIDE, SIDE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setProperty("role", "code")
        self._words = Label(self.tr("Drop an image here, or choose one."), "dim", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addStretch(1)
        words.addWidget(self._words)
        words.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self._picture)
        layout.addLayout(words, 1)
        FileDrop(self).dropped.connect(self.load)
        self.setFocusProxy(self.choose)

    def load(self, path: Path) -> None:
        """Take a file; one that cannot be read says so, and leaves what was there."""
        try:
            if path.stat().st_size > MOST_BYTES:
                self._words.setText(self.tr("{0} is too large.").format(path.name))
                return
            content = path.read_bytes()
        except OSError as error:
            self._words.setText(self.tr("{0} could not be read: {1}.").format(path.name, error.strerror))
            return
        self.path, self.content = path, content
        self._words.setText(f"{path.name} · {size(len(content))}")
        self._show(_small(path))
        self.picked.emit()

    def _show(self, picture: QImage) -> None:
        """What Qt cannot draw may still be one that the endpoint reads: it is asked all the same."""
        self._picture.setPixmap(QPixmap.fromImage(picture))
        self._picture.setAccessibleName(self._words.text())

    def _on_choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.window(),
            self.tr("Choose an image"),
            str(self.path.parent) if self.path else "",
            self.tr("Images (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff);;All files (*)"),
        )
        if name:
            self.load(Path(name))


def _small(path: Path) -> QImage:
    """Read at the size it is shown in where the format allows it."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid():
        bounds = QSize(SIDE - 8, SIDE - 8)
        reader.setScaledSize(whole.scaled(bounds, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
