import base64
import math

import pytest

from engine.schema.card import InputField
from engine.serve.http.v2.inputs import inputs_of
from engine.serve.http.v2.metadata import model
from engine.serve.http.v2.outputs import tensors_of
from engine.serve.http.v2.tensor import Tensor
from engine.serve.refused import Refused
from tests.fakes.models import card_of

KINDS = ("number", "category", "date", "boolean")
TABLE = card_of("t", inputs=tuple(InputField(name=kind, kind=kind) for kind in KINDS))
TEXT = card_of(
    "x",
    input_form="text",
    inputs=(InputField(name="review", kind="text"),),
    labels=("bad", "good"),
    target="label",
)
IMAGE = card_of("i", input_form="image", labels=("cat", "dog"), target="animal")
ITEMS = card_of(
    "r",
    task="recommendation",
    target=None,
    inputs=(InputField(name="user", kind="category"), InputField(name="item", kind="category")),
)


def column(name, datatype, values, shape=None):
    return Tensor(name, datatype, (len(values),) if shape is None else shape, values)


def test_one_tensor_a_column_makes_a_record_a_row_and_missing_values_are_none():
    rows = inputs_of(TABLE, [
        column("number", "FP64", [1.5, math.nan]), column("category", "BYTES", [b"Rome", b""]),
        column("date", "BYTES", ["2024-01-01", ""], (2, 1)), column("boolean", "BOOL", [True, False]),
    ])  # fmt: skip
    assert rows == [
        {"number": 1.5, "category": "Rome", "date": "2024-01-01", "boolean": True},
        {"number": None, "category": None, "date": None, "boolean": False},
    ]


def test_whole_numbers_name_categories_and_switches():
    rows = inputs_of(
        TABLE,
        [column("number", "INT32", [3]), column("category", "INT64", [7]), column("boolean", "UINT8", [1])],
    )
    assert rows == [{"number": 3, "category": "7", "boolean": True}]


def test_a_side_that_is_not_given_is_left_out():
    assert inputs_of(
        ITEMS, [column("user", "BYTES", [b"u1", b""]), column("item", "BYTES", [b"", b"i1"])]
    ) == [{"user": "u1"}, {"item": "i1"}]


def test_a_text_is_its_tensor_and_an_image_its_file_or_base64():
    assert inputs_of(TEXT, [column("text", "BYTES", [b"a", "b"])]) == ["a", "b"]
    png = b"\x89PNG rest"
    encoded = base64.b64encode(png).decode()
    assert (
        inputs_of(IMAGE, [column("image", "BYTES", [png, encoded.encode(), encoded])])
        == [{"image": encoded}] * 3
    )


@pytest.mark.parametrize(
    ("card", "tensors", "code"),
    [(TABLE, [column("colour", "FP64", [1.0])], "tensor_unknown"), (TABLE, [column("number", "FP64", [1.0]), column("category", "BYTES", [b"a", b"b"])], "tensor_shape"),
     (TABLE, [column("number", "FP64", [1.0, 2.0], (1, 2))], "tensor_shape"), (TABLE, [column("number", "FP64", [], (0,))], "tensor_shape"),
     (TABLE, [column("number", "FP64", [1.0] * 5000)], "tensor_shape"), (TABLE, [column("number", "FP64", [1.0], ())], "tensor_shape"), (TABLE, [column("number", "FP64", [float("-inf")])], "tensor_data"),
     (TEXT, [column("text", "BYTES", [b"\xff"])], "tensor_text"), (TEXT, [column("text", "FP64", [1.0])], "tensor_datatype")],
)  # fmt: skip
def test_tensors_that_are_not_the_models_are_refused(card, tensors, code):
    with pytest.raises(Refused) as refused:
        inputs_of(card, tensors)
    assert (refused.value.status, refused.value.problem.code) == (400, code)


def test_labels_come_with_their_shares_in_the_order_that_the_metadata_says():
    outputs = [{"label": "good", "probabilities": {"good": 0.75, "bad": 0.25}}]
    label, shares = tensors_of(TEXT, outputs)
    assert (label.values, shares.shape, shares.values) == (["good"], (1, 2), [0.25, 0.75])
    told = model("x", TEXT)["outputs"]
    assert told[1]["parameters"]["labels"] == ["bad", "good"]
    assert [output["shape"] for output in told] == [[-1], [-1, 2]]


def test_several_labels_are_switches_in_the_same_order():
    card = TEXT.model_copy(update={"multi_label": True})
    outputs = [{"labels": ["good"], "label": "good", "probabilities": {"bad": 0.1, "good": 0.9}}]
    assert tensors_of(card, outputs)[2].values == [False, True]


def test_shorter_lists_of_items_end_in_empty_ones():
    outputs = [{"items": ["a", "b"], "scores": [2.0, 1.0]}, {"score": 0.5}]
    items, scores, score = tensors_of(ITEMS, outputs)
    assert (items.shape, items.values) == ((2, 2), ["a", "b", "", ""])
    assert scores.values[:2] == [2.0, 1.0] and all(map(math.isnan, scores.values[2:]))
    assert math.isnan(score.values[0]) and score.values[1] == 0.5
