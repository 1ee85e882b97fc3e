"""What a person prepares for a dataset: kept, looked at a moment after the last edit, and taken along by a new run."""

import pytest

from engine.schema.preview import StepsPreview
from engine.schema.problem import UserError
from engine.system.paths import Home
from gui.state.steps import DataDraft, key_of
from tests.fakes.spec_context import DIABETES, REVIEWS, FakeConnection

LOG = {"step": "log", "columns": ["age"]}


@pytest.fixture
def connection(tmp_path):
    return FakeConnection(Home(tmp_path))


@pytest.fixture
def draft(qapp, connection):
    draft = DataDraft(connection, {})
    draft.show_dataset(DIABETES)
    connection.engine.looked_at.clear()
    return draft


def test_edits_are_looked_at_together_with_the_roles_that_the_import_proposes(qtbot, draft, connection):
    with qtbot.waitSignal(draft.looked):
        draft.edit([LOG], {"method": "block"})
        draft.edit([LOG, LOG], {"method": "block"})
    [(id, task, data)] = connection.engine.looked_at
    assert (id, task) == (DIABETES.id, "tabular_regression")
    assert data == {
        "source": DIABETES.id, "target": "progression", "steps": [LOG, LOG], "split": {"method": "block"},
    }  # fmt: skip


def test_a_draft_stands_in_the_memory_at_once_and_outlives_the_window(qtbot, draft, connection):
    with qtbot.waitSignal(draft.looked):
        draft.edit([LOG], {})
        assert draft._memory[key_of(DIABETES.id)] == {"steps": [LOG], "split": {}}
    draft.show_dataset(REVIEWS)
    assert draft.steps == []
    later: dict = {}
    DataDraft(connection, later)
    assert later == {key_of(DIABETES.id): {"steps": [LOG], "split": {}}}


def test_a_draft_goes_with_its_dataset(qtbot, draft, connection):
    with qtbot.waitSignal(draft.looked):
        draft.edit([LOG], {})
    draft.forget(DIABETES.id)
    later: dict = {}
    DataDraft(connection, later)
    assert later == {}


def test_an_answer_to_an_older_edit_is_dropped(draft, connection):
    told = []
    draft.looked.connect(told.append)
    connection.held = True
    draft.look()
    connection.engine.preview = StepsPreview(rows=1, total=1)
    draft.look()
    connection.release()
    assert told == []
    connection.release()
    assert [preview.total for preview in told] == [1]


def test_what_the_engine_refuses_is_told(draft, connection):
    told = []
    draft.refused.connect(told.append)

    def refuse(*asked):
        raise UserError("split_group_missing", field="data.split.group")

    connection.engine.preview_steps = refuse
    draft.look()
    assert [problems[0].code for problems in told] == ["split_group_missing"]
