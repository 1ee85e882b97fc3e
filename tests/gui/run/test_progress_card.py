"""The numbers of a run keep their room, however much there is to say of it."""

from PySide6.QtWidgets import QLabel

from gui.pages.run.progress_card import ProgressCard


def test_long_words_squeeze_no_number(qtbot):
    card = ProgressCard()
    qtbot.addWidget(card)
    for number, value in ((card.loss, "0.374"), (card.validation, "0.370"), (card.speed, "32.5k")):
        number.set_value(value)
    card.left.setText("finished in 3.2 s")
    card.words.setText("Epoch 15 of 30 · step 915 / 1 830 · stopped early: validation no longer improved")
    card.resize(1052, card.sizeHint().height())
    card.show()
    for number in (card.loss, card.validation, card.speed, card.elapsed):
        for label in number.findChildren(QLabel):
            assert not label.isVisible() or label.width() >= label.sizeHint().width(), label.text()
    assert card.words.width() < card.words.sizeHint().width()
    assert card.words.toolTip() == card.words.text()
