import json
import signal
import socket
import threading

import pytest

from engine.system.files import read_json, write_json
from tests.conftest import wait_for
from tests.fakes.endpoint import Endpoint
from tests.fakes.served_model import SECRET, endpoint_directory, save_table_model, write_keys

GOOD = {"age": 30, "city": "Rome", "day": "2024-05-06"}


def test_a_record_gets_its_value(table):
    status, body = table.predict(GOOD, {**GOOD, "age": 45.5})
    assert status == 200
    assert body["model"] == "table-1"
    assert all(isinstance(output["value"], float) for output in body["outputs"])
    assert body["outputs"][0] != body["outputs"][1]
    assert table.predict({**GOOD, "age": 45.5})[1]["outputs"][0]["value"] == pytest.approx(
        body["outputs"][1]["value"], rel=1e-6
    )


def test_a_text_gets_its_label_and_probabilities(text):
    status, body = text.predict("a good film", "")
    assert status == 200
    for output in body["outputs"]:
        assert set(output["probabilities"]) == {"bad", "good"}
        assert sum(output["probabilities"].values()) == pytest.approx(1)
        assert output["label"] == max(output["probabilities"], key=output["probabilities"].get)


def test_a_text_is_continued(language):
    status, body = language.predict("a good", "half \ud800 a sign")
    assert status == 200
    assert [set(output) for output in body["outputs"]] == [{"text"}] * 2
    assert language.predict(3)[1]["error"]["code"] == "not_text"


def test_what_a_text_costs_is_counted_for_its_key_whatever_the_protocol(language):
    write_keys(language.files, SECRET, "my-counted")
    mine = {"Authorization": "Bearer my-counted"}
    tensor = {"name": "text", "datatype": "BYTES", "shape": [1], "data": ["a good"]}
    _, body = language.ask("POST", "/v1/predict", {"inputs": ["a good"]}, **mine)
    assert body["usage"] == {"prompt_tokens": 2, "completion_tokens": 64}
    assert language.ask("POST", "/v2/models/language-1/infer", {"inputs": [tensor]}, **mine)[0] == 200
    counted = {"prompt_tokens": 4, "completion_tokens": 128}

    def use() -> dict[str, int]:
        told = (read_json(language.files.usage) or {"keys": {}})["keys"].get("1", {})
        return {name: told.get(name) for name in counted}

    wait_for(lambda: use() == counted, 10)


@pytest.mark.parametrize(
    ("inputs", "index", "field", "code"),
    [([GOOD, {"city": "Rome", "day": "2024-05-06"}], 1, "age", "input_missing"), ([{**GOOD, "age": "old"}], 0, "age", "not_number"),
     ([GOOD, GOOD, {**GOOD, "day": "soon"}], 2, "day", "not_date"), ([{**GOOD, "colour": 1}], 0, "colour", "input_unknown"),
     ([GOOD, "text"], 1, None, "not_group"), ([{**GOOD, "age": True}], 0, "age", "not_number"), ([None], 0, None, "not_group")],
)  # fmt: skip
def test_a_wrong_input_is_named_by_index_and_field(table, inputs, index, field, code):
    status, body = table.predict(*inputs)
    assert status == 422
    assert (body["error"]["index"], body["error"]["field"], body["error"]["code"]) == (index, field, code)
    assert body["problems"][0]["field"] == ".".join(["inputs", str(index), *([field] if field else [])])
    assert body["error"]["message"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [(b"{", 400, "not_json"), (b'{"inputs": [NaN]}', 400, "not_json"), (b'{"inputs": [1' + b"0" * 5000 + b"]}", 400, "not_json"),
     (b"[]", 422, "not_group"), (b"{}", 422, "missing_key"), (b'{"inputs": []}', 422, "too_short"), (b'{"inputs": 3}', 422, "not_list"),
     (b'{"inputs": [1], "x": 2}', 422, "unknown_key"), (b'{"inputs": [' + b"1," * 4096 + b"1]}", 422, "too_long"),
     (b'{"inputs": ' + b"[" * 500 + b"]" * 500 + b"}", 400, "body_too_deep"), (b'{"inputs": ["\\ud800"]}', 422, "not_group")],
)  # fmt: skip
def test_a_wrong_request_is_refused_with_its_reason(table, body, status, code):
    answer = table.ask("POST", "/v1/predict", body)
    assert (answer[0], answer[1]["error"]["code"]) == (status, code)


@pytest.mark.parametrize("path", ["/health", "/v1/models", "/openapi.json", "/v1/predict", "/nothing"])
def test_every_route_asks_for_the_key(table, path):
    status, body = table.ask("GET", path, Authorization="Bearer wrong")
    assert (status, body["error"]["code"]) == (401, "unauthorised")


def test_unknown_routes_and_methods_answer_in_the_same_shape(table):
    assert table.ask("GET", "/nothing")[1]["error"]["code"] == "route_unknown"
    assert table.ask("GET", "/v1/predict")[1]["error"]["code"] == "method_not_allowed"
    assert table.ask("GET", "/docs")[0] == 404


def test_foreign_pages_and_names_are_refused(table):
    assert table.ask("GET", "/health", Origin="http://evil.com")[0] == 403
    assert table.ask("GET", "/health", Host="evil.com")[0] == 403


def test_the_description_names_the_fields_of_the_model(table):
    described = table.ask("GET", "/openapi.json")[1]
    asked = described["paths"]["/v1/predict"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert set(asked["properties"]["inputs"]["items"]["properties"]) == {"age", "city", "day"}


def test_a_change_of_the_keys_counts_at_once(table):
    write_keys(table.files, "my-second")
    wait_for(lambda: table.ask("GET", "/health")[0] == 401, 5, "refused")
    assert table.ask("GET", "/health", Authorization="Bearer my-second")[0] == 200
    write_keys(table.files, SECRET)
    wait_for(lambda: table.ask("GET", "/health")[0] == 200, 5, "accepted")


def test_many_clients_at_once_get_their_own_answers(table):
    alone = {age: table.predict({**GOOD, "age": age})[1]["outputs"][0]["value"] for age in range(20, 60, 5)}
    wrong = []

    def client(age):
        for _ in range(10):
            value = table.predict({**GOOD, "age": age})[1]["outputs"][0]["value"]
            if value != pytest.approx(alone[age], rel=1e-6):
                wrong.append((age, value))

    threads = [threading.Thread(target=client, args=(age,)) for age in alone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_traffic_is_told_to_whoever_asks(table):
    before = sum(second["requests"] for second in table.traffic())
    table.predict(GOOD)
    table.predict({})
    wait_for(lambda: sum(second["requests"] for second in table.traffic()) >= before + 2, 10, "traffic")
    last = table.traffic()[-1]
    assert last["p50"] > 0
    assert last["memory"] > 1 << 20
    assert last["total"] >= 2


def test_a_signal_ends_it_with_its_outcome_and_keeps_the_port(start):
    endpoint = start().wait_until_ready()
    port = endpoint.port
    endpoint.process.send_signal(signal.SIGTERM)
    assert endpoint.process.wait(10) == 0
    assert read_json(endpoint.files.outcome) == {"attempt": 1, "outcome": "stopped"}
    assert start().wait_until_ready().port == port


def test_requests_in_flight_are_finished(start):
    endpoint = start().wait_until_ready()
    body = json.dumps({"do": "wait"}).encode()
    head = (
        f"POST /v1/predict HTTP/1.1\r\nHost: 127.0.0.1:{endpoint.port}\r\nAuthorization: Bearer {SECRET}\r\n"
    )
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", endpoint.port), timeout=10) as link:
        link.sendall(head.encode() + body)
        wait_for(lambda: any(second["waiting"] for second in endpoint.traffic()), 10, "asked")
        endpoint.process.send_signal(signal.SIGTERM)
        wait_for(lambda: not _listens(endpoint.port), 10, "closed")
        (endpoint.files.root / "go").touch()
        assert link.recv(1000).startswith(b"HTTP/1.1 200")
    assert endpoint.process.wait(10) == 0


def test_an_order_ends_it(start):
    endpoint = start().wait_until_ready()
    write_json(endpoint.files.order, {"attempt": 1, "order": "stop", "checkpoint": 0})
    assert endpoint.process.wait(10) == 0
    assert read_json(endpoint.files.outcome)["outcome"] == "stopped"


def test_a_port_that_is_taken_is_said(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        endpoint = start(port=taken.getsockname()[1])
        assert endpoint.process.wait(30) == 1
    assert read_json(endpoint.files.errors / "rank0.json")["problem"]["code"] == "port_taken"


def test_a_model_whose_file_was_cut_short_is_refused_with_its_name(home):
    save_table_model(home)
    weights = home.run("table-1").model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    endpoint = Endpoint(endpoint_directory(home, "table-1"))
    assert endpoint.process.wait(60) == 1
    problem = read_json(endpoint.files.errors / "rank0.json")["problem"]
    assert (problem["code"], problem["params"]["file"]) == ("model_damaged", "model.safetensors")


def test_one_model_that_cannot_be_loaded_keeps_no_other_from_being_served(start):
    endpoint = start("one", "damaged").wait_until_ready()
    assert endpoint.ask("POST", "/v1/predict", {"model": "one"})[0] == 200
    status, body = endpoint.ask("POST", "/v1/predict", {"model": "damaged"})
    assert (status, body["error"]["code"]) == (503, "model_damaged")
    assert {event["served"]["name"]: event["served"]["state"] for event in endpoint.events("served")} == {
        "one": "ready",
        "damaged": "failed",
    }


def test_what_the_spec_asks_for_later_is_made_so(start, home):
    endpoint = start({"name": "a", "model": "one"}, {"name": "b", "model": "two"}).wait_until_ready()
    assert endpoint.ask("POST", "/v1/predict", {"model": "a"})[1]["model"] == "one"
    endpoint_directory(home, {"name": "a", "model": "three"}, "new")
    wait_for(lambda: endpoint.events("swapped") and endpoint.events("unserved"), 20, "swapped")
    assert endpoint.ask("POST", "/v1/predict", {"model": "a"})[1]["model"] == "three"
    assert endpoint.ask("POST", "/v1/predict", {"model": "new"})[0] == 200
    assert endpoint.ask("POST", "/v1/predict", {"model": "b"})[1]["error"]["code"] == "model_not_served"
    swapped = endpoint.events("swapped")[0]
    assert (swapped["name"], swapped["before"], swapped["after"]) == ("a", "one", "three")
    assert swapped["dropped"] == 0


def test_it_listens_on_loopback_alone_and_logs_no_secret(table):
    table.predict(GOOD)
    assert SECRET not in table.log()
    assert SECRET not in table.files.events.read_text()
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", table.port), timeout=30)


def _listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=30).close()
    except OSError:
        return False
    return True
