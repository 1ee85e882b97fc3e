"""How a model is served: the form of the schema, at an address of its own or behind one that runs."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from endpoint_page import talk_model
from window_context import Desk, refused, serve_job, tabular_card, text_card

from engine.schema.api import Key, NewEndpoint
from gui.forms.serve_dialog import BEHIND, ServeDialog


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.put_model(tabular_card())
    desk.put_model(talk_model("m2"))
    key = Key(id="k", name="key", created=1.0, hint="…", secret="my-secret")
    desk.engine.answers["serve"] = NewEndpoint(job=serve_job("e9"), key=key)
    desk.engine.answers["put_model"] = serve_job("e1")
    return desk


def opened(qtbot, desk, **which):
    dialog = ServeDialog(desk.context, **which)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_model_is_served_with_what_the_form_says(qtbot, desk):
    dialog = opened(qtbot, desk, model="m1")
    dialog.form.model.editor("name").line.setText("sugar")
    dialog.form.model.editor("idle_minutes").line.setText("15")
    dialog.form.address.editor("port").line.setText("8402")
    dialog.yes.click()
    [(served, name, port, network, *_)] = desk.engine.was_asked("serve")
    assert (served.model, served.name, served.idle_minutes, name, port, network) == (
        "m1",
        "sugar",
        15,
        "sugar",
        8402,
        None,
    )
    assert desk.went == [("serve", "e9")] and desk.context.memory["key e9"].secret == "my-secret"


def test_a_name_that_is_served_already_gets_a_number(qtbot, desk):
    desk.put_job(serve_job("e1"))
    assert opened(qtbot, desk, model="m1").form.model.editor("name").value() == "diabetes-2"


def test_it_is_added_behind_an_endpoint_that_runs(qtbot, desk):
    desk.put_job(serve_job("e1"))
    dialog = opened(qtbot, desk, model="m2", endpoint="e1")
    assert dialog.where.value == BEHIND and dialog.form.address.isHidden()
    dialog.yes.click()
    [(endpoint, served)] = desk.engine.was_asked("put_model")
    assert (endpoint, served.name, served.model) == ("e1", "tales", "m2")
    assert desk.went == [("serve", "e1")]


def test_what_is_asked_goes_by_the_task(qtbot, desk):
    desk.put_model(text_card("m3"))
    dialog = opened(qtbot, desk, model="m1")
    assert {"runner", "context", "bits"} <= set(dialog.form.model.hidden)
    assert choose(dialog, "m3") == [None, 8, 16, 32] and "runner" in dialog.form.model.hidden
    dialog.form.model.editor("bits").set_value(8)
    assert dialog.form.served().bits == 8
    assert choose(dialog, "m2") == [None, 4, 8, 16, 32] and "runner" not in dialog.form.model.hidden
    choose(dialog, "m1")
    assert dialog.form.served().bits is None


def choose(dialog, model):
    """The numbers of bits it may have."""
    dialog.models.setCurrentIndex(dialog.models.findData(model))
    dialog.models.activated.emit(0)
    bits = dialog.form.model.editor("bits").combo
    return [bits.itemData(row) for row in range(bits.count())]


def test_serving_on_the_network_has_a_switch_of_its_own_and_says_who_can_reach_it(qtbot, desk):
    dialog = opened(qtbot, desk, model="m1")
    assert dialog.form.banner.isHidden()
    dialog.form.address.editor("network").box.click()
    assert "any address of this machine" in dialog.form.banner.accessibleName()
    dialog.yes.click()
    [(_, _, _, network, *_)] = desk.engine.was_asked("serve")
    assert network["address"] == "0.0.0.0"  # noqa: S104 - it is only said


def test_what_is_wrong_stands_beside_its_field(qtbot, desk):
    dialog = opened(qtbot, desk, model="m1")
    dialog.form.model.editor("name").line.setText("two words")
    dialog.yes.click()
    assert not desk.engine.was_asked("serve") and dialog.form.model.problem_at("name")
    dialog.form.model.editor("name").line.setText("one")
    desk.engine.answers["serve"] = refused("port_taken", field="port", port=80)
    dialog.yes.click()
    assert dialog.form.address.problem_at("port") and not dialog.form.model.problem_at("name")
    desk.engine.answers["serve"] = refused(
        "served_name_in_use", field="models.0.name", name="one", endpoint="e"
    )
    dialog.yes.click()
    assert dialog.form.model.problem_at("name") and dialog.yes.isEnabled()
