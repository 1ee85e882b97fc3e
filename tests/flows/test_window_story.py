"""Drop a file, launch on two ranks, close the window, come back, serve, ask: the real window on the real engine."""

import csv

import psutil
import pytest
import requests
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QWidget

from engine.client.engine_client import EngineClient
from engine.client.find import find_engine
from gui.app import create_window
from gui.forms.serve_dialog import ServeDialog
from gui.pages.serve.prediction_playground import PredictionPlayground
from gui.widgets.choice_card import ChoiceCard
from tests.flows.story import losses_of, write_table

pytestmark = pytest.mark.flow

PATIENCE = 60_000  # ms; a busy machine takes seconds to import torch in two ranks


@pytest.fixture
def open_window(qtbot, modelyard):
    """Opens the window on the test's home, as often as the story needs."""
    opened = []

    def open_one():
        window = create_window(modelyard.home)
        window.settings["language"] = "en"
        window.resize(1280, 800)
        window.show()
        window.connection.start()
        opened.append(window)
        qtbot.waitUntil(lambda: window.connection.state == "connected", timeout=PATIENCE)
        return window

    yield open_one
    for window in opened:
        window.settings["ask_before_closing"] = False
        window.close()


@pytest.fixture
def client(modelyard):
    """Asks the engine what the window should show."""

    def ask():
        found = find_engine(modelyard.home)
        return EngineClient(found.url, found.token)

    return ask


def drop(window: QWidget, path) -> None:
    """Drag a file from a file manager onto the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(600, 400), copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(600, 400), copy, data, left, none))


def click(qtbot, button: QAbstractButton) -> None:
    qtbot.waitUntil(lambda: button.isVisible() and button.isEnabled(), timeout=PATIENCE)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def write(qtbot, widget: QWidget, text: str) -> None:
    """Replace what stands in a field, as a person does: select all, type."""
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
    qtbot.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(widget, text)


def launch_from_a_dropped_file(qtbot, window, path, epochs: str) -> str:
    """Drop → New run → two ranks → Launch; gives the run's id."""
    drop(window, path)
    datasets = window.page("datasets")
    qtbot.waitUntil(lambda: window.library.datasets != {}, timeout=PATIENCE)
    click(qtbot, datasets.use)
    page = window.page("new_run")
    replicate = next(card for card in page.findChildren(ChoiceCard) if "Replicate" in card.accessibleName())
    click(qtbot, replicate)
    field = page.editor.training.form.editor("training.epochs").findChild(QLineEdit)
    write(qtbot, field, epochs)
    click(qtbot, page.bar.launch)
    qtbot.waitUntil(lambda: window.current_page[0] == "run", timeout=PATIENCE)
    return window.current_page[1]


def points(window) -> int:
    view = window.page("run").view
    return len(view.state.record.series["loss"]) if view else 0


def test_from_a_dropped_file_to_an_answer_with_the_window_closed_in_between(
    qtbot, open_window, modelyard, client, tmp_path, wait_until
):
    window = open_window()
    run = launch_from_a_dropped_file(qtbot, window, write_table(tmp_path / "table.csv"), "300")
    qtbot.waitUntil(lambda: points(window) > 20, timeout=PATIENCE)
    assert client().job(run).devices == ("cpu", "cpu")

    close_while_it_runs(qtbot, window)
    assert client().job(run).state in ("running", "finished")

    window = open_window()
    click(qtbot, window.findChild(QAbstractButton, "nav:runs"))
    qtbot.waitUntil(lambda: run in window.library.jobs, timeout=PATIENCE)
    window.show_page("run", run)
    qtbot.waitUntil(lambda: str(window.library.jobs[run].state) == "finished", timeout=2 * PATIENCE)
    total = window.library.jobs[run].progress.step  # it may stop early
    qtbot.waitUntil(lambda: points(window) == total, timeout=PATIENCE)  # from the first step to the last
    drawn = window.page("run").view.state.record.series["loss"]
    assert drawn.values.tolist() == pytest.approx(list(losses_of(modelyard.home.run(run)).values()))

    click(qtbot, window.page("run").view.serve)
    click(qtbot, window.page("run").findChild(ServeDialog).yes)
    qtbot.waitUntil(
        lambda: window.current_page[0] == "serve" and window.page("serve").view is not None, timeout=PATIENCE
    )
    view = window.page("serve").view

    def playground():
        shown = view.playgrounds.currentWidget()
        return shown if isinstance(shown, PredictionPlayground) and shown.button.isEnabled() else None

    qtbot.waitUntil(lambda: playground() is not None, timeout=PATIENCE)
    playground().form.set_value({"a": 1.0, "b": 1.0, "kind": "warm"})
    click(qtbot, playground().button)
    qtbot.waitUntil(lambda: playground().answer.isVisible(), timeout=PATIENCE)
    assert float(playground().answer.value.text()) == pytest.approx(4, abs=0.6)

    score = playground().open_scoring()
    score.scoring.choose(tmp_path / "table.csv")
    qtbot.waitUntil(score.begin.isEnabled, timeout=PATIENCE)
    click(qtbot, score.begin)
    qtbot.waitUntil(lambda: bool(score.scoring.score and score.scoring.score.path), timeout=PATIENCE)
    with score.scoring.score.path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 400
    assert float(rows[7]["y_predicted"]) == pytest.approx(float(rows[7]["y"]), abs=1)
    score.close()

    key = client().new_key("another program").secret
    answer = requests.post(
        f"{client().job(view.job_id).url}/v1/predict",
        json={"inputs": [{"a": 1.0, "b": 1.0, "kind": "warm"}]},
        headers={"Authorization": f"Bearer {key}"},
        timeout=10,
    )
    assert answer.json()["outputs"][0]["value"] == pytest.approx(4, abs=0.6)

    window.settings["ask_before_closing"] = False
    window.close()
    assert modelyard.run("engine", "--stop", "--all").returncode == 0
    wait_until(lambda: modelyard.processes() == [], 15, "no process of a job left")


def close_while_it_runs(qtbot, window) -> None:
    """Close, and answer the question what goes on with its first choice."""
    from PySide6.QtCore import QTimer

    seen = []

    def answer():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            QTimer.singleShot(50, answer)
            return
        seen.append(dialog)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(50, answer)
    window.close()
    assert seen, "closing the window said nothing of the run that goes on"
    assert not window.isVisible()


def test_the_window_never_loads_torch(modelyard, wait_until):
    process = modelyard.start(environment={"MODELYARD_STARTUP_TRACE": "1"})
    try:
        wait_until(lambda: modelyard.home.engine_file.exists(), 60, "the engine the window starts")
        mapped = {file_name(item.path) for item in psutil.Process(process.pid).memory_maps()}
        assert not any("libtorch" in name or "arrow" in name for name in mapped)
    finally:
        process.kill()
        process.communicate()


def file_name(path: str) -> str:
    return path.rsplit("/", 1)[-1]
