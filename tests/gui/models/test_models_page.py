"""The list of models and what can be done with one."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QLabel

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from window_context import Desk, group_job, serve_job, tabular_card, text_card, train_job

from engine.schema.api import Key, NewEndpoint
from gui.forms.serve_dialog import ServeDialog
from gui.pages.models.model import NAME, SCORE
from gui.pages.models.page import ModelsPage
from gui.widgets.ask import Question
from gui.widgets.cells import ID


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.put_job(train_job("m1", "finished", model="m1"))
    desk.put_model(tabular_card(created=2.0))
    desk.put_model(text_card(created=1.0))
    return desk


@pytest.fixture
def page(qtbot, desk):
    page = ModelsPage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.show()
    return page


def test_the_newest_model_is_chosen_and_shown(page):
    assert page.chosen().id == "m1"
    texts = [label.text() for label in page.detail.findChildren(QLabel)]
    assert {"R²", "progression", "diabetes.csv", "one of f, m"} <= set(texts)


def test_each_task_is_listed_with_its_own_score(page):
    scores = {page.filter.index(row, SCORE).data() for row in range(2)}
    assert scores == {"R² 0.470", "Accuracy 0.880"}


def test_serving_makes_an_endpoint_and_keeps_its_key_for_the_page(desk, page):
    key = Key(id="k", name="key", created=1.0, hint="…", secret="my-secret")
    desk.engine.answers["serve"] = NewEndpoint(job=serve_job("e9"), key=key)
    page.detail.serve.click()
    page.findChild(ServeDialog).yes.click()
    [(served, *_)] = desk.engine.was_asked("serve")
    assert (served.model, served.name) == ("m1", "diabetes")
    assert desk.went == [("serve", "e9")]
    assert desk.context.memory["key e9"].secret == "my-secret"


def test_a_model_that_is_served_opens_its_endpoint(desk, page):
    desk.put_job(serve_job("e1"))
    assert page.detail.serve.text() == "Open endpoint"
    page.detail.serve.click()
    assert desk.went == [("serve", "e1")]


def test_delete_asks_first(desk, page):
    page.detail.delete.click()
    page.findChild(Question).yes.click()
    assert desk.engine.was_asked("delete_model") == [("m1",)]


def test_a_model_that_is_gone_leaves_the_list(desk, page):
    desk.library.apply({"revision": 2, "noun": "model", "id": "m1", "value": None})
    assert page.chosen().id == "m2"


def test_the_folder_is_the_runs_own_or_where_the_home_keeps_it(desk, page):
    assert page.folder(page.chosen()).parts[-2:] == ("m1", "model")
    desk.connection.home = SimpleNamespace(run=lambda id: SimpleNamespace(root=Path("/home") / id))
    assert page.folder(desk.library.models["m2"]) == Path("/home/m2/model")


def test_the_filter_looks_at_names_and_tasks(page):
    page.search.setText("sentiment")
    assert page.filter.rowCount() == 1


def test_without_models_the_page_leads_to_a_run(qtbot):
    desk = Desk()
    page = ModelsPage(desk.context)
    qtbot.addWidget(page)
    page.empty.button.click()
    assert desk.went == [("new_run", None)]


@pytest.fixture
def folds(desk, page):
    """Three models of one job, the last of which is told after a model of another."""
    mean = {"test": {"r2": {"mean": 0.455, "sd": 0.056, "values": [0.4, 0.45, 0.5]}}}
    desk.put_job(group_job("g", "folds", "finished", metrics=mean))
    for number in range(3):
        desk.put_model(
            tabular_card(f"g-{number}", name=f"age folds · fold {number}", group="g", created=5.0 + number)
        )
    return page


def names(page, above=None):
    count = page.filter.rowCount(above) if above is not None else page.filter.rowCount()
    rows = (
        page.filter.index(row, NAME, above) if above else page.filter.index(row, NAME) for row in range(count)
    )
    return [row.data() for row in rows]


def test_models_of_one_job_are_folded_beneath_it(desk, folds):
    assert names(folds) == ["age folds", "diabetes", "sentiment"]
    assert sorted(names(folds, folds.filter.index(0, 0))) == ["fold 0", "fold 1", "fold 2"]
    assert folds.filter.index(0, SCORE).data() == "R² 0.455 ± 0.056"
    folds.choose("g")
    assert folds.detail.isHidden() and not folds.group.isHidden()
    folds.group.open.click()
    assert desk.went == [("group", "g")]


def test_a_model_beneath_a_job_can_be_chosen_and_stays_chosen(desk, folds):
    folds.shown("g-1")
    assert folds.chosen().id == "g-1" and folds.table.isExpanded(folds.filter.index(0, 0))
    desk.put_model(tabular_card("m9", created=9.0))
    assert folds.chosen().id == "g-1"


def test_a_filter_finds_what_is_folded(folds):
    folds.search.setText("fold 2")
    assert [index.data(ID) for index in folds._indexes()] == ["g", "g-2"]


def test_the_one_model_that_a_sweep_kept_stands_by_itself(desk, page):
    desk.put_job(group_job("s", "sweep", "finished"))
    desk.put_model(tabular_card("s-3", name="best", group="s", created=9.0))
    assert names(page)[0] == "best"
