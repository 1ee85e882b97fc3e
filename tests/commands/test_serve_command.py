"""A model is named by its id, or by a name that only it has."""

import pytest

from engine.commands.models import row_of
from engine.commands.serve_options import choose_model
from engine.schema.card import ModelCard
from engine.schema.problem import UserError


def card(id: str, name: str) -> ModelCard:
    return ModelCard(
        id=id,
        name=name,
        created=0,
        task="tabular_regression",
        run=id,
        spec={},
        inputs=(),
        input_form="record",
        target="y",
    )


MODELS = [card("a-1", "table"), card("b-2", "text"), card("c-3", "text"), card("table", "odd")]


@pytest.mark.parametrize(
    ("wanted", "id"), [("a-1", "a-1"), ("odd", "table"), ("table", "table"), ("c-3", "c-3")]
)
def test_an_id_goes_before_a_name(wanted, id):
    assert choose_model(MODELS, wanted).id == id


@pytest.mark.parametrize(("wanted", "code"), [("text", "model_ambiguous"), ("nothing", "model_unknown")])
def test_a_name_that_fits_several_or_none_is_refused(wanted, code):
    with pytest.raises(UserError) as error:
        choose_model(MODELS, wanted)
    assert error.value.problems[0].code == code
    if code == "model_ambiguous":
        assert "b-2, c-3" in str(error.value)


def test_a_row_of_models_has_id_name_and_state():
    row = row_of(MODELS[0], is_served=True)
    assert (row["id"], row["name"], row["state"]) == ("a-1", "table", "served")


def test_serving_what_is_not_there_says_so(modelyard):
    done = modelyard.run("serve", "nothing")
    assert done.returncode == 1
    assert "nothing" in done.stderr
    assert modelyard.json("models") == []
    assert modelyard.json("runs") == []
