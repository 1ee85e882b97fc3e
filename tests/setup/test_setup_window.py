"""What the small window of a first start draws from."""

import pytest

pytest.importorskip("tkinter")

from engine.setup.error import SetupError
from engine.setup.progress import Progress
from engine.setup.window import WindowFace, can_open_window


def test_a_step_that_says_nothing_itself_is_asked():
    face = WindowFace()
    face.show(Progress(3, 4, "Downloading"))
    face.watch(lambda: Progress(4, 4, "Installing", "", 5, 41))
    assert face.progress().title == "Installing"
    face.watch(None)
    assert face.progress().title == "Downloading"


def test_only_the_last_line_said_is_shown():
    face = WindowFace()
    assert face.last_said() is None
    face.say("one")
    face.say("two")
    assert face.last_said() == "two"
    assert face.last_said() is None


def test_a_failure_waits_to_be_read():
    face = WindowFace()
    face.fail(SetupError("The disk is full."))
    face.close()
    assert face.is_over.is_set()
    assert face.error.what == "The disk is full."


@pytest.mark.skipif("sys.platform != 'linux'")
def test_a_machine_without_a_display_gets_no_window(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not can_open_window()
