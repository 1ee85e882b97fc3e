"""A draft: checked a moment after the last edit, late answers dropped, sent once."""

from pathlib import Path

import pytest

from engine.schema.problem import UserError
from engine.system.paths import Home
from gui.state.draft import Draft
from gui.state.draft_file import DraftFile
from tests.fakes.spec_context import FakeConnection

SPEC = {
    "kind": "train",
    "name": "one",
    "task": "tabular_regression",
    "data": {"source": "a", "target": "b"},
    "model": {"name": "mlp"},
}


@pytest.fixture
def connection(tmp_path):
    return FakeConnection(Home(tmp_path))


@pytest.fixture
def draft(qtbot, connection):
    return Draft(connection)


def test_many_edits_are_one_check_of_the_last(qtbot, draft, connection):
    with qtbot.waitSignal(draft.checked):
        for epochs in range(1, 20):
            draft.edit({**SPEC, "training": {"epochs": epochs}})
    assert [spec["training"]["epochs"] for spec in connection.engine.checked] == [19]


def test_an_answer_to_an_older_edit_is_dropped(qtbot, draft, connection):
    connection.held = True
    answers = []
    draft.checked.connect(answers.append)
    draft.edit(SPEC)
    qtbot.waitUntil(lambda: len(connection.waiting) == 1)
    draft.edit({**SPEC, "name": ""})
    qtbot.waitUntil(lambda: len(connection.waiting) == 2)
    connection.release(1)  # the newer answer comes first
    connection.release(0)
    assert len(answers) == 1 and answers[0].problems[0].field == "name"
    assert not draft.is_ready


def test_a_draft_is_ready_only_when_its_newest_edit_is_well(qtbot, draft):
    assert not draft.is_ready
    with qtbot.waitSignal(draft.checked):
        draft.edit(SPEC)
    assert draft.is_ready
    draft.edit({**SPEC, "name": "two"})
    assert not draft.is_ready


def test_an_edit_that_changes_nothing_asks_nothing(qtbot, draft, connection):
    with qtbot.waitSignal(draft.checked):
        draft.edit(SPEC)
    draft.edit(dict(SPEC))
    assert draft.is_ready and len(connection.engine.checked) == 1


def test_two_clicks_send_one_job(qtbot, draft, connection):
    draft.edit(SPEC)
    connection.held = True
    draft.launch()
    draft.launch()
    assert len(connection.engine.submitted) == 1


def test_a_lost_answer_is_asked_for_again_with_the_same_request(draft, connection):
    draft.edit(SPEC)
    connection.held = True
    draft.launch()
    connection.waiting.clear()
    draft._on_refused([])
    draft.launch()
    assert len(connection.engine.submitted) == 1


def test_the_next_launch_and_a_trial_are_other_requests(draft, connection):
    draft.edit(SPEC)
    draft.launch(trial=True)
    draft.launch()
    draft.launch()
    requests = [request for _, request, _ in connection.engine.submitted]
    assert len(set(requests)) == 3 and all(8 <= len(request) <= 64 for request in requests)
    assert [trial for _, _, trial in connection.engine.submitted] == [True, False, False]


def test_what_is_no_spec_yet_is_refused_with_its_fields(qtbot, draft, connection):
    draft.edit({**SPEC, "data": {"source": "a"}})
    with qtbot.waitSignal(draft.refused) as refused:
        draft.launch()
    assert refused.args[0][0].field == "data.target" and not connection.engine.submitted


def test_an_unfinished_draft_is_there_again_after_the_window_closed(qtbot, connection, tmp_path):
    file = DraftFile(tmp_path / "draft.json")
    draft = Draft(connection, file.save)
    draft.edit({**SPEC, "training": {"epochs": "many"}})
    draft.save_now()
    assert DraftFile(tmp_path / "draft.json").load()["training"] == {"epochs": "many"}
    draft.clear()
    assert file.load() is None


def test_a_damaged_draft_file_is_no_draft(tmp_path):
    path = tmp_path / "draft.json"
    for content in (b"", b"{", b"[1]", b"\xff\xfe"):
        path.write_bytes(content)
        assert DraftFile(path).load() is None


def test_a_saved_draft_opens_as_the_same_spec(qtbot, draft, tmp_path: Path):
    draft.edit(SPEC)
    draft.save_file(tmp_path / "one.yaml")
    draft.edit({**SPEC, "name": "other"})
    draft.open_file(tmp_path / "one.yaml")
    assert draft.spec["name"] == "one" and draft.spec["model"]["name"] == "mlp"


def test_a_file_that_is_no_yaml_is_refused_with_its_line(draft, tmp_path: Path):
    path = tmp_path / "bad.yaml"
    path.write_text("kind: train\nname: [\n")
    with pytest.raises(UserError) as refused:
        draft.open_file(path)
    assert refused.value.problems[0].code == "not_yaml"
    assert refused.value.problems[0].params["line"] >= 2
