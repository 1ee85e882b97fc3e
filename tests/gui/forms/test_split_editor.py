"""The split: only the settings that matter for the way it is done."""

import pytest

from engine.schema.card import Column
from engine.schema.problem import Problem
from engine.schema.split_spec import SPLITS_OF_TEXT, SplitSpec
from gui.forms.split_editor import SplitEditor
from gui.state.split_fields import MATTERS


@pytest.fixture
def editor(qtbot):
    editor = SplitEditor()
    qtbot.addWidget(editor)
    editor.set_columns((Column(name="patient", kind="category"), Column(name="day", kind="date")))
    editor.resize(800, 300)
    editor.show()
    editor.form.set_unfolded(True)
    return editor


@pytest.mark.parametrize("method", sorted(MATTERS))
def test_only_what_matters_for_a_method_is_shown(editor, method):
    editor.set_value({"method": method})
    shown = {name for name in SplitSpec.model_fields if editor.form.editor(name).isVisibleTo(editor)}
    assert shown == {"method", "group", "leakage", *MATTERS[method]}


def test_a_split_goes_through_the_form_unchanged(editor):
    split = SplitSpec(method="group", group="patient", validation=0.2, test=0.25, seed=4)
    editor.set_value(split.model_dump(mode="json"))
    assert SplitSpec.model_validate(editor.value()) == split


def test_a_plain_text_is_offered_only_what_it_can_be_parted_by(editor):
    editor.set_text(True)
    combo = editor.form.editor("method").combo
    assert {combo.itemData(row) for row in range(combo.count())} == set(SPLITS_OF_TEXT)
    assert not editor.form.editor("group").isVisibleTo(editor)


def test_a_problem_of_the_split_stands_at_its_field(editor):
    editor.set_value({"method": "group"})
    other = Problem(code="target_missing", field="data.target")
    rest = editor.set_problems([Problem(code="split_group_missing", field="data.split.group"), other])
    assert rest == [other] and "needs a group" in editor.form.problem_at("group")
