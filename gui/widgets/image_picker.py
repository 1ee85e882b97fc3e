"""An image dropped, pasted, or chosen from a folder, and a small picture of it. Knows nothing of what it is for."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QKeySequence, QPixmap, QShortcut
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
        self.paste = Button(self.tr("Paste"))
        self.paste.setToolTip(self.tr("Take the image that was copied (Ctrl+V)"))
        self.paste.clicked.connect(self.take_copied)
        QShortcut(
            QKeySequence.StandardKey.Paste,
            self,
            self.take_copied,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        self._words = Label(self.tr("Drop an image here, paste or choose one."), "dim", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addStretch(1)
        words.addWidget(self._words)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.choose)
        line.addWidget(self.paste)
        line.addStretch(1)
        words.addLayout(line)
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

    def take_copied(self) -> None:
        """Take the image that was copied in another program, or the file that was."""
        copied = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in copied.urls() if url.isLocalFile()]
        picture = QGuiApplication.clipboard().image() if copied.hasImage() else QImage()
        if files:
            self.load(files[0])
        elif picture.isNull():
            self._words.setText(self.tr("No image was copied."))
        else:
            self._take(picture)

    def _take(self, picture: QImage) -> None:
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        self.path, self.content = None, bytes(buffer.data().data())
        self._words.setText(self.tr("Pasted, {0}").format(size(len(self.content))))
        inner = SIDE - 8
        mode = Qt.TransformationMode.SmoothTransformation
        self._show(picture.scaled(inner, inner, Qt.AspectRatioMode.KeepAspectRatio, mode))
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
