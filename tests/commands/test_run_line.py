"""The line of a run is the fold of its events, in few words."""

import io

from engine.commands.progress import Progress
from engine.commands.run_line import RunLine
from engine.commands.table import as_table


def line_of(*events: dict) -> RunLine:
    line = RunLine()
    for event in events:
        line.apply(event)
    return line


def started(step: int = 0) -> dict:
    return {"kind": "started", "attempt": 1, "step": step, "total_steps": 1200}


def metrics(first: int, losses: list, elapsed: float) -> dict:
    return {"kind": "metrics", "first_step": first, "values": {"loss": losses}, "elapsed": elapsed}


def test_before_its_first_step_it_says_what_it_waits_for():
    assert line_of().text() == "waiting for its devices"
    assert line_of({"kind": "phase", "name": "data"}).text() == "reading the data"


def test_steps_loss_and_time_left_stand_in_it():
    line = line_of(started(), metrics(1, [1.0], 1.0), metrics(2, [0.5] * 299, 4.0))
    assert line.text() == "step 300 of 1,200 · loss 0.5 · 9 s left"
    line.apply({"kind": "evaluation", "split": "validation", "step": 300, "values": {"loss": 0.25}})
    assert "validation 0.25" in line.text()


def test_a_resumed_run_is_timed_by_its_own_pace():
    line = line_of(started(), metrics(1, [1.0] * 900, 900.0), started(900), metrics(901, [1.0], 901.0))
    assert line.seconds_left is None
    line.apply(metrics(902, [1.0] * 99, 902.0))
    assert round(line.seconds_left) == 2


def test_a_loss_that_is_not_finite_is_said():
    assert "loss not finite" in line_of(started(), metrics(1, [None], 1.0)).text()


def test_an_event_it_does_not_know_changes_nothing():
    line = line_of(started(), metrics(1, [1.0], 1.0))
    before = line.text()
    line.apply({"kind": "something_new"})
    line.apply({"kind": "metrics", "first_step": 2, "values": {"loss": []}})
    assert line.text() == before


def test_a_table_is_as_wide_as_what_stands_in_it():
    assert as_table(("A", "B"), [("x", "long"), ("数据", "y")]) == "A     B\nx     long\n数据  y"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_and_a_file_few():
    terminal, file = Terminal(), io.StringIO()
    for out in (terminal, file):
        progress = Progress(out)
        progress.show("one")
        progress.show("two")  # too soon after the first
        progress.end("three")
    assert terminal.getvalue() == "\r\x1b[Kone\r\x1b[Kthree\n"
    assert file.getvalue() == "one\nthree\n"
