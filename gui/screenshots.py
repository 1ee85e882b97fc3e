"""Writes a picture of every page, in every theme, language and size asked for, into a folder.

``python -m gui.screenshots OUT [--home DIR] [--pages run:ID,machine] [--sizes 1280x800] [--scale 2]``
Pages are those of the table; ``key:id`` shows one entry, ``datasets:id/rows`` one of its tabs, ``serve:id/keys`` one of
``screenshot_acts``; ``serve:-`` the list. Without ids the newest run, model … is shown.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap

from engine.system.paths import Home
from gui.screenshot_acts import act, is_act

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from gui.main_window import MainWindow

SECONDS = 20.0  # to wait for the engine
SETTLE = 1.2  # for a page's own questions and charts


def main(arguments: list[str] | None = None) -> int:
    given = _arguments(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if given.scale != "1":
        os.environ["QT_SCALE_FACTOR"] = given.scale
    from gui.app import create_application, create_window

    create_application()
    window = create_window(Home.resolve(given.home))
    window.settings.blockSignals(True)
    photographer = Photographer(window, Path(given.out))
    photographer.out.mkdir(parents=True, exist_ok=True)
    window.show()
    window.connection.start()
    photographer.wait(lambda: window.library.is_synced, SECONDS)
    for language in given.languages.split(","):
        photographer.speak(language)
        for theme_name in given.themes.split(","):
            photographer.dress(theme_name)
            for size in given.sizes.split(","):
                photographer.resize(size)
                for page in given.pages.split(","):
                    print(photographer.take(page))
    window.connection.close()
    return 0


class Photographer:
    """Drives a window by its pages' keys and keeps what it sees."""

    def __init__(self, window: "MainWindow", out: Path) -> None:
        self.window = window
        self.out = out
        self._words = ("", "", "")  # theme, language, size

    def speak(self, language: str) -> None:
        from gui.i18n.language import install_language

        install_language(language)
        self.window.rebuild()
        self._words = (self._words[0], language, self._words[2])

    def dress(self, name: str) -> None:
        from gui.theme.theme import theme

        theme().choose(name)
        self._words = (name, *self._words[1:])

    def resize(self, size: str) -> None:
        width, height = size.split("x")
        self.window.resize(int(width), int(height))
        self._words = (*self._words[:2], size)

    def take(self, page: str) -> Path:
        """Show a page, let it settle, and write what it looks like."""
        key, _, id = page.partition(":")
        name, _, tab = id.partition("/")
        acts = is_act(key, tab)
        entry = name if acts else id
        self.window.show_page(key, None if entry == "-" else entry or self._newest(key))
        self.wait(lambda: False, SETTLE)
        dialog = act(self.window, key, tab) if acts else None
        if acts:
            self.wait(lambda: False, SETTLE)
        path = (
            self.out
            / f"{'-'.join((key, *([tab or 'list'] if tab or name == '-' else []), *self._words))}.png"
        )
        self._picture(dialog).save(str(path))
        if dialog is not None:
            dialog.close()
        return path

    def _picture(self, dialog: "QDialog | None") -> QPixmap:
        """The window, and over its middle the dialog that stands open."""
        picture = self.window.grab()
        if dialog is not None:
            painter = QPainter(picture)
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 110))
            room = (self.window.size() - dialog.size()) / 2
            painter.drawPixmap(room.width(), room.height(), dialog.grab())
            painter.end()
        return picture

    def wait(self, until: Callable[[], bool], seconds: float) -> None:
        """Let the window live until something holds, or the time is over."""
        loop, clock = (
            QEventLoop(),
            QTimer(),
        )  # a loop of its own: processEvents leaves deleted widgets standing
        deadline = time.monotonic() + seconds
        clock.timeout.connect(lambda: loop.quit() if until() or time.monotonic() > deadline else None)
        clock.start(20)
        loop.exec()

    def _newest(self, key: str) -> str | None:
        library = self.window.library
        match key:
            case "run":
                return next((job.id for job in library.runs() if not job.is_group), None)
            case "group":
                return next((job.id for job in library.runs() if job.is_group), None)
            case "compare":
                runs = [job.id for job in library.runs() if not job.is_group]
                return ",".join(runs[:3]) or None
            case "serve":
                return next((job.id for job in library.endpoints()), None)
            case "models" | "report":
                return next(iter(library.models), None)
            case "datasets":
                return next(iter(library.datasets), None)
        return None


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m gui.screenshots", description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--home")
    parser.add_argument("--pages", default=",".join(_all_pages()))
    parser.add_argument("--themes", default="dark,light")
    parser.add_argument("--languages", default="en,zh_CN")
    parser.add_argument("--sizes", default="1280x800")
    parser.add_argument("--scale", default="1")
    return parser.parse_args(arguments)


def _all_pages() -> Iterator[str]:
    from gui.pages.table import PAGES

    return iter(PAGES)


if __name__ == "__main__":
    sys.exit(main())
