"""Endpoints: the list, the page of one, and the playground of predictions."""

import base64
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from endpoint_page import open_page, playground, served, tell
from window_context import Desk, refused, serve_job, tabular_card, text_card

from engine.schema.card import ModelCard
from engine.schema.problem import Problem, UserError
from engine.schema.reading import Reading
from gui.pages.serve.page import ServePage
from gui.pages.serve.unlock_dialog import UnlockDialog
from gui.state.scoring.rows_file import RowsFile
from gui.widgets.ask import Question
from gui.widgets.image_picker import ImagePicker
from gui.widgets.predict_form import PredictForm


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.put_model(tabular_card())
    desk.put_model(text_card())
    return desk


def test_a_value_is_predicted_from_the_form(qtbot, desk):
    desk.engine.answers["predict"] = {"model": "m1", "outputs": [{"value": 152.31}]}
    page = open_page(qtbot, desk)
    playground(page).button.click()
    assert desk.engine.was_asked("predict") == [("e1", [{"age": 51, "sex": "f", "bmi": 26.4}], "diabetes")]
    assert playground(page).answer.value.text() == "152.3"
    assert "ms" in playground(page).answer.latency.text()


def test_a_text_gives_a_label_with_probabilities_as_plain_text(qtbot, desk):
    probabilities = {"<b>bad</b>": 0.2, "good": 0.8}
    desk.engine.answers["predict"] = {
        "model": "m2",
        "outputs": [{"label": "good", "probabilities": probabilities}],
    }
    page = open_page(qtbot, desk, model="m2")
    playground(page).findChild(QPlainTextEdit).setPlainText("Lovely")
    playground(page).button.click()
    assert desk.engine.was_asked("predict") == [("e1", ["Lovely"], "diabetes")]
    texts = [label.text() for label in playground(page).answer.findChildren(QLabel)]
    assert {"good", "80.0%", "<b>bad</b>", "20.0%"} <= set(texts)
    assert all(label.textFormat().name == "PlainText" for label in page.findChildren(QLabel))


def test_what_the_endpoint_refuses_stands_beside_its_field(qtbot, desk):
    problem = Problem(code="not_number", field="inputs.0.bmi", params={"value": '"fat"'})
    desk.engine.answers["predict"] = UserError.of([problem])
    page = open_page(qtbot, desk)
    form = playground(page).form
    form._fields["bmi"].set_value("fat")
    playground(page).button.click()
    assert desk.engine.was_asked("predict")[0][1][0]["bmi"] == "fat"
    assert "not a number" in form._fields["bmi"]._problem.text()
    assert form._fields["bmi"].editor.property("invalid") == "true"
    desk.engine.answers["predict"] = {"model": "m1", "outputs": [{"value": 1.0}]}
    playground(page).button.click()
    assert form._fields["bmi"]._problem.isHidden()


def test_a_problem_of_no_field_is_said_below(qtbot, desk):
    desk.engine.answers["predict"] = refused("queue_full")
    page = open_page(qtbot, desk)
    playground(page).button.click()
    assert not playground(page)._problem.isHidden()
    assert playground(page).button.isEnabled()


def test_an_empty_field_is_left_out_and_choices_are_the_models():
    card = ModelCard.model_validate(tabular_card())
    form = PredictForm(card.inputs, card.input_form)
    box = form.findChild(QComboBox)
    assert [box.itemText(index) for index in range(box.count())] == ["–", "f", "m"]
    box.setCurrentIndex(0)
    form.findChildren(QLineEdit)[0].setText("")
    assert form.value() == {"bmi": 26.4}


def test_a_starting_endpoint_says_so_and_cannot_be_asked(qtbot, desk):
    page = open_page(qtbot, desk, state="starting")
    assert not playground(page).button.isEnabled()
    assert not page.view.address.spinner.isHidden()
    desk.put_job(serve_job())
    assert playground(page).button.isEnabled()
    assert page.view.address.address.text() == "http://127.0.0.1:8402/v1"


def test_an_endpoint_whose_process_was_killed_says_that_it_comes_back_by_itself(qtbot, desk):
    killed = Problem(code="server_killed", params={"signal": "SIGKILL"})
    page = open_page(qtbot, desk, state="waiting", error=killed)
    said = page.view.notice.accessibleName()
    assert "SIGKILL" in said and "It is started again by itself" in said and "Start the endpoint" not in said
    desk.put_job(serve_job(state="failed", error=killed))
    assert "Start the endpoint again." in page.view.notice.accessibleName()


def test_a_model_that_was_added_is_the_one_that_is_shown(qtbot, desk):
    desk.put_model(tabular_card("m3"))
    page = open_page(qtbot, desk)
    more = [{"name": name, "model": model} for name, model in (("diabetes", "m1"), ("heart", "m3"))]
    job = serve_job(spec={"kind": "serve", "name": "diabetes", "models": more})
    desk.engine.answers["put_model"] = job
    dialog = page.view.dialogs.open_add()
    dialog.form.model.editor("name").set_value("heart")
    dialog.yes.click()
    assert page.view.state.chosen.name == "heart"
    desk.put_job(job)
    assert page.view.state.chosen.name == "heart" and page.view.names.chips["heart"].isChecked()


def test_a_failed_endpoint_says_why_and_can_be_started_again(qtbot, desk):
    page = open_page(qtbot, desk, state="failed", error=Problem(code="port_taken", params={"port": 8402}))
    assert not page.view.notice.isHidden()
    page.view.header.start.click()
    assert desk.engine.was_asked("retry") == [("e1",)]


def test_stop_asks_first(qtbot, desk):
    page = open_page(qtbot, desk)
    page.view.header.stop.click()
    assert not desk.engine.was_asked("stop")
    page.view.findChild(Question).yes.click()
    assert desk.engine.was_asked("stop") == [("e1", False)]


def test_the_list_opens_an_endpoint(qtbot, desk):
    page = open_page(qtbot, desk)
    page.shown(None)
    assert page.view is None
    assert page.model.rowCount() == 1
    page.table.doubleClicked.emit(page.model.index(0, 0))
    assert desk.went == [("serve", "e1")]


def test_without_endpoints_and_models_the_page_leads_to_where_models_come_from(qtbot):
    desk = Desk()
    page = ServePage(desk.context)
    qtbot.addWidget(page)
    page.empty.button.click()
    assert desk.went == [("models", None)]


def image_card(**values):
    image = [{"name": "photo", "kind": "image"}]
    return text_card("m3", task="image_classification", input_form="image", inputs=image, **values)


def test_an_image_is_dropped_looked_at_and_sent(qtbot, desk, tmp_path):
    path = tmp_path / "coat.png"
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    picture.save(str(path))
    desk.put_model(image_card())
    desk.engine.answers["predict"] = {
        "outputs": [{"label": "good", "probabilities": {"good": 0.9, "bad": 0.1}}]
    }
    page = open_page(qtbot, desk, model="m3")
    asked = playground(page)
    picker = asked.findChild(ImagePicker)
    picker.load(path)
    small = picker._picture.pixmap()
    assert (small.width(), small.height()) == (120, 60)
    asked.button.click()
    [(_, [sent], _)] = desk.engine.was_asked("predict")
    assert base64.b64decode(sent["image"]) == path.read_bytes()
    assert asked.answer.value.text() == "good"
    assert "coat.png" in page.view.code.code.code and len(page.view.code.code.code) < 1000


def test_without_an_image_the_endpoint_says_so_beside_the_field(qtbot, desk):
    desk.put_model(image_card())
    desk.engine.answers["predict"] = refused("input_missing", field="inputs.0.image")
    page = open_page(qtbot, desk, model="m3")
    playground(page).button.click()
    assert desk.engine.was_asked("predict") == [("e1", [{}], "diabetes")]
    assert playground(page).form._fields["photo"]._problem.text()


def test_an_image_is_pasted(qtbot, desk):
    desk.put_model(image_card())
    page = open_page(qtbot, desk, model="m3")
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    QGuiApplication.clipboard().setImage(picture)
    picker = playground(page).findChild(ImagePicker)
    picker.paste.click()
    assert QImage.fromData(picker.content).pixelColor(3, 3).name() == "#336699"


def test_a_row_pasted_into_one_field_fills_all_of_them(qtbot, desk):
    page = open_page(qtbot, desk)
    form = playground(page).form
    QGuiApplication.clipboard().setText("bmi\tsex\tage\n31.5\tm\t44\n")
    line = form.findChildren(QLineEdit)[0]
    line.setFocus()
    QTest.keySequence(line, QKeySequence(QKeySequence.StandardKey.Paste))
    assert form.value() == {"age": 44, "sex": "m", "bmi": 31.5}
    QGuiApplication.clipboard().setText("7")
    line.selectAll()
    QTest.keySequence(line, QKeySequence(QKeySequence.StandardKey.Paste))
    assert form.value()["age"] == 7


def test_what_a_pasted_row_lacks_is_named(qtbot, desk):
    page = open_page(qtbot, desk)
    QGuiApplication.clipboard().setText("61,f")
    playground(page).paste.click()
    assert playground(page).form.value() == {"age": 61, "sex": "f", "bmi": 26.4}
    assert playground(page)._said.text() == "Not in the row: bmi."


def two_names(**values):
    models = [{"name": "a", "model": "m1"}, {"name": "b", "model": "m2"}]
    return {"spec": {"kind": "serve", "name": "two", "models": models}, **values}


def test_of_several_models_one_is_looked_at(qtbot, desk):
    page = open_page(qtbot, desk, **two_names())
    assert playground(page).card.id == "m1"
    page.view.names.chips["b"].click()
    assert playground(page).card.id == "m2"
    assert '"model": "b"' in page.view.code.code.code
    tell(qtbot, page, served("b", "m2", "locked"))
    assert page.view.header.badge.accessibleName() == "locked"
    page.view.names.remove.click()
    page.view.findChild(Question).yes.click()
    assert desk.engine.was_asked("remove_model") == [("e1", "b")]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("restarting", "is being started again"),
        ("idle", "is asleep"),
        ("locked", "waits for its passphrase"),
        ("failed", "could not be loaded"),
    ],
)
def test_a_model_that_does_not_answer_says_why(qtbot, desk, state, said):
    page = open_page(qtbot, desk, served(state=state, can=["predict"]))
    assert said in page.view.notice.accessibleName()
    tell(qtbot, page, served(can=["predict"]))
    assert page.view.notice.isHidden()


def test_a_locked_model_is_unlocked(qtbot, desk):
    page = open_page(qtbot, desk, served(state="locked"))
    desk.engine.answers["unlock"] = refused("passphrase_wrong")
    page.view.notice.acted.emit()
    dialog = page.view.findChild(UnlockDialog)
    dialog.line.setText("hunter2")
    dialog.yes.click()
    assert not dialog.problem.isHidden()
    desk.engine.answers["unlock"] = {}
    dialog.yes.click()
    assert desk.engine.was_asked("unlock")[-1] == ("e1", "diabetes", "hunter2")
    assert not dialog.isVisible()


def test_an_endpoint_on_the_network_says_so_with_its_fingerprint(qtbot, desk):
    spec = {**serve_job().spec.model_dump(mode="json"), "network": {}}
    page = open_page(qtbot, desk, spec=spec, fingerprint="ab12" * 16)
    assert "Other computers can reach this endpoint" in page.view.banner.notice.accessibleName()
    assert page.view.banner.fingerprint.text().startswith("AB:12:AB")
    assert "certificate.pem" in page.view.code.code.code
    desk.put_job(serve_job(state="stopped"))
    assert page.view.banner.isHidden()


def test_a_version_is_swapped_and_the_swap_is_followed(qtbot, desk):
    desk.put_model(tabular_card("m7", created=1_790_009_999.0))
    page = open_page(qtbot, desk)
    assert page.view.header._title.text() == "diabetes v1"
    dialog = page.view.dialogs.open_swap()
    assert [card.id for card in dialog.table.row_objects()] == ["m7", "m1"]
    dialog.table.select("m7")
    dialog.yes.click()
    [(endpoint, spec)] = desk.engine.was_asked("put_model")
    assert (endpoint, spec.name, spec.model) == ("e1", "diabetes", "m7")
    tell(qtbot, page, served(next="m7", can=["predict"]))
    assert "Loading" in dialog.said.text() and not dialog.yes.isEnabled()
    swap = {"kind": "swapped", "name": "diabetes", "before": "m1", "after": "m7", "dropped": 0}
    tell(qtbot, page, served(model="m7", can=["predict"]))
    assert "Loading" in dialog.said.text()  # how many were dropped is told after it
    tell(qtbot, page, {**swap, "time": time.time()})
    assert dialog.said.text() == "Swapped. 0 requests were dropped."
    assert page.view.header._title.text() == "diabetes v2"
    assert "0 dropped in the swap to v2, just now" in page.view.traffic.lost.text()


def test_a_file_is_scored_by_the_version_that_answers(qtbot, desk):
    desk.put_model(tabular_card("m7", created=1_790_009_999.0, labels=["low", "high"]))
    page = open_page(qtbot, desk)
    assert playground(page).scoring.card.id == "m1"
    tell(qtbot, page, served(model="m7", can=["predict"]))
    assert playground(page).scoring.card.id == "m7"


def test_a_click_on_score_is_no_click_on_cancel(qtbot, desk, tmp_path):
    """A double click would begin and cancel where one took the place of the other."""
    page = open_page(qtbot, desk)
    scoring = playground(page).scoring
    scoring.file = RowsFile(tmp_path / "rows.csv", Reading(), ("age", "sex", "bmi"))
    scoring.path, scoring.mapping = scoring.file.path, {"age": "age", "sex": "sex", "bmi": "bmi"}
    dialog = playground(page).open_scoring()
    dialog.begin.click()
    qtbot.waitUntil(dialog.cancel.isVisible)
    assert scoring.running and dialog.begin.isVisible() and not dialog.begin.isEnabled()
    assert dialog.cancel.geometry().right() < dialog.begin.geometry().left()
    dialog.cancel.click()
    assert not scoring.running


def test_a_dialog_that_was_closed_hears_no_more(qtbot, desk):
    page = open_page(qtbot, desk)
    for dialog in (page.view.dialogs.open_swap(), playground(page).open_scoring()):
        with qtbot.waitSignal(dialog.destroyed):
            dialog.reject()
    playground(page).scoring.changed.emit()
    tell(qtbot, page, served(state="restarting"))


def test_a_swap_that_fails_says_why_and_can_be_tried_again(qtbot, desk):
    desk.put_model(tabular_card("m7", created=1_790_009_999.0))
    page = open_page(qtbot, desk)
    dialog = page.view.dialogs.open_swap()
    dialog.table.select("m7")
    dialog.yes.click()
    tell(qtbot, page, served(next="m7", can=["predict"]))
    tell(qtbot, page, served(can=["predict"], problem={"code": "runner_out_of_memory"}))
    assert dialog.said.property("role") == "bad" and dialog.yes.isEnabled()
    assert "The swap failed" in page.view.notice.accessibleName()
    dialog.yes.click()  # the endpoint has not looked yet: what is known is still the failure from before
    tell(qtbot, page, served(can=["predict"], problem={"code": "runner_out_of_memory"}, memory=1))
    assert not dialog.yes.isEnabled() and "Loading" in dialog.said.text()


def test_a_model_that_was_started_again_and_is_well_needs_no_notice(qtbot, desk):
    page = open_page(qtbot, desk, served(can=["predict"], restarts=2, problem={"code": "runner_lost"}))
    assert page.view.notice.isHidden()
    assert "started again: 2 ×" in page.view.address.runner.text()


def test_an_endpoint_that_has_ended_takes_no_memory(qtbot, desk):
    page = open_page(qtbot, desk, served(can=["predict"], memory=3 << 30))
    assert page.view.address.memory.accessibleName() == "memory 3 GiB"
    desk.put_job(serve_job(state="stopped", url=None))
    assert page.view.address.memory.accessibleName() == "memory –"


def test_key_numbers_are_those_of_the_name_that_is_looked_at(qtbot, desk):
    page = open_page(qtbot, desk, **two_names())
    second = {"time": time.time() - 1.5, "requests": 10, "p50": 0.0421, "p99": 0.118}
    seconds = [{**second, "name": "a", "memory": 3 << 30}, {**second, "name": "b", "requests": 5}]
    page.traffic.of(page.view.job_id).take({"seconds": seconds})
    page.traffic.told.emit(page.view.job_id)
    address = page.view.address
    assert address.rate.accessibleName() == "requests 2.0 /s"
    assert address.latency.accessibleName() == "p50 · p99 42 · 118 ms"
    assert address.memory.accessibleName() == "memory 3 GiB"
    page.view.names.chips["b"].click()
    assert address.rate.accessibleName() == "requests 1.0 /s"


def test_the_list_tells_what_is_served_and_how_fast(qtbot, desk):
    told = [{"name": "diabetes", "model": "m1", "state": "restarting", "runner": "builtin"}]
    desk.put_job(serve_job(served=told))
    page = ServePage(desk.context)
    qtbot.addWidget(page)
    row = [page.model.index(0, column).data() for column in range(page.model.columnCount())]
    assert row[:6] == ["restarting", "diabetes", "diabetes", "http://127.0.0.1:8402", "Built-in", "–"]
    page.traffic.of("e1").take({"seconds": [{"time": time.time() - 2, "name": "diabetes", "requests": 12}]})
    page.traffic.told.emit("e1")
    assert page.model.index(0, 5).data() == "2.4"
