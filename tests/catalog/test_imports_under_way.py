"""An import can be followed and ended, a file looked at before it is imported, and an image seen small."""

import threading
from pathlib import Path

import pytest

from engine.catalog.imports import Imports
from engine.data.intake.watch import Progress
from engine.jobs.service import Service
from engine.schema.api import NewDataset, SniffFile
from engine.schema.problem import UserError
from engine.schema.reading import ReadingOptions
from engine.system.paths import Home
from tests.data.making import encoded_image, fill
from tests.fakes.machine import FakeMachine


class Told(list):
    """Takes down what is published."""

    def publish(self, noun, id, value):
        self.append((noun, id, value))


@pytest.fixture
def service(home: Home):
    service = Service(home, FakeMachine())
    yield service
    service.close()


def code_of(caught) -> str:
    return caught.value.problems[0].code


def test_an_import_is_told_from_its_beginning_to_its_end():
    told = Told()
    imports = Imports(told.publish)
    with imports.watched("one-import", "t", Path("/t.csv")) as watch:
        watch.enter("survey", 100)
        watch.advance(40)
    first, *between, last = told
    assert first == (
        "import",
        "one-import",
        {"id": "one-import", "name": "t", "path": "/t.csv", **vars(Progress("waiting", 0, 0, None))},
    )
    assert {value["phase"] for _, _, value in between} == {"survey"}
    assert last == ("import", "one-import", None)


def test_a_cancelled_import_ends_at_its_next_step_and_its_id_is_free_again():
    imports = Imports(Told().publish)
    with pytest.raises(UserError) as caught, imports.watched("one-import", "t", Path("/t")) as watch:
        imports.cancel("one-import")
        watch.advance(1)
    assert code_of(caught) == "import_cancelled"
    with pytest.raises(UserError) as caught:
        imports.cancel("one-import")
    assert code_of(caught) == "import_unknown"
    with imports.watched("one-import", "t", Path("/t")), pytest.raises(UserError) as caught:
        imports.watched("one-import", "t", Path("/t")).__enter__()
    assert code_of(caught) == "import_in_use"


def test_cancelling_while_the_service_imports_leaves_nothing(service: Service, tmp_path: Path, home: Home):
    (tmp_path / "t.csv").write_text("a,b\n" + "1,2\n" * 500_000)
    problems = []

    def bring():
        try:
            service.import_dataset(NewDataset(path=str(tmp_path / "t.csv"), import_id="my-import"))
        except UserError as error:
            problems.append(error.problems[0].code)

    thread = threading.Thread(target=bring)
    thread.start()
    revision, seen = 0, []
    while not any(change.noun == "import" for change in seen):
        seen = service.changes.wait(revision, timeout=10)
    service.cancel_import("my-import")
    thread.join(60)
    assert (problems, service.datasets(), list(home.datasets.iterdir())) == (["import_cancelled"], [], [])
    assert [change for change in service.changes.snapshot()[1] if change.noun == "import"] == []


def test_a_look_changes_nothing(service: Service, tmp_path: Path, home: Home):
    (tmp_path / "t.csv").write_text("a;b\n1,5;x\n")
    reading = ReadingOptions(delimiter=",", header=False)
    assert service.sniff_file(SniffFile(path=str(tmp_path / "t.csv"))).rows == ((1.5, "x"),)
    assert (
        service.sniff_file(SniffFile(path=str(tmp_path / "t.csv"), reading=reading)).reading.delimiter == ","
    )
    assert (service.datasets(), list(home.datasets.iterdir())) == ([], [])


def test_a_folder_of_images_becomes_a_dataset_whose_images_can_be_seen(service: Service, tmp_path: Path):
    images = {
        f"{label}/{number}.png": encoded_image(300, 200, seed=number) for label in "ab" for number in range(2)
    }
    card = service.import_dataset(NewDataset(path=str(fill(tmp_path / "pets", images))))
    assert service.rows(card.id, 0, 1).rows[0][0] == {"bytes": len(images["a/0.png"])}
    small = service.thumbnail(card.id, 3, "image", 96)
    assert small.startswith(b"\x89PNG")
    assert int.from_bytes(small[16:20], "big") == 96
    for row, column in ((4, "image"), (0, "label"), (0, "nothing")):
        with pytest.raises(UserError) as caught:
            service.thumbnail(card.id, row, column, 96)
        assert code_of(caught) == "image_unknown"
