"""The Machine page says what is known, says “unknown” for the rest, and ends nothing without a question."""

import pytest

from engine.schema.machine import Device, GpuSample, Machine, ProcessRow, Resources, Sample
from gui.pages.machine import process_card
from gui.pages.machine.process_card import ProcessCard
from gui.widgets.data_table import DataTable
from gui.widgets.label import Label

LEFT_OVER = ProcessRow(pid=7, started=1.0, name="python", belongs="left_over", can_end=True)


def machine(*devices: str) -> Machine:
    return Machine(
        hostname="box",
        system="Debian",
        cpu="x",
        threads=2,
        cores=2,
        devices=tuple(Device(id=each, name=each) for each in devices),
        home="/h",
        disk="/",
    )


def texts(page) -> list[str]:
    return [label.text() for label in page.findChildren(Label)]


def show(window, known: Machine, *samples: Sample, processes: tuple[ProcessRow, ...] = ()):
    window.show_page("machine")
    window.machine._on_machine(known)
    window.machine.apply(Resources(samples=samples, processes=processes))
    return window.page("machine")


def test_a_gpu_that_says_nothing_is_unknown(window):
    page = show(window, machine("cpu", "cuda:0"), Sample(time=1, gpus=(GpuSample(id="cuda:0"),)))
    assert texts(page).count("unknown") == 3  # heat and power, busy, memory
    assert "clock unknown" in texts(page)


def test_a_machine_without_gpus_shows_no_device_memory(window):
    page = show(window, machine("cpu"), Sample(time=1, cpu=50))
    assert page.findChild(DataTable).isColumnHidden(3)
    assert "% busy" not in texts(page)


@pytest.mark.parametrize(
    ("devices", "said"),
    [
        ((), "–"),
        (("cuda:1",), "cuda:1"),
        (("cuda:0", "cuda:1", "cuda:2"), "cuda:0–2"),
        (("cuda:0", "cuda:2"), "cuda:0, cuda:2"),
    ],
)
def test_neighbouring_devices_are_said_as_a_range(devices, said):
    assert process_card._devices(devices) == said


@pytest.mark.parametrize("agreed", [True, False])
def test_a_left_over_process_is_ended_only_after_a_yes(qtbot, window, door, monkeypatch, agreed):
    ended, asked = [], []
    door.client.end_process = lambda pid, started: ended.append((pid, started))
    monkeypatch.setattr(process_card, "confirm", lambda *_: asked.append(1) or agreed)
    card = ProcessCard(window.context)
    qtbot.addWidget(card)
    window.connection.start()
    card._on_acted(LEFT_OVER, "action")
    answered = []
    window.connection.call(lambda client: 1, answered.append)
    qtbot.waitUntil(lambda: bool(answered) and len(ended) == int(agreed))
    assert asked == [1]


def test_a_run_is_opened_from_its_process(window, qtbot):
    row = ProcessRow(pid=7, started=1.0, name="python", belongs="run", job="r-1", job_name="r")
    card = ProcessCard(window.context)
    qtbot.addWidget(card)
    card._on_acted(row, "action")
    assert window.current_page == ("run", "r-1")
