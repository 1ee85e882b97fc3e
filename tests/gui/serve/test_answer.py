"""What a model answered, as it is shown."""

from PySide6.QtWidgets import QLabel

from gui.pages.serve.answer import Answer


def test_several_labels_are_said_together_and_none_is_an_answer(qtbot):
    answer = Answer("topic, predicted")
    qtbot.addWidget(answer)
    shares = {"sport": 0.9, "money": 0.7, "art": 0.1}
    answer.show_output({"labels": ["sport", "money"], "label": "sport", "probabilities": shares}, 0.01)
    assert answer.value.text() == "sport, money"
    answer.show_output({"labels": [], "label": "art", "probabilities": shares}, 0.01)
    assert answer.value.text() == "none of the labels"


def test_items_stand_in_their_order_with_scores_and_a_stranger_is_named(qtbot):
    answer = Answer("rating, predicted")
    qtbot.addWidget(answer)
    answer.show_output({"items": ["Moby Dick", "Emma"], "scores": [1.25, -0.5], "unseen": ["user"]}, 0.01)
    texts = [label.text() for label in answer.findChildren(QLabel)]
    assert {"1.  Moby Dick", "1.250", "2.  Emma", "-0.500", "Not seen in training: this user."} <= set(texts)
    answer.show_output({"value": 4.5}, 0.01)
    assert answer.value.text() == "4.500" and answer._caption.text() == "rating, predicted"
    assert answer.unseen.isHidden()
