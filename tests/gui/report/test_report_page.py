"""The report page: scores beside the naive answer, cells that show their rows, and documents that leave the window."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from window_context import Desk, tabular_card, text_card

from engine.schema.card import ModelCard
from engine.schema.problem import UserError
from engine.schema.report import AnswerRows, Curve, Example, Importance, Report, Score, Slice
from gui.pages.report.document import save_html, save_pdf
from gui.pages.report.page import ReportPage

CLASSES = Report(
    task="text_classification",
    split="test",
    rows=420,
    measured=420,
    metric="accuracy",
    scores={
        "accuracy": Score(value=0.88, low=0.85, high=0.91),
        "f1_macro": Score(value=0.4, low=0.3, high=0.5),
    },
    baseline={"name": "majority", "accuracy": 0.55, "f1_macro": 0.45},
    labels=("good", "<b>bad</b>"),
    confusion=((200, 20), (30, 170)),
    roc={"good": Curve(x=(0.0, 0.1, 1.0), y=(0.0, 0.9, 1.0))},
    slices=(Slice(column="age", value="1 – 9", rows=40, score=Score(value=0.7, low=0.6, high=0.8)),),
    importance=(Importance(column="age", drop=0.2, deviation=0.01),),
    importance_rows=100,
    worst=(Example(row=7, truth="good", answer="<b>bad</b>", loss=3.2),),
)
ROWS = AnswerRows(
    columns=("review",),
    examples=(Example(row=7, truth="good", answer="<b>bad</b>", loss=3.2),),
    rows=(("never again",),),
    total=20,
)
NUMBERS = Report(
    task="tabular_regression",
    split="test",
    rows=44,
    measured=44,
    metric="rmse",
    scores={"rmse": Score(value=54.0, low=50.0, high=60.0)},
    baseline={"name": "mean", "rmse": 77.0},
    residuals=tuple((float(x), float(x) + 1) for x in np.arange(44)),
)


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.put_model(text_card(created=1.0))
    desk.engine.answers |= {"report": CLASSES, "answer_rows": ROWS}
    return desk


@pytest.fixture
def page(qtbot, desk):
    page = ReportPage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.show()
    page.shown(next(iter(desk.context.library.models)))
    return page


def said_by(page: ReportPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


def test_each_score_stands_beside_its_interval_and_the_naive_answer(page):
    texts = said_by(page)
    assert "0.880" in texts
    assert "0.850 – 0.910" in texts
    assert any("always the most frequent" in text for text in texts)
    assert "naive 0.550" in texts


def test_a_model_that_is_no_better_than_nothing_is_marked(page):
    marked = [text for text in said_by(page) if text.startswith("▲")]
    assert len(marked) == 1
    assert "0.450" in marked[0]


def test_a_cell_of_the_matrix_shows_its_rows(desk, page):
    matrix = page.plots.matrix
    place = next(
        QPoint(x, y)
        for x in range(0, matrix.width(), 6)
        for y in range(0, matrix.height(), 6)
        if matrix._cell_at(QPoint(x, y).toPointF()) == (0, 1)
    )
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=place)
    _, truth, answer, *_ = desk.engine.was_asked("answer_rows")[-1]
    assert (truth, answer) == ("good", "<b>bad</b>")
    assert page.rows._all.isVisible()
    page.rows._all.click()
    assert desk.engine.was_asked("answer_rows")[-1][1:3] == (None, None)


def test_a_model_without_a_report_says_why(desk, qtbot):
    desk.engine.answers["report"] = UserError("report_not_there", model="m")
    page = ReportPage(desk.context)
    qtbot.addWidget(page)
    page.shown(next(iter(desk.context.library.models)))
    assert page.currentWidget() is page.empty
    assert any("has no report" in text for text in said_by(page))


@pytest.mark.parametrize("report", [CLASSES, NUMBERS], ids=["classes", "numbers"])
def test_a_saved_report_is_whole_and_shows_labels_as_they_are(qapp, tmp_path, report):
    card = ModelCard.model_validate(text_card() if report is CLASSES else tabular_card())
    save_html(tmp_path / "report.html", card, report)
    text = (tmp_path / "report.html").read_text()
    assert "<b>bad</b>" not in text
    assert text.count("data:image/png;base64,") == (3 if report is CLASSES else 1)
    save_pdf(tmp_path / "report.pdf", card, report)
    written = (tmp_path / "report.pdf").read_bytes()
    assert written.startswith(b"%PDF")
    assert len(written) > 10_000


def test_a_place_that_cannot_be_written_is_an_error(qapp, tmp_path):
    with pytest.raises(OSError, match="No such file"):
        save_pdf(tmp_path / "nowhere" / "report.pdf", ModelCard.model_validate(text_card()), CLASSES)
