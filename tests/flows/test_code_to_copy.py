"""The code that a person copies runs as it is: Python, curl and JavaScript ask real endpoints."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.system.paths import Home
from gui.pages.serve.snippets.curl import curl_code
from gui.pages.serve.snippets.javascript import javascript_code
from gui.pages.serve.snippets.python import python_code
from gui.pages.serve.snippets.question import Question
from tests.fakes.endpoint import Endpoint
from tests.fakes.served_model import SECRET, endpoint_directory, save_language_model, save_table_model

pytestmark = pytest.mark.flow

SAMPLING = {"temperature": 0.0, "top_p": 0.95, "max_tokens": 5, "repetition_penalty": 1.1, "seed": 3}
ROW = {"age": 51, "city": "Rome", "day": "2022-03-04"}


def run_python(question: Question, folder: Path) -> str:
    return _said([sys.executable, _written(folder / "code.py", python_code(question))])


def run_curl(question: Question, folder: Path) -> str:
    return _said(
        ["sh", _written(folder / "code.sh", curl_code(question).replace("curl", "curl --silent", 1))]
    )


def run_node(question: Question, folder: Path) -> str:
    return _said(["node", _written(folder / "code.js", javascript_code(question))])


def _written(path: Path, code: str) -> str:
    path.write_text(code)
    return str(path)


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    home = Home(tmp_path_factory.mktemp("home")).create()
    save_language_model(home, "language-1", context=256, chats=True)
    running = Endpoint(endpoint_directory(home, "language-1")).wait_until_ready()
    yield running
    running.end()


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    home = Home(tmp_path_factory.mktemp("home")).create()
    save_table_model(home, "table-1")
    running = Endpoint(endpoint_directory(home, "table-1")).wait_until_ready()
    yield running
    running.end()


def question(endpoint: Endpoint, model: str, **values: object) -> Question:
    return Question(url=f"http://127.0.0.1:{endpoint.port}", key=SECRET, model=model, **values)


needs = {
    name: pytest.mark.skipif(not shutil.which(name), reason=f"{name} is not installed")
    for name in ("curl", "node")
}


@needs["curl"]
@pytest.mark.parametrize("kind", ["chat", "complete"])
def test_all_languages_hear_the_same_text(talks, tmp_path, kind):
    asked = question(talks, "language-1", kind=kind, text="it's a “good” $film", sampling=SAMPLING)
    body = json.loads(run_curl(asked, tmp_path))
    choice = body["choices"][0]
    text = choice["message"]["content"] if kind == "chat" else choice["text"]
    assert body["usage"]["completion_tokens"] == 5
    assert run_python(asked, tmp_path) == f"{text}\n"
    if shutil.which("node"):
        assert run_node(asked, tmp_path) == f"{text}\n"


@needs["curl"]
def test_python_and_curl_get_the_same_prediction(table, tmp_path):
    status, said = table.predict(ROW)
    assert status == 200, said
    asked = question(table, "table-1", value=ROW)
    assert json.loads(run_curl(asked, tmp_path)) == said
    assert run_python(asked, tmp_path).strip() == str(said)


@needs["node"]
def test_node_gets_the_same_prediction(table, tmp_path):
    asked = question(table, "table-1", value=ROW)
    assert json.loads(run_node(asked, tmp_path)) == table.predict(ROW)[1]
