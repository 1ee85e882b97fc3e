import json
import math

import numpy as np
import pytest
from tritonclient.utils import deserialize_bytes_tensor, np_to_triton_dtype, serialize_byte_tensor

from engine.serve.http.v2.message import read, write
from engine.serve.http.v2.tensor import FORMATS, Tensor, from_binary, from_json, to_binary, to_json
from engine.serve.refused import Refused

KINDS = [
    np.bool_,
    np.int8,
    np.int16,
    np.int32,
    np.int64,
    np.uint8,
    np.uint16,
    np.uint32,
    np.uint64,
    np.float16,
    np.float32,
    np.float64,
]


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_go_to_bytes_and_back_as_numpy_has_them(kind):
    array = np.array([0, 1, 100 if kind != np.bool_ else 1], dtype=kind)
    datatype = np_to_triton_dtype(array.dtype)
    values = from_binary(datatype, 3, memoryview(array.tobytes()))
    assert values == array.tolist()
    assert to_binary(Tensor("x", datatype, (3,), values)) == array.tobytes()


def test_every_number_of_the_protocol_is_known():
    assert {np_to_triton_dtype(np.dtype(kind)) for kind in KINDS} == set(FORMATS)


def test_texts_go_to_bytes_and_back_as_tritons_own_do():
    texts = np.array([b"", "größe".encode(), b"\x00\xff"], dtype=np.object_)
    encoded = serialize_byte_tensor(texts).item()
    assert from_binary("BYTES", 3, memoryview(encoded)) == texts.tolist()
    assert deserialize_bytes_tensor(to_binary(Tensor("x", "BYTES", (2,), ["größe", b"\x00"]))).tolist() == [
        "größe".encode(), b"\x00",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"\x01", b"\x05\x00\x00\x00ab", b"\xff\xff\xff\xff", b""])
def test_texts_that_are_cut_short_are_refused(data):
    with pytest.raises(ValueError):
        from_binary("BYTES", 1, memoryview(data))


def test_nested_lists_are_read_in_order_whatever_their_depth():
    assert from_json("INT64", 4, [[1, 2], [3, 4]]) == [1, 2, 3, 4]
    deep = [7]
    for _ in range(5000):
        deep = [deep]
    assert from_json("INT64", 1, deep) == [7]


@pytest.mark.parametrize(
    ("datatype", "data"),
    [("INT64", [1.5]), ("INT64", ["1"]), ("INT64", [True]), ("FP64", ["a"]), ("BYTES", [1]), ("BOOL", [2]), ("FP64", [1, 2]), ("FP64", None), ("FP64", [{}])],
)  # fmt: skip
def test_values_of_another_kind_or_number_are_refused(datatype, data):
    with pytest.raises(ValueError):
        from_json(datatype, 1, data)


def test_what_is_no_number_is_null_in_json():
    assert to_json(Tensor("x", "FP64", (2,), [math.nan, 1.0])) == [None, 1.0]


def body(inputs, binary=b"", **more):
    head = json.dumps({"inputs": inputs, **more}).encode()
    return head + binary, str(len(head)).encode()


A = {"name": "a", "shape": [2], "datatype": "FP32"}


@pytest.mark.parametrize(
    ("inputs", "binary", "code"),
    [([{**A, "parameters": {"binary_data_size": 8}}], b"\0" * 7, "tensor_data"), ([{**A, "parameters": {"binary_data_size": 8}}], b"\0" * 9, "tensor_header_length"),
     ([{**A, "parameters": {"binary_data_size": -8}}], b"", "below_minimum"), ([{**A, "data": [1]}], b"", "tensor_data"), ([{**A, "shape": [-2], "data": [1, 2]}], b"", "tensor_shape"),
     ([{**A, "shape": [1 << 40, 1 << 40], "data": [1]}], b"", "tensor_shape"), ([{**A, "shape": [4097], "data": [1] * 4097}], b"", "tensor_shape"),
     ([{**A, "datatype": "BYTES", "parameters": {"binary_data_size": 12}}], bytes(12), "tensor_data"), ([{**A, "datatype": "FP99", "data": [1, 2]}], b"", "tensor_datatype"), ([], b"", "too_short")],
)  # fmt: skip
def test_what_does_not_add_up_is_refused(inputs, binary, code):
    content, length = body(inputs, binary)
    with pytest.raises(Refused) as refused:
        read(content, length)
    assert (refused.value.status, refused.value.problem.code) == (400, code)


@pytest.mark.parametrize("length", [b"-1", b"x", b"99999", b"1" * 50])
def test_a_wrong_length_of_the_json_part_is_refused(length):
    with pytest.raises(Refused):
        read(body([{**A, "data": [1, 2]}])[0], length)


def test_each_output_comes_in_the_form_that_was_asked_for():
    given = [{**A, "data": [1, 2]}]
    wanted = [{"name": "y", "parameters": {"binary_data": True}}, {"name": "x"}]
    asked = read(body(given, id="7", outputs=wanted)[0], None)
    outputs = [
        Tensor("x", "FP64", (1,), [1.0]),
        Tensor("y", "FP64", (1,), [2.0]),
        Tensor("z", "FP64", (1,), [3.0]),
    ]
    content, headers, kind = write("m", "1", asked, outputs)
    length = int(dict(headers)[b"inference-header-content-length"])
    answer = json.loads(content[:length])
    assert answer["id"] == "7"
    assert [output["name"] for output in answer["outputs"]] == ["y", "x"]
    assert answer["outputs"][1]["data"] == [1.0]
    assert np.frombuffer(content[length:]).tolist() == [2.0]
    assert kind == b"application/octet-stream"
    with pytest.raises(Refused):
        write("m", "1", read(body(given, outputs=[{"name": "q"}])[0], None), outputs)
