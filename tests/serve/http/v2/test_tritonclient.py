"""Triton's own client, as shipped, against real servers with real models."""

import numpy as np
import pytest
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException, triton_to_np_dtype

from tests.fakes.served_model import SECRET

AGES, CITIES, DAYS = [30.0, 45.5], ["Rome", "Oslo"], ["2024-05-06", "2024-05-07"]


def key():
    """A fresh one for each call: the client writes into it."""
    return {"Authorization": f"Bearer {SECRET}"}


def tensor(name, values, datatype, binary=True):
    array = np.array(values, dtype=triton_to_np_dtype(datatype))
    given = triton.InferInput(name, list(array.shape), datatype)
    given.set_data_from_numpy(array, binary_data=binary)
    return given


def columns(binary=True, ages=AGES, datatype="FP64"):
    return [
        tensor("age", ages, datatype, binary),
        tensor("city", CITIES, "BYTES", binary),
        tensor("day", DAYS, "BYTES", binary),
    ]


@pytest.fixture
def client_of():
    clients = []

    def make(endpoint):
        clients.append(triton.InferenceServerClient(f"127.0.0.1:{endpoint.port}"))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def expected(table):
    rows = [{"age": age, "city": city, "day": day} for age, city, day in zip(AGES, CITIES, DAYS, strict=True)]
    return [output["value"] for output in table.predict(*rows)[1]["outputs"]]


@pytest.mark.parametrize("binary", [True, False])
@pytest.mark.parametrize("binary_out", [True, False, None])
def test_a_table_in_binary_and_in_json_gives_what_predict_gives(
    table, client_of, expected, binary, binary_out
):
    outputs = None if binary_out is None else [triton.InferRequestedOutput("value", binary_data=binary_out)]
    answer = client_of(table).infer(
        "table-1", columns(binary), outputs=outputs, headers=key(), request_id="9"
    )
    assert answer.as_numpy("value") == pytest.approx(expected, rel=1e-6)
    assert answer.get_response()["id"] == "9"


@pytest.mark.parametrize("datatype", ["FP32", "FP64", "INT32", "INT64"])
def test_numbers_of_every_width_are_taken(table, client_of, datatype):
    answer = client_of(table).infer("table-1", columns(ages=[30, 45], datatype=datatype), headers=key())
    assert answer.as_numpy("value").shape == (2,)


def test_health_metadata_and_configuration_are_what_the_client_reads(table, client_of):
    client = client_of(table)
    assert client.is_server_live(headers=key()) and client.is_server_ready(headers=key())
    assert client.is_model_ready("table-1", headers=key()) and not client.is_model_ready(
        "other", headers=key()
    )
    assert client.get_server_metadata(headers=key())["name"] == "modelyard"
    metadata = client.get_model_metadata("table-1", headers=key())
    assert [(told["name"], told["datatype"]) for told in metadata["inputs"]] == [
        ("age", "FP64"),
        ("city", "BYTES"),
        ("day", "BYTES"),
    ]
    assert client.get_model_config("table-1", headers=key())["output"][0]["data_type"] == "TYPE_FP64"
    assert client.get_model_repository_index(headers=key())[0]["state"] == "READY"
    version = metadata["versions"][0]
    assert client.is_model_ready("table-1", version, headers=key())
    assert client.infer("table-1", columns(), model_version=version, headers=key()).as_numpy(
        "value"
    ).shape == (2,)


def test_what_is_wrong_is_an_error_of_the_client_with_its_words(table, client_of):
    client = client_of(table)
    with pytest.raises(InferenceServerException, match="no tensor") as error:
        client.infer("table-1", [tensor("colour", [1.0], "FP64")], headers=key())
    assert error.value.status() == "400"
    with pytest.raises(InferenceServerException, match="missing") as error:
        client.infer("table-1", [tensor("age", [1.0], "FP64")], headers=key())
    assert error.value.status() == "422"
    with pytest.raises(InferenceServerException) as error:
        client.infer("nothing", columns(), headers=key())
    assert error.value.status() == "404"
    with pytest.raises(InferenceServerException) as error:
        client.infer("table-1", columns(), model_version="7", headers=key())
    assert error.value.status() == "404"
    with pytest.raises(InferenceServerException, match="key") as error:
        client.infer("table-1", columns(), headers={"Authorization": "Bearer wrong"})
    assert error.value.status() == "401"


def test_unloaded_models_come_back_when_they_are_asked(table, client_of, expected):
    client = client_of(table)
    client.unload_model("table-1", headers=key())
    assert client.get_model_repository_index(headers=key())[0]["state"] == "UNAVAILABLE"
    client.load_model("table-1", headers=key())
    assert client.get_model_repository_index(headers=key())[0]["state"] == "READY"
    assert client.infer("table-1", columns(), headers=key()).as_numpy("value") == pytest.approx(
        expected, rel=1e-6
    )


@pytest.mark.parametrize("binary", [True, False])
def test_texts_get_labels_and_shares(text, client_of, binary):
    client = client_of(text)
    answer = client.infer("text-1", [tensor("text", ["a good film", ""], "BYTES", binary)], headers=key())
    shares, labels = answer.as_numpy("probabilities"), answer.as_numpy("label")
    assert shares.sum(axis=1) == pytest.approx([1, 1])
    names = client.get_model_metadata("text-1", headers=key())["outputs"][1]["parameters"]["labels"]
    assert [label.decode() for label in labels] == [names[place] for place in shares.argmax(axis=1)]


def test_a_text_is_continued(language, client_of):
    answer = client_of(language).infer("language-1", [tensor("text", ["a good"], "BYTES")], headers=key())
    assert answer.as_numpy("text").shape == (1,)
    assert answer.as_numpy("text")[0].decode()
