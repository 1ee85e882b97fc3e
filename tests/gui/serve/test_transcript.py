"""A transcript: as high as its text, following the end only while it is looked at."""

import pytest

from gui.widgets.transcript import Transcript


@pytest.fixture
def transcript(qtbot):
    transcript = Transcript("Nothing yet")
    qtbot.addWidget(transcript)
    transcript.resize(400, 200)
    transcript.show()
    return transcript


def test_a_text_is_as_high_as_its_lines_at_any_width(qtbot, transcript):
    bubble = transcript.add("assistant", "model")
    for _ in range(40):
        bubble.text.append("twelve words of a text that goes on and on and on ")
    qtbot.waitUntil(lambda: bubble.text.width() < bubble._frame.width())
    narrow = bubble.text.height_of_text()
    lines = bubble.text.document().lineCount()
    assert bubble.text.height() == narrow == lines * bubble.text.fontMetrics().lineSpacing() + 2
    transcript.resize(800, 200)
    qtbot.waitUntil(lambda: bubble.text.height() < narrow, timeout=1000)


def test_new_words_are_followed_until_a_person_scrolls_up(qtbot, transcript):
    bubble, bar = transcript.add("assistant", "model"), transcript.verticalScrollBar()
    bubble.text.append("line\n" * 100)
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(10)
    bubble.text.append("line\n" * 100)
    qtbot.waitUntil(lambda: bar.maximum() > 2000)
    assert bar.value() == 10
    bar.setValue(bar.maximum())
    before = bar.maximum()
    bubble.text.append("line\n" * 10)
    qtbot.waitUntil(lambda: bar.maximum() > before and bar.value() == bar.maximum())


def test_a_bubble_is_no_wider_than_its_words(transcript):
    short, long = transcript.add("user", "You"), transcript.add("user", "You")
    short.text.append("Hi")
    long.text.append("word " * 60)
    assert short._frame.width() < 80
    assert long._frame.width() == round(0.7 * transcript._room)


def test_lines_of_every_script_are_seen_whole(qtbot, transcript):
    """Chinese letters come from another face than Latin ones, and their lines are higher."""
    bubble = transcript.add("assistant", "model")
    bubble.text.append("".join(f"{number} 模型 ğ e̋̋̋ กี้ लिए\n" for number in range(12)) + "end")
    last = bubble.text.document().lastBlock()
    area = bubble.text.blockBoundingGeometry(last).translated(bubble.text.contentOffset())
    assert area.bottom() <= bubble.text.height()


def test_a_paragraph_that_never_ends_is_laid_out_in_parts_and_copied_as_one(qtbot, transcript):
    text = transcript.add("assistant", "model").text
    written = ["word of a 😀 text "] * 1000 + ["\n", "the end"]
    for piece in written:
        text.append(piece)
    blocks = [text.document().findBlockByNumber(place) for place in range(text.document().blockCount())]
    assert max(block.length() for block in blocks) < 2100
    text.selectAll()
    assert text.createMimeDataFromSelection().text() == "".join(written)
    cursor = text.textCursor()
    cursor.setPosition(1990)
    cursor.setPosition(2100, cursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    copied = text.createMimeDataFromSelection().text()
    assert copied in "".join(written)
    assert len(copied) > 90
