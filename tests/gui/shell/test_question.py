"""Questions and buttons by keyboard."""

import pytest
from PySide6.QtCore import Qt

from gui.widgets.ask import Question
from gui.widgets.button import Button


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus(qtbot, key):
    question = Question("Stop this run?", "", "Stop", dangerous=True)
    qtbot.addWidget(question)
    question.show()
    question.yes.setFocus()
    with qtbot.waitSignal(question.accepted, timeout=1000):
        qtbot.keyClick(question.yes, key)


def test_a_dangerous_question_is_answered_no_by_enter_alone(qtbot):
    question = Question("Delete this run?", "", "Delete", dangerous=True)
    qtbot.addWidget(question)
    question.show()
    with qtbot.waitSignal(question.rejected, timeout=1000):
        qtbot.keyClick(question, Qt.Key.Key_Return)


def test_a_click_leaves_the_focus_where_it_was(qtbot):
    button = Button("Launch")
    qtbot.addWidget(button)
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
