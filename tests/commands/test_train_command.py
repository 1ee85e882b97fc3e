"""``main.py train``: a bad spec is refused by field before anything starts; a good one is followed to its end."""

import json
import signal

import pytest

from engine.client.engine_client import EngineClient
from engine.commands.submission import looks_like_a_file, read_training_spec, submit
from engine.commands.train import result_of
from engine.schema.card import DatasetCard
from engine.schema.job import Job, State
from engine.schema.problem import Problem, UserError
from engine.schema.spec_file import parse_spec
from engine.schema.train import TrainSpec
from tests.conftest import last_json
from tests.fakes.pretrained_models import answers
from tests.fakes.service import SPEC

GOOD = """
task: tabular_regression
name: table
data: {source: table.csv, target: y}
model: {name: linear}
"""


@pytest.fixture
def spec_file(tmp_path):
    path = tmp_path / "spec.yaml"
    path.write_text(GOOD)
    return path


class FakeClient:
    """Takes in what is submitted; knows one dataset."""

    def __init__(self) -> None:
        self.imported: list[str] = []
        self.submitted: TrainSpec | None = None
        self.refusal: UserError | None = None

    def import_dataset(self, path: str) -> DatasetCard:
        if self.refusal:
            raise self.refusal
        self.imported.append(path)
        return self._card("new-1")

    def datasets(self) -> list[DatasetCard]:
        return [self._card("known-1")]

    def submit(self, spec: TrainSpec) -> str:
        self.submitted = spec
        return "job"

    def _card(self, id: str) -> DatasetCard:
        return DatasetCard(
            id=id, name="known.csv", source="", created=0, bytes=0, rows=0, columns=(), fingerprint=""
        )


def spec_with(source: str) -> TrainSpec:
    return TrainSpec.model_validate({**SPEC, "data": {"source": source, "target": "y"}})


def test_a_folder_beside_the_spec_is_registered(tmp_path):
    (tmp_path / "images").mkdir()
    client = FakeClient()
    submit(client, spec_with("images"), tmp_path)
    assert client.imported == [str(tmp_path / "images")]
    assert client.submitted.data.source == "new-1"


def test_a_file_beside_the_spec_is_registered(tmp_path):
    (tmp_path / "table.csv").write_text("y\n1\n")
    client = FakeClient()
    submit(client, spec_with("table.csv"), tmp_path)
    assert client.imported == [str(tmp_path / "table.csv")]
    assert client.submitted.data.source == "new-1"


@pytest.mark.parametrize("source", ["known-1", "known.csv", "other"])
def test_a_dataset_by_id_or_name_is_left_to_the_engine(tmp_path, source):
    client = FakeClient()
    submit(client, spec_with(source), tmp_path)
    assert (client.imported, client.submitted.data.source) == ([], source)


@pytest.mark.parametrize("source", ["gone.csv", "folder/gone", "../x"])
def test_a_file_that_is_not_there_is_named_with_its_field(tmp_path, source):
    with pytest.raises(UserError) as error:
        submit(FakeClient(), spec_with(source), tmp_path)
    assert (error.value.problems[0].field, error.value.problems[0].code) == ("data.source", "file_missing")


def test_a_file_that_cannot_be_imported_is_a_problem_of_its_field(tmp_path):
    (tmp_path / "table.csv").write_text("")
    client = FakeClient()
    client.refusal = UserError("dataset_empty")
    with pytest.raises(UserError) as error:
        submit(client, spec_with("table.csv"), tmp_path)
    assert error.value.problems[0].field == "data.source"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("models/base", "{here}/models/base"),
        ("../base", "{above}/base"),
        ("~/base", "{home}/base"),
        ("/models/base", "/models/base"),
        ("owner/model", "owner/model"),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_a_model_is_looked_for_beside_the_spec(tmp_path, monkeypatch, path, found, many):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "specs" / "models" / "base").mkdir(parents=True)
    client, run = FakeClient(), answers(path)
    sweep = {"kind": "sweep", "base": run, "ranges": {"training.batch_size": {"low": 1, "high": 8}}}
    submit(client, parse_spec(sweep if many else run), tmp_path / "specs")
    submitted = client.submitted.base if many else client.submitted
    places = {"here": tmp_path / "specs", "above": tmp_path, "home": tmp_path / "home"}
    assert submitted.model.path == found.format(**places)


def test_a_path_is_told_from_a_name():
    assert [looks_like_a_file(s) for s in ("a.csv", "a/b", "a\\b", "diabetes-1f", "iris")] == [True] * 3 + [
        False
    ] * 2


def test_a_spec_for_serving_is_refused(tmp_path):
    path = tmp_path / "serve.yaml"
    path.write_text("kind: serve\nmodels: [{name: m, model: m}]\n")
    with pytest.raises(UserError) as error:
        read_training_spec(path)
    assert error.value.problems[0].field == "kind"


def test_the_result_has_the_names_scripts_rely_on():
    job = Job(
        id="r",
        kind="train",
        name="r",
        state=State.FAILED,
        spec=spec_with("a"),
        created=0,
        directory="/d",
        error=Problem(code="unexpected"),
    )
    result = result_of(job)
    assert {"run", "state", "metrics", "model", "directory"} <= result.keys()
    assert (result["run"], result["state"], result["problems"][0]["code"]) == ("r", "failed", "unexpected")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (GOOD.replace("linear", "forest"), "model.name"),
        (GOOD + "training: {epochs: none}\n", "training.epochs"),
        (GOOD + "trainig: {}\n", "trainig"),
        ("{", None),
    ],
)
def test_a_bad_spec_ends_with_2_and_starts_nothing(modelyard, spec_file, text, field):
    spec_file.write_text(text)
    done = modelyard.run("train", str(spec_file), "--json")
    assert done.returncode == 2
    assert last_json(done.stdout)["problems"][0]["field"] == field
    assert (field or "YAML") in done.stderr
    assert not modelyard.home.engine_file.exists()


def test_a_spec_that_is_not_there_ends_with_2(modelyard):
    assert modelyard.run("train", "nowhere.yaml").returncode == 2


def publish(home, engine) -> None:
    """Let the commands find an engine of a test."""
    from engine.system.files import write_durably

    file = {
        "url": engine.url,
        "token": engine.token,
        "pid": engine.context.info.pid,
        "started": 0,
        "version": "0",
        "instance": engine.instance,
    }
    write_durably(home.engine_file, json.dumps(file))


@pytest.fixture
def engine(fake_engine, monkeypatch):
    """An engine whose job can be steered by the test, found by the command through its home."""
    publish(fake_engine.service.home, fake_engine)
    fake_engine.service.import_dataset = lambda new: FakeClient()._card("new-1")
    yield fake_engine
    fake_engine.service.home.engine_file.unlink(missing_ok=True)


def start_train(engine, spec_file):
    from tests.conftest import Program

    (spec_file.parent / "table.csv").write_text("y\n1\n")
    return Program(engine.service.home).start("train", str(spec_file), "--json")


def the_job(engine, wait_until) -> str:
    wait_until(lambda: engine.app.state.streams.open, 30, "the command follows its run")
    return next(iter(engine.service.by_id))


def test_ctrl_c_leaves_the_run_alone(engine, spec_file, wait_until):
    process = start_train(engine, spec_file)
    id = the_job(engine, wait_until)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "goes on" in err
    assert engine.service.job(id).state is State.WAITING


@pytest.mark.parametrize(("state", "code"), [(State.FINISHED, 0), (State.STOPPED, 1), (State.FAILED, 1)])
def test_the_exit_status_says_how_it_ended(engine, spec_file, wait_until, state, code):
    process = start_train(engine, spec_file)
    id = the_job(engine, wait_until)
    engine.service.add(id, state, metrics={"train": {"loss": 0.5}}, model=id)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == code
    assert last_json(out)["state"] == state.value
    assert last_json(out)["metrics"]["train"]["loss"] == 0.5


def test_an_engine_that_was_stopped_is_not_started_again_by_who_follows_a_run(engine, spec_file, wait_until):
    process = start_train(engine, spec_file)
    the_job(engine, wait_until)
    engine.service.home.engine_file.unlink()
    engine.end()
    out, err = process.communicate(timeout=40)
    assert process.returncode == 1
    assert "goes on" in err
    assert last_json(out)["state"] == "waiting"
    assert not engine.service.home.engine_file.exists()


def test_the_client_finds_it_by_the_published_file(engine):
    assert EngineClient(engine.url, engine.token).engine().home == str(engine.service.home.root)
