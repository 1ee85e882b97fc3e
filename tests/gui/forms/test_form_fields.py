"""The schema as a form sees it; no display needed."""

from engine.schema.model_spec import MODELS_OF_TASK
from engine.schema.serve import ServeSpec
from engine.schema.train import TrainSpec
from gui.forms.fields import fields_at, fields_of, texts_of, title_of, walk
from gui.forms.paths import get_at, merged, set_at


def view(path: str):
    return fields_at(TrainSpec, path)[0]


def test_every_field_of_the_spec_has_a_title_and_says_what_it_is_for():
    for schema in (TrainSpec, ServeSpec):
        for field in walk(fields_of(schema)):
            assert field.title and field.title[0].isupper(), field.path
            if field.kind != "union":
                assert field.help, field.path


def test_bounds_unit_and_default_come_from_the_schema():
    batch = view("training.batch_size")
    assert (batch.kind, batch.default, batch.minimum, batch.maximum, batch.unit) == (
        "int",
        32,
        1,
        10_000_000,
        "rows",
    )
    clip = view("training.gradient_clip")
    assert clip.optional and clip.advanced and clip.default is None


def test_a_union_becomes_a_choice_with_the_fields_of_each_member():
    model = view("model")
    assert model.choice_path == "model.name"
    offered = {option.value: [field.name for field in option.fields] for option in model.options}
    assert set(offered) == {name for names in MODELS_OF_TASK.values() for name in names}
    assert offered["mlp"] == ["hidden", "dropout"] and offered["linear"] == []
    labels = [option.label for option in view("strategy").options]
    assert labels[:3] == ["Auto", "One device", "Replicate"] and labels[-1] == "Combine"


def test_a_group_inside_a_member_of_a_union_has_its_fields():
    mesh = next(option for option in view("strategy").options if option.value == "mesh")
    axes = next(field for field in mesh.fields if field.name == "mesh")
    assert axes.kind == "group"
    assert [field.path for field in axes.fields] == [
        "strategy.mesh.data",
        "strategy.mesh.tensor",
        "strategy.mesh.pipeline",
    ]


def test_constants_are_not_shown():
    assert "kind" not in [field.name for field in fields_of(TrainSpec)]


def test_what_belongs_to_a_fold_out_group_is_advanced_too():
    group = view("training.early_stopping")
    assert group.kind == "group" and group.optional
    assert all(field.advanced for field in group.fields)


def test_every_label_of_a_choice_is_among_the_texts_to_translate():
    texts = texts_of(TrainSpec)
    assert {"Replicate", "AdamW", "Cosine", "Fill in", "rows", "Learning rate"} <= set(texts)


def test_values_are_read_and_written_by_dotted_path():
    values: dict = {}
    set_at(values, "training.optimizer.name", "sgd")
    assert values == {"training": {"optimizer": {"name": "sgd"}}}
    assert get_at(values, "training.optimizer.name") == "sgd"
    assert get_at(values, "training.optimizer.name.more", 1) == 1


def test_merging_leaves_both_sides_as_they_were():
    base, over = {"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}
    assert merged(base, over) == {"a": {"b": 3, "c": 2}}
    assert base == {"a": {"b": 1, "c": 2}}


def test_a_problem_is_named_by_the_title_of_its_field_or_of_the_one_above():
    assert title_of(TrainSpec, "training.batch_size") == "Global batch"
    assert title_of(TrainSpec, "model.hidden.1") == "Hidden layers"
    assert title_of(TrainSpec, "model.nonsense") == "Model"
    assert title_of(TrainSpec, "nonsense") == ""
