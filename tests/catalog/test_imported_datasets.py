"""Files become datasets once, whatever they are called, and recipes launch on their samples."""

from pathlib import Path

import pytest

from engine.jobs.service import Service
from engine.schema.api import NewDataset
from engine.schema.preview import StepsRequest
from engine.schema.problem import UserError
from engine.system.files import read_json, write_json
from engine.system.paths import Home
from tests.fakes.machine import FakeMachine


@pytest.fixture
def service(home: Home):
    service = Service(home, FakeMachine())
    yield service
    service.close()


def test_the_same_content_again_is_the_same_dataset(service: Service, tmp_path: Path):
    for name in ("first.csv", "second.csv"):
        (tmp_path / name).write_text("a,b\n1,2\n3,4\n")
    one = service.import_dataset(NewDataset(path=str(tmp_path / "first.csv")))
    two = service.import_dataset(NewDataset(path=str(tmp_path / "second.csv"), name="other"))
    assert one == two
    assert service.datasets() == [one]
    assert service.rows(one.id, 1, 5).rows == ((3, 4),)


def test_one_card_that_cannot_be_read_hides_no_other_dataset(home: Home, tmp_path: Path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    (tmp_path / "b.csv").write_text("a,b\n3,4\n")
    first = Service(home, FakeMachine())
    damaged, sound = (
        first.import_dataset(NewDataset(path=str(tmp_path / name))) for name in ("a.csv", "b.csv")
    )
    first.close()
    write_json(home.dataset(damaged.id) / "card.json", {"id": damaged.id, "of": "a later version"})
    home.run("run").model.mkdir(parents=True)
    write_json(home.run("run").model / "card.json", {"id": "run", "of": "a later version"})
    second = Service(home, FakeMachine())
    second.start()
    assert (second.datasets(), second.models()) == ([sound], [])
    second.close()


def test_steps_are_shown_on_an_imported_file(service: Service, tmp_path: Path):
    rows = "".join(f"{row},{'x' if row % 2 else ' Y '},{row * 2}\n" for row in range(40))
    (tmp_path / "a.csv").write_text("n,c,y\n" + rows)
    card = service.import_dataset(NewDataset(path=str(tmp_path / "a.csv")))
    step = {"step": "filter", "column": "n", "keep": "at_least", "value": "10"}
    data = {"source": card.id, "target": "y", "steps": [step]}
    shown = service.preview_steps(
        card.id, StepsRequest.model_validate({"task": "tabular_regression", "data": data})
    )
    assert (shown.rows, shown.steps[0].rows_after, shown.steps[0].touched) == (40, 30, 10)
    assert shown.split == {"train": 24, "validation": 3, "test": 3}


def test_a_deleted_dataset_leaves_the_file_it_came_from(service: Service, tmp_path: Path, home: Home):
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n")
    card = service.import_dataset(NewDataset(path=str(file)))
    service.delete_dataset(card.id)
    assert file.exists()
    assert list(home.datasets.iterdir()) == []
    with pytest.raises(UserError, match="no dataset"):
        service.dataset(card.id)
    assert service.import_dataset(NewDataset(path=str(file))).id == card.id


def test_a_person_may_say_that_a_file_is_a_text(service: Service, tmp_path: Path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    table = service.import_dataset(NewDataset(path=str(tmp_path / "a.csv")))
    text = service.import_dataset(NewDataset(path=str(tmp_path / "a.csv"), form="text"))
    assert (table.form, text.form) == ("table", "text")
    assert service.rows(text.id, 0, 5).rows == (("a,b",), ("1,2",))


def test_a_file_that_is_not_there_is_said(service: Service):
    with pytest.raises(UserError, match="not found"):
        service.import_dataset(NewDataset(path="/nowhere/at/all.csv"))


def test_a_path_that_does_not_say_where_it_starts_is_refused(service: Service):
    with pytest.raises(UserError, match="whole path"):
        service.import_dataset(NewDataset(path="here.csv"))


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the kernel's own files")
def test_a_file_of_the_kernel_is_not_read(service: Service):
    with pytest.raises(UserError, match="empty"):
        service.import_dataset(NewDataset(path="/proc/kmsg"))


def test_each_recipe_runs_on_its_sample(service: Service):
    for recipe in service.recipes():
        card = service.import_sample(recipe.id)
        check = service.check({**recipe.spec.model_dump(mode="json")})
        assert [problem for problem in check.problems if problem.severity == "error"] == []
        assert check.plan.rows["train"] > 0
        assert card.name


def test_a_sample_keeps_its_licence(service: Service, home: Home):
    card = service.import_sample("sentiment")
    assert card.licence == "CC0 1.0"
    assert read_json(home.dataset(card.id) / "card.json")["licence"] == card.licence
    assert service.dataset(card.id) == card
