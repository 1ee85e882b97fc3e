"""Code to copy says exactly what the playground asks; against a real endpoint it runs in tests/flows."""

import ast
import base64
import json
import shlex
import shutil
import subprocess

import pytest

from gui.pages.serve.snippets.curl import curl_code
from gui.pages.serve.snippets.javascript import javascript_code
from gui.pages.serve.snippets.python import python_code
from gui.pages.serve.snippets.question import Question

HARD = 'it\'s "quoted" $HOME `x` \\ \u2028 \nnew line'
SAMPLING = {"temperature": 0.7, "top_p": 0.95, "max_tokens": 16, "min_p": 0.1, "stop": [HARD]}
VALUES = [HARD, {"a b": "ü'", "n": 1.5, "yes": True, "none": None}]


def question(**values):
    return Question(**{"url": "http://127.0.0.1:1", "key": "k", "model": "m", **values})


def sent_by_curl(code):
    words = shlex.split(code.replace("\\\n", " "))
    return json.loads(words[words.index("-d") + 1])


@pytest.mark.parametrize("value", VALUES)
def test_python_and_curl_say_exactly_the_input(value):
    asked = question(value=value)
    call = ast.parse(python_code(asked)).body[1].value
    sent = ast.literal_eval(next(word.value for word in call.keywords if word.arg == "json"))
    assert sent == asked.body == {"model": "m", "inputs": [value]}
    assert sent_by_curl(curl_code(asked)) == asked.body


@pytest.mark.parametrize(("kind", "name"), [("chat", "messages"), ("complete", "prompt")])
def test_a_talk_is_asked_with_openai_and_what_it_has_no_word_for_goes_beside(kind, name):
    asked = question(kind=kind, text=HARD, sampling=SAMPLING)
    tree = ast.parse(python_code(asked))
    call = next(
        each.value for each in tree.body if isinstance(each, ast.Assign) and each.targets[0].id == "answer"
    )
    sent = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
    assert {**sent.pop("extra_body"), **sent} == asked.body
    assert name in sent and "min_p" not in sent
    assert sent_by_curl(curl_code(asked)) == asked.body


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
@pytest.mark.parametrize("asked", [question(kind="chat", text=HARD, sampling=SAMPLING), question(value=HARD)])
def test_javascript_sends_exactly_the_question(asked):
    spy = (
        "globalThis.fetch = (url, how) => (console.log(JSON.stringify([url, how])), new Promise(() => {}));\n"
    )
    said = subprocess.run(
        ["node", "-e", spy + javascript_code(asked)], capture_output=True, text=True, check=True
    )
    address, how = json.loads(said.stdout)
    assert address == asked.address and how["headers"]["Authorization"] == "Bearer k"
    assert json.loads(how["body"]) == asked.body


def test_code_for_images_reads_the_file(tmp_path):
    path = tmp_path / "a b.png"
    path.write_bytes(b"\x89PNG" * 100_000)
    asked = question(picture=str(path), model='m"')
    sent = curl_code(asked).replace("\\\n", " ").replace("curl", "cat; true")
    body = json.loads(subprocess.run(["sh", "-c", sent], capture_output=True, text=True, check=True).stdout)
    assert base64.b64decode(body["inputs"][0]["image"]) == path.read_bytes() and body["model"] == 'm"'
    ast.parse(python_code(asked))


def test_an_endpoint_on_the_network_is_known_by_its_certificate():
    asked = question(url="https://box:1", certificate="/home/ada/certificate.pem", kind="chat", text="Hi")
    assert 'cafile="/home/ada/certificate.pem"' in python_code(asked)
    assert "--cacert /home/ada/certificate.pem" in curl_code(asked)
    assert javascript_code(asked).startswith("// start with NODE_EXTRA_CA_CERTS=/home/ada/certificate.pem")
    assert 'verify="/home/ada/certificate.pem"' in python_code(
        question(certificate="/home/ada/certificate.pem")
    )
