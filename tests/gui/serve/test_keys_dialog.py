"""The keys of this home: made and seen once, limited, revoked; and what was done, newest first."""

import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from endpoint_page import open_page
from window_context import Desk, refused, tabular_card

from engine.schema.api import AuditLine, Key
from gui.pages.serve.keys_dialog import AUDIT, NEW, KeysDialog
from gui.widgets.ask import Question

FRESH = Key(id="k2", name="laptop", created=1.0, hint="my-…3f9a", secret="my-secret")


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.put_model(tabular_card())
    desk.engine.answers["new_key"] = FRESH
    desk.engine.answers["list_keys"] = [
        Key(id="k1", name="<b>ada</b>", created=1.0, hint="my-…3f9a", models=("diabetes",), requests_per_minute=60,
            expires=time.time() - 9, requests=12, prompt_tokens=800, completion_tokens=200),
    ]  # fmt: skip
    return desk


@pytest.fixture
def page(qtbot, desk):
    return open_page(qtbot, desk)


def row(table):
    return [table.model().index(0, column).data() for column in range(table.model().columnCount())]


def test_a_key_is_listed_with_its_limits_and_its_use(page):
    said = row(page.view.dialogs.open_keys().keys)
    assert said[:6] == ["<b>ada</b>", "my-…3f9a", "diabetes", "infer", "60 requests/min", "expired"]
    assert said[7:] == ["12", "1\u202f000", "revoke"]


def test_a_new_key_is_shown_once_and_goes_into_the_code(page, desk):
    assert "YOUR_KEY" in page.view.code.code.code
    dialog = page.view.dialogs.open_keys()
    dialog.tabs._buttons[NEW].click()
    form = dialog.form.form
    form.editor("name").line.setText("laptop")
    form.editor("models").chips["diabetes"].click()
    form.editor("requests_per_minute").line.setText("60")
    form.editor("expires").combo.setCurrentIndex(3)
    dialog.form.make.click()
    [(name, models, actions, requests, tokens, expires)] = desk.engine.was_asked("new_key")
    assert (name, models, actions, requests, tokens) == ("laptop", ["diabetes"], ["infer"], 60, None)
    assert expires == pytest.approx(time.time() + 30 * 86_400, abs=60)
    assert dialog.fresh.secret.text() == "my-secret" and not dialog.fresh.isHidden()
    assert "my-secret" in page.view.code.code.code
    assert form.editor("name").value() == ""


def test_a_key_that_was_made_before_a_name_is_not_in_its_code_and_another_is_offered(qtbot, desk):
    spec = {
        "kind": "serve",
        "name": "e",
        "models": [{"name": name, "model": "m1"} for name in ("old", "new")],
    }
    page = open_page(qtbot, desk, spec=spec)
    page.view._on_key_made(Key(id="k1", name="e", created=1.0, hint="…", secret="my-first", models=("old",)))
    assert "my-first" in page.view.code.code.code and page.view.code.new_key.isHidden()
    page.view.names.chips["new"].click()
    assert "YOUR_KEY" in page.view.code.code.code
    assert page.view.code.hint.text() == "The key made before is not for “new”, which came later."
    page.view.code.new_key.click()
    dialog = page.findChild(KeysDialog)
    assert dialog.tabs.value == NEW and dialog.form.isVisible()
    dialog.ring.made.emit(FRESH)
    assert "my-secret" in page.view.code.code.code
    dialog.ring.made.emit(FRESH.model_copy(update={"actions": ("metrics",), "secret": "my-numbers"}))
    assert "my-secret" in page.view.code.code.code, "a key that may not ask takes no place in the code"


def test_a_double_click_makes_one_key(page, desk):
    dialog = page.view.dialogs.open_keys()
    dialog.tabs._buttons[NEW].click()
    dialog.form.form.editor("name").line.setText("laptop")
    answers = []
    desk.connection.call = lambda order, done, failed, receiver=None: answers.append((order, done, failed))
    dialog.form.make.click()
    dialog.form.make.click()
    [(_, _, failed)] = answers
    failed(refused("unexpected").problems)
    assert dialog.form.make.isEnabled() and dialog.problem.text()


def test_enter_in_the_form_makes_the_key(page, desk):
    dialog = page.view.dialogs.open_keys()
    dialog.tabs._buttons[NEW].click()
    line = dialog.form.form.editor("name").line
    line.setText("laptop")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert desk.engine.was_asked("new_key") and dialog.isVisible()


def test_a_key_without_a_name_is_not_made(page, desk):
    dialog = page.view.dialogs.open_keys()
    dialog.tabs._buttons[NEW].click()
    dialog.form.make.click()
    assert not desk.engine.was_asked("new_key") and dialog.form.form.problem_at("name")


def test_a_key_is_revoked_after_a_question(page, desk):
    dialog = page.view.dialogs.open_keys()
    dialog.keys.acted.emit(dialog.keys.row_objects()[0], "revoke")
    assert not desk.engine.was_asked("revoke_key")
    dialog.findChild(Question).yes.click()
    assert desk.engine.was_asked("revoke_key") == [("k1",)]


def test_what_was_done_is_listed_and_an_action_that_is_not_known_is_said_by_its_name(page, desk):
    line = {
        "time": 2.0,
        "who": "ada",
        "client": "window",
        "object": "e1",
        "details": {"name": "laptop", "models": None, "actions": ["infer"], "status": 200},
    }
    desk.engine.answers["audit"] = [
        AuditLine(action="key_made", **line),
        AuditLine(action="teleported", **{**line, "time": 1.0}),
    ]
    dialog = page.view.dialogs.open_keys()
    dialog.tabs._buttons[AUDIT].click()
    assert row(dialog.audit)[1:] == [
        "ada · window",
        "Key made",
        "id: e1, name: laptop, allowed: infer, status: 200",
    ]
    assert [each.action for each in dialog.audit.row_objects()] == ["key_made", "teleported"]
    assert dialog.audit.model().index(1, 2).data() == "teleported"


def test_a_refusal_is_said(page, desk):
    desk.engine.answers["list_keys"] = refused("unexpected")
    assert page.view.dialogs.open_keys().problem.text()
