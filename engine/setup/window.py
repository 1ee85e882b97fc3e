"""A small window for a first start without a terminal; tkinter, because Qt is not there yet."""

import os
import queue
import sys
import threading
import tkinter
from collections.abc import Callable
from tkinter import ttk

from engine.setup.error import SetupError
from engine.setup.progress import Progress

_WIDTH = 460


class WindowFace:
    """Takes what the set-up's thread says; the window's thread draws it ten times a second."""

    def __init__(self) -> None:
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._progress: Progress | None = None
        self._watched: Callable[[], Progress] | None = None
        self.error: SetupError | None = None
        self.is_over = threading.Event()

    def show(self, progress: Progress) -> None:
        self._progress = progress

    def watch(self, ask: Callable[[], Progress] | None) -> None:
        self._watched = ask

    def say(self, text: str) -> None:
        self._said.put(text)

    def fail(self, error: SetupError) -> None:
        self.error = error

    def close(self) -> None:
        self.is_over.set()

    def progress(self) -> Progress | None:
        return self._watched() if self._watched else self._progress

    def last_said(self) -> str | None:
        text = None
        while not self._said.empty():
            text = self._said.get()
        return text


class SetupWindow:
    """Title, a bar, a line of text, and a button that cancels or, after a failure, closes."""

    def __init__(self, face: WindowFace, cancel: Callable[[], None]) -> None:
        self._face, self._cancel = face, cancel
        self._root = tkinter.Tk(className="Modelyard")
        self._root.title("Modelyard")
        self._root.resizable(False, False)
        self._root.protocol("WM_DELETE_WINDOW", self._on_cancelled)
        frame = ttk.Frame(self._root, padding=20)
        frame.grid()
        self._title = ttk.Label(frame, text="Setting up Modelyard", font=("TkDefaultFont", 13, "bold"))
        self._title.grid(sticky="w")
        self._bar = ttk.Progressbar(frame, length=_WIDTH, mode="indeterminate", maximum=1.0)
        self._bar.grid(pady=12)
        self._bar.start(15)
        self._text = ttk.Label(frame, text="This happens once.", wraplength=_WIDTH, justify="left")
        self._text.grid(sticky="w")
        self._button = ttk.Button(frame, text="Cancel", command=self._on_cancelled)
        self._button.grid(sticky="e", pady=(16, 0))

    def run(self) -> None:
        """Stay until the set-up is over and, where it failed, was read."""
        self._root.after(100, self._on_tick)
        self._root.mainloop()

    def _on_tick(self) -> None:
        if self._face.is_over.is_set():
            self._show_end()
            return
        progress, said = self._face.progress(), self._face.last_said()
        if progress:
            self._show_progress(progress)
        elif said:
            self._text.configure(text=said)
        self._root.after(100, self._on_tick)

    def _show_progress(self, progress: Progress) -> None:
        share = progress.share
        mode = "indeterminate" if share is None else "determinate"
        if str(self._bar["mode"]) != mode:
            self._bar.configure(mode=mode)
            self._bar.start(15) if share is None else self._bar.stop()
        if share is not None:
            self._bar.configure(value=share)
        self._text.configure(text=progress.line())

    def _show_end(self) -> None:
        if self._face.error is None:
            self._root.destroy()
            return
        self._bar.stop()
        self._bar.grid_remove()
        self._title.configure(text="Modelyard cannot start")
        self._text.configure(text=str(self._face.error))
        self._button.configure(text="Close", command=self._root.destroy)

    def _on_cancelled(self) -> None:
        self._cancel()
        self._root.destroy()


def can_open_window() -> bool:
    """Whether there is a display to open it on."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY"))


def show_trouble(error: SetupError) -> None:
    """Only the failure, in a window."""
    face = WindowFace()
    face.fail(error)
    face.close()
    SetupWindow(face, lambda: None).run()
