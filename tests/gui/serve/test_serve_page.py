"""Endpoints: list, playground, keys, code to copy, traffic."""

import ast
import base64
import json
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from window_context import Desk, refused, serve_job, tabular_card, text_card

from engine.schema.api import Key
from engine.schema.card import ModelCard
from engine.schema.problem import Problem, UserError
from gui.pages.serve.answer import Answer
from gui.pages.serve.page import ServePage
from gui.pages.serve.snippets import curl_code, python_code
from gui.state.endpoint import EndpointState
from gui.widgets.ask import Question
from gui.widgets.image_picker import ImagePicker
from gui.widgets.predict_form import PredictForm


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.put_model(tabular_card())
    desk.put_model(text_card())
    return desk


def open_page(qtbot, desk, endpoint="e1", **job):
    desk.put_job(serve_job(endpoint, **job))
    page = ServePage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.shown(endpoint)
    page.show()
    return page


def test_a_value_is_predicted_from_the_form(qtbot, desk):
    desk.engine.answers["predict"] = {"model": "m1", "outputs": [{"value": 152.31}]}
    page = open_page(qtbot, desk)
    page.view.playground.button.click()
    assert desk.engine.was_asked("predict") == [("e1", [{"age": 51, "sex": "f", "bmi": 26.4}])]
    assert page.view.playground.answer.value.text() == "152.3"
    assert "ms" in page.view.playground.answer.latency.text()


def test_a_text_gives_a_label_with_probabilities_as_plain_text(qtbot, desk):
    probabilities = {"<b>bad</b>": 0.2, "good": 0.8}
    desk.engine.answers["predict"] = {
        "model": "m2",
        "outputs": [{"label": "good", "probabilities": probabilities}],
    }
    page = open_page(qtbot, desk, model="m2")
    page.view.playground.findChild(QPlainTextEdit).setPlainText("Lovely")
    page.view.playground.button.click()
    assert desk.engine.was_asked("predict") == [("e1", ["Lovely"])]
    texts = [label.text() for label in page.view.playground.answer.findChildren(QLabel)]
    assert {"good", "80.0%", "<b>bad</b>", "20.0%"} <= set(texts)
    assert all(label.textFormat().name == "PlainText" for label in page.findChildren(QLabel))


def test_what_the_endpoint_refuses_stands_beside_its_field(qtbot, desk):
    problem = Problem(code="not_number", field="inputs.0.bmi", params={"value": '"fat"'})
    desk.engine.answers["predict"] = UserError.of([problem])
    page = open_page(qtbot, desk)
    form = page.view.playground.form
    form._fields["bmi"].set_value("fat")
    page.view.playground.button.click()
    assert desk.engine.was_asked("predict")[0][1][0]["bmi"] == "fat"
    assert "not a number" in form._fields["bmi"]._problem.text()
    assert form._fields["bmi"].editor.property("invalid") == "true"
    desk.engine.answers["predict"] = {"model": "m1", "outputs": [{"value": 1.0}]}
    page.view.playground.button.click()
    assert form._fields["bmi"]._problem.isHidden()


def test_a_problem_of_no_field_is_said_below(qtbot, desk):
    desk.engine.answers["predict"] = refused("queue_full")
    page = open_page(qtbot, desk)
    page.view.playground.button.click()
    assert not page.view.playground._problem.isHidden()
    assert page.view.playground.button.isEnabled()


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
    assert not page.view.playground.button.isEnabled()
    assert not page.view.spinner.isHidden()
    desk.put_job(serve_job())
    assert page.view.playground.button.isEnabled()
    assert page.view.address.text() == "http://127.0.0.1:8402"


def test_a_failed_endpoint_says_why_and_can_be_started_again(qtbot, desk):
    page = open_page(qtbot, desk, state="failed", error=Problem(code="port_taken", params={"port": 8402}))
    assert not page.view.notice.isHidden()
    page.view.start.click()
    assert desk.engine.was_asked("retry") == [("e1",)]


def test_a_new_key_is_shown_once_and_goes_into_the_code(qtbot, desk):
    desk.engine.answers["new_key"] = Key(
        id="k1", name="laptop", created=1.0, hint="my-…3f9a", secret="my-secret"
    )
    page = open_page(qtbot, desk)
    assert "YOUR_KEY" in page.view.code.code
    dialog = page.view.open_keys()
    dialog.name.setText("laptop")
    dialog.make.click()
    assert desk.engine.was_asked("new_key") == [("e1", "laptop")]
    assert dialog.secret.text() == "my-secret"
    assert "my-secret" in page.view.code.code


def test_a_key_is_revoked(qtbot, desk):
    desk.engine.answers["keys"] = [Key(id="k1", name="laptop", created=1.0, hint="my-…3f9a")]
    page = open_page(qtbot, desk)
    dialog = page.view.open_keys()
    button = next(button for button in dialog.findChildren(type(dialog.make)) if button.text() == "revoke")
    button.click()
    assert desk.engine.was_asked("revoke_key") == [("e1", "k1")]


def test_stop_asks_first(qtbot, desk):
    page = open_page(qtbot, desk)
    page.view.stop.click()
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


def test_without_endpoints_the_page_leads_to_the_models(qtbot, desk):
    page = ServePage(desk.context)
    qtbot.addWidget(page)
    page.empty.button.click()
    assert desk.went == [("models", None)]


def test_traffic_is_counted_second_by_second():
    state = EndpointState()
    now = time.time()
    for age, requests in ((0.2, 3), (1.2, 5), (59.5, 7), (75, 100)):
        state.receive(
            {
                "kind": "traffic",
                "time": now - age,
                "requests": requests,
                "failed": 1,
                "p50": 0.004,
                "p99": 0.02,
            }
        )
    minute = state.minute(now)
    assert (minute[-1], minute[-2], minute[0], sum(minute)) == (3, 5, 7, 15)
    assert state.failed(now) == 3
    assert state.latencies() == (0.004, 0.02)


@pytest.mark.parametrize(
    "value", ['it\'s "quoted" $HOME `x`\nnew line', {"a b": "ü'", "n": 1.5, "yes": True, "none": None}]
)
def test_code_to_copy_says_exactly_the_input(value):
    tree = ast.parse(python_code("http://127.0.0.1:1", "k", value))
    call = tree.body[1].value
    sent = ast.literal_eval(next(word.value for word in call.keywords if word.arg == "json"))
    assert sent == {"inputs": [value]}
    words = shlex.split(curl_code("http://127.0.0.1:1", "k", value).replace("\\\n", " "))
    assert json.loads(words[words.index("-d") + 1]) == {"inputs": [value]}


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
    playground = page.view.playground
    picker = playground.findChild(ImagePicker)
    picker.load(path)
    small = picker._picture.pixmap()
    assert (small.width(), small.height()) == (120, 60)
    playground.button.click()
    [(_, [sent])] = desk.engine.was_asked("predict")
    assert base64.b64decode(sent["image"]) == path.read_bytes()
    assert playground.answer.value.text() == "good"
    assert "coat.png" in page.view.code.code and len(page.view.code.code) < 1000


def test_without_an_image_the_endpoint_says_so_beside_the_field(qtbot, desk):
    desk.put_model(image_card())
    desk.engine.answers["predict"] = refused("input_missing", field="inputs.0.image")
    page = open_page(qtbot, desk, model="m3")
    page.view.playground.button.click()
    assert desk.engine.was_asked("predict") == [("e1", [{}])]
    assert page.view.playground.form._fields["photo"]._problem.text()


def test_code_for_images_reads_the_file(tmp_path):
    path = tmp_path / "a b.png"
    path.write_bytes(b"\x89PNG" * 100_000)
    code = curl_code("http://127.0.0.1:1", "k", {}, str(path))
    sent = code.replace("\\\n", " ").replace("curl", "cat; true")
    body = subprocess.run(["sh", "-c", sent], capture_output=True, text=True, check=True).stdout
    assert base64.b64decode(json.loads(body)["inputs"][0]["image"]) == path.read_bytes()
    ast.parse(python_code("http://127.0.0.1:1", "k", {}, str(path)))


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
