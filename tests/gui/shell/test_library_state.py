"""What the change stream tells is what the window holds."""

import pytest

from gui.state.library import Library


def job(key: str, state: str = "running", kind: str = "train", created: float = 1.0) -> dict:
    spec = (
        {"kind": "serve", "models": [{"name": "m", "model": "m"}]}
        if kind == "serve"
        else {
            "kind": "train",
            "task": "tabular_regression",
            "data": {"source": "a.csv", "target": "y"},
            "model": {"name": "linear"},
        }
    )
    return {"id": key, "kind": kind, "name": key, "state": state, "spec": spec, "created": created}


def change(key: str, value: dict | None, noun: str = "job") -> dict:
    return {"revision": 1, "noun": noun, "id": key, "value": value}


@pytest.fixture
def library(connection) -> Library:
    return Library(connection)


def test_runs_and_endpoints_are_told_apart_newest_first(library):
    library.apply(change("old", job("old", created=1)))
    library.apply(change("new", job("new", created=2)))
    library.apply(change("served", job("served", kind="serve")))
    assert [each.id for each in library.runs()] == ["new", "old"]
    assert [each.id for each in library.endpoints()] == ["served"]


def test_what_the_first_lot_does_not_name_is_gone(library):
    removed = []
    library.job_removed.connect(removed.append)
    library.apply(change("kept", job("kept")))
    library.apply(change("gone", job("gone")))
    library.begin_lot()
    library.apply(change("kept", job("kept", "finished")))
    library.end_lot()
    assert set(library.jobs) == {"kept"}
    assert removed == ["gone"]
    assert library.is_synced


def test_a_move_is_told_once_and_not_by_the_first_lot(library):
    moves = []
    library.job_moved.connect(lambda *move: moves.append(move))
    library.apply(change("a", job("a", "running")))
    library.begin_lot()
    library.apply(change("a", job("a", "finished")))
    library.end_lot()
    assert moves == []
    library.apply(change("a", job("a", "failed")))
    library.apply(change("a", job("a", "failed")))
    assert moves == [("a", "finished", "failed")]


def test_a_removed_job_is_forgotten(library):
    library.apply(change("a", job("a")))
    library.apply(change("a", None))
    assert library.jobs == {}


def test_imports_are_known_while_they_are_under_way(library):
    told = {"id": "i", "name": "a.csv", "path": "/a.csv", "phase": "read", "done_bytes": 5, "total_bytes": 10}
    library.apply(change("i", told, "import"))
    library.apply(change("j", {**told, "id": "j"}, "import"))
    assert library.imports["i"].share == 0.5
    library.apply(change("i", None, "import"))
    assert set(library.imports) == {"j"}
    library.begin_lot()
    library.end_lot()
    assert library.imports == {}
