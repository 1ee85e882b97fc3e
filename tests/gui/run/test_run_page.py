"""The page of one run, on recorded events."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from run_events import RunScript, finished_run, resumed_run
from window_context import Desk, checkpoint, group_job, part_job, refused, tabular_card, train_job

from engine.schema.api import LogPart
from engine.schema.problem import Problem
from gui.pages.run.page import RunPage
from gui.widgets.ask import Question


@pytest.fixture
def desk(qtbot):
    return Desk()


def open_page(qtbot, desk, **job):
    desk.put_job(train_job(**job))
    page = RunPage(desk.context)
    qtbot.addWidget(page)
    page.resize(1092, 800)
    page.shown("r1")
    page.show()
    return page


def feed(qtbot, desk, view, events):
    with qtbot.waitSignal(view.state.changed, timeout=5000):
        desk.connection.followings[-1].feed(events)
    qtbot.waitUntil(lambda: view.state.behind == 0, timeout=5000)


def visible(view):
    names = ("compare", "checkpoint", "pause", "resume", "retry", "serve", "stop", "stop_now", "delete")
    return {name for name in names if not getattr(view, name).isHidden()}


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("waiting", {"pause", "stop"}),
        ("starting", {"pause", "stop"}),
        ("running", {"checkpoint", "pause", "stop"}),
        ("pausing", {"stop"}),
        ("paused", {"resume", "stop"}),
        ("stopping", {"stop_now"}),
        ("stopped", {"retry", "delete"}),
        ("failed", {"retry", "delete"}),
        ("finished", {"serve"}),
    ],
)
def test_each_state_offers_what_it_can_take(qtbot, desk, state, buttons):
    page = open_page(qtbot, desk, state=state, model="r1" if state == "finished" else None)
    assert visible(page.view) == buttons


def test_a_trial_is_marked_and_cannot_be_served(qtbot, desk):
    page = open_page(qtbot, desk, state="finished", trial=True, model="r1")
    assert not page.view.trial.isHidden()
    assert "serve" not in visible(page.view)


def test_a_replayed_run_shows_its_progress_and_curves(qtbot, desk):
    page = open_page(qtbot, desk, progress={"seconds_left": 840.0})
    feed(qtbot, desk, page.view, RunScript(600).start().steps(1, 430).events)
    assert page.view.progress.words.text() == "Epoch 9 of 12 · step 430 / 600"
    assert page.view.progress.left.text() == "about 14 min left · 72%"
    assert len(page.view.charts.loss.chart.lines[0].series) == 430
    assert page.view.ranks.model.rowCount() == 2
    page.grab()


def test_a_resumed_run_draws_each_step_once(qtbot, desk):
    page = open_page(qtbot, desk)
    feed(qtbot, desk, page.view, resumed_run().events)
    assert page.view.charts.loss.chart.lines[0].series.steps.tolist() == list(range(1, 601))


def test_a_starting_run_says_what_it_does(qtbot, desk):
    page = open_page(qtbot, desk, state="starting")
    feed(qtbot, desk, page.view, RunScript(600).start().events)
    assert page.view.progress.words.text() == "Preparing the data"


def test_stop_asks_first_and_a_run_that_hangs_can_be_ended_at_once(qtbot, desk):
    page = open_page(qtbot, desk)
    page.view.stop.click()
    page.view.findChild(Question).yes.click()
    assert desk.engine.was_asked("stop") == [("r1", False)]
    desk.put_job(train_job(state="stopping"))
    page.view.stop_now.click()
    questions = [question for question in page.view.findChildren(Question) if question.isVisible()]
    questions[-1].yes.click()
    assert desk.engine.was_asked("stop")[-1] == ("r1", True)


def test_buttons_send_their_orders(qtbot, desk):
    page = open_page(qtbot, desk)
    page.view.checkpoint.click()
    page.view.pause.click()
    desk.put_job(train_job(state="paused"))
    page.view.resume.click()
    desk.put_job(train_job(state="failed"))
    page.view.retry.click()
    assert [call[0] for call in desk.engine.asked] == ["checkpoint", "pause", "resume", "retry"]


def test_what_the_engine_refuses_is_said(qtbot, desk):
    page = open_page(qtbot, desk)
    desk.engine.answers["pause"] = refused(
        "job_move_not_allowed", id="r1", state="finished", wanted="pausing"
    )
    page.view.pause.click()
    assert desk.told[-1][1] == "error"


def test_a_failure_is_said_in_words_and_leads_to_the_log(qtbot, desk):
    desk.engine.answers["log"] = LogPart(text="Traceback\nValueError: <b>x</b>\n", offset=30, size=30)
    page = open_page(qtbot, desk, state="failed", error=Problem(code="unexpected", params={}))
    assert not page.view.notice.isHidden()
    page.view.notice.acted.emit()
    assert page.view.pages.currentWidget() is page.view.log
    assert "<b>x</b>" in page.view.log.view.text.toPlainText()


def test_a_run_that_goes_on_is_followed_from_where_it_ended(qtbot, desk):
    page = open_page(qtbot, desk, state="failed")
    feed(qtbot, desk, page.view, RunScript(600).start().steps(1, 20).events)
    events = len(RunScript(600).start().steps(1, 20).events)
    desk.connection.followings[-1].end()
    desk.put_job(train_job(state="waiting"))
    assert len(desk.connection.followings) == 2
    assert desk.connection.followings[-1].path.endswith(f"offset={events}")


def test_another_run_takes_the_place_and_the_first_is_no_longer_followed(qtbot, desk):
    page = open_page(qtbot, desk)
    desk.put_job(train_job("r2"))
    page.shown("r2")
    assert desk.connection.followings[0].closed
    assert not desk.connection.followings[1].closed


def test_a_deleted_run_leaves_an_empty_page(qtbot, desk):
    page = open_page(qtbot, desk, state="failed")
    desk.library.apply({"revision": 2, "noun": "job", "id": "r1", "value": None})
    assert page.view is None


def test_scores_checkpoints_and_spec_are_shown(qtbot, desk):
    desk.engine.answers["checkpoints"] = [checkpoint(100), checkpoint(200, verified=False)]
    page = open_page(qtbot, desk, state="finished", model="r1")
    feed(qtbot, desk, page.view, finished_run(200).events)
    texts = [label.text() for label in page.view.scores.findChildren(QLabel)]
    assert "R²" in texts
    page.view._show_tab("checkpoints")
    model = page.view.checkpoints.model
    assert model.index(0, 0).data() == "step-000200"
    assert "damaged" in model.index(0, 4).data()
    assert "task: tabular_regression" in page.view.spec.code.code


def test_names_are_never_read_as_markup(qtbot, desk):
    page = open_page(qtbot, desk, name="<img src=x>")
    labels = page.findChildren(QLabel)
    assert any(label.text() == "<img src=x>" for label in labels)
    assert all(label.textFormat().name == "PlainText" for label in labels)


def test_a_new_name_is_sent(qtbot, desk):
    page = open_page(qtbot, desk)
    page.view.rename.click()
    question = page.view.findChild(Question)
    from PySide6.QtWidgets import QLineEdit

    question.findChild(QLineEdit).setText("second try")
    question.yes.click()
    assert desk.engine.was_asked("rename") == [("r1", "second try")]


def test_what_happened_on_the_way_is_said_while_it_lives_and_kept_with_the_spec(qtbot, desk):
    page = open_page(qtbot, desk)
    script = RunScript(600).start().steps(1, 20)
    script.say("note", problem={"code": "port_taken", "params": {"port": 1}, "severity": "warning"})
    feed(qtbot, desk, page.view, script.events)
    assert not page.view.notice.isHidden()
    desk.put_job(train_job(state="finished", model="r1"))
    assert page.view.notice.isHidden()
    names = [label.text() for label in page.view.spec.findChildren(QLabel)]
    assert "Noted" in names


def test_a_run_that_is_not_there_is_said(qtbot, desk):
    page = RunPage(desk.context)
    qtbot.addWidget(page)
    page.shown("nobody")
    desk.connection.followings[-1].end((Problem(code="unexpected", params={}),))
    assert not page.view.notice.isHidden()


def with_ranks(*rows, **more):
    rows = [
        {"rank": rank, "device": f"cuda:{rank}", "step_seconds": 0.2, **row} for rank, row in enumerate(rows)
    ]
    return RunScript(600).start().steps(1, 20).say("ranks", step=20, ranks=rows)


def test_a_straggler_is_named_with_its_cause(qtbot, desk):
    page = open_page(qtbot, desk)
    script = with_ranks({}, {}, {}, {})
    cause = {"device": "cuda:3", "temperature": 86}
    script.say("straggler", step=20, rank=3, slower=0.18, cause="hot_device", params=cause)
    feed(qtbot, desk, page.view, script.events)
    words = page.view.step_card.straggler.text()
    assert words.startswith("Rank 3 is 18 % slower than the others: every step waits for it.")
    assert "cuda:3" in words and "86 °C" in words


@pytest.mark.parametrize(
    ("cause", "params", "said"),
    [
        ("other_process", {"name": "blender", "pid": 41}, "blender (process 41)"),
        ("slow_data", {}, "data"),
        ("unknown", {}, ""),
        ("from_a_newer_version", {}, ""),
        ("hot_device", {}, ""),
    ],
)
def test_a_cause_is_said_as_far_as_it_is_known(qtbot, desk, cause, params, said):
    page = open_page(qtbot, desk)
    script = with_ranks({}, {}).say("straggler", step=20, rank=1, slower=0.3, cause=cause, params=params)
    feed(qtbot, desk, page.view, script.events)
    rest = page.view.step_card.straggler.text().partition("waits for it.")[2]
    assert (said in rest) if said else not rest.strip()


def test_what_a_step_reaches_and_sends_stands_below_its_bar(qtbot, desk):
    page = open_page(qtbot, desk)
    figures = {"flops": 9.5e11, "peak_share": 0.38, "bytes_sent": 21 * 2**20, "hidden": 0.012}
    feed(qtbot, desk, page.view, with_ranks(figures, figures).events)
    said = page.view.step_card.costs.text()
    assert said.split(" · ") == [
        "1.9 TFLOP/s",
        "38 % of the measured peak",
        "42 MiB sent a step",
        "12.0 ms of communication hidden behind backward",
    ]


def test_columns_of_the_ranks_show_where_a_rank_knows_them(qtbot, desk):
    page = open_page(qtbot, desk)
    feed(qtbot, desk, page.view, with_ranks({}, {}).events)
    table = page.view.ranks.table
    assert [table.isColumnHidden(column) for column in range(7)] == [False] * 4 + [True, True, False]
    rows = [{"staleness": 1.5, "role": "worker"}, {"role": "server"}]
    feed(qtbot, desk, page.view, with_ranks(*rows).events)
    assert not table.isColumnHidden(5)
    assert page.view.ranks.model.index(1, 0).data() == "1 · server"


def test_energy_is_a_number_where_the_devices_report_it(qtbot, desk):
    page = open_page(qtbot, desk)
    feed(qtbot, desk, page.view, with_ranks({}, {}).events)
    assert page.view.progress.energy.isHidden()
    feed(qtbot, desk, page.view, with_ranks({"energy": 1.1e6}, {"energy": 1.1e6}).events)
    assert "0.611 kWh" in page.view.progress.energy.accessibleName()


def test_a_language_model_has_its_speed_in_tokens(qtbot, desk):
    page = open_page(qtbot, desk)
    script = RunScript(600).start()
    script.events[0].update(units="tokens", units_per_row=256)
    feed(qtbot, desk, page.view, script.steps(1, 40).events)
    assert "tok/s" in page.view.progress.speed.accessibleName()
    assert page.view.charts.speed._title == "Throughput, tokens/s"


def out_of_memory(**changes):
    params = {"rank": 1, "phase": "backward", "text": "x", "changes": changes}
    return Problem(code="out_of_memory", params=params)


def test_a_run_out_of_memory_offers_the_setting_that_would_fit(qtbot, desk):
    desk.engine.answers["submit"] = lambda spec, *_: train_job("r2")
    error = out_of_memory(**{"strategy.name": "fsdp", "training.accumulation": 4})
    page = open_page(qtbot, desk, state="failed", error=error)
    said = page.view.notice.accessibleName()
    assert "Shard · Accumulate: 4" in said and "(in the backward pass)" in said
    page.view.notice.acted.emit()
    ((spec, _, trial),) = desk.engine.was_asked("submit")
    assert spec.strategy.name == "fsdp" and spec.training.accumulation == 4 and not trial
    assert desk.went == [("run", "r2")]


def test_changes_that_are_refused_are_put_right_in_a_new_run(qtbot, desk):
    page = open_page(qtbot, desk, state="failed", error=out_of_memory(**{"training.accumulation": 0}))
    page.view.notice.acted.emit()
    assert desk.told[-1][1] == "error" and desk.went == [("new_run", "r1")]
    assert desk.context.memory["changes r1"] == {"training.accumulation": 0}


def judged(step, metric="rmse", value=0.9):
    return {"metric": metric, "value": value, "step": step}


def test_the_best_evaluation_is_named_and_marked(qtbot, desk):
    page = open_page(qtbot, desk)
    script = RunScript(600).start().steps(1, 100)
    for event in script.events:
        if event["kind"] == "evaluation":
            event["judged"] = judged(50)
    feed(qtbot, desk, page.view, script.events)
    assert page.view.progress.best.accessibleName() == "best RMSE 0.900 step 50"
    best = next(line for line in page.view.charts.loss.chart.lines if line.name == "best")
    assert best.series.steps.tolist() == [50]


def test_a_score_is_drawn_beside_the_naive_answers(qtbot, desk):
    page = open_page(qtbot, desk)
    panel = page.view.charts.loss
    panel.choose("rmse")
    script = RunScript(600).start()
    for step in (50, 100):
        script.evaluate(step, baseline={"name": "mean", "rmse": 77.0})
    feed(qtbot, desk, page.view, script.events)
    lines = {line.name: line.series for line in panel.chart.lines}
    assert lines["validation"].steps.tolist() == [50, 100]
    assert lines["naive"].values.tolist() == [77.0, 77.0]
    panel.choose("loss")
    assert {line.name for line in panel.chart.lines} == {"loss", "validation", "best"}


def test_scores_stand_beside_the_naive_answers_and_a_worse_one_is_marked(qtbot, desk):
    page = open_page(qtbot, desk)
    script = (
        RunScript(600)
        .start()
        .evaluate(50, "test", final=True, baseline={"name": "mean", "rmse": 0.1, "mae": 99.0})
    )
    feed(qtbot, desk, page.view, script.events)
    page.view._show_tab("scores")
    texts = [label.text() for label in page.view.scores.table.findChildren(QLabel)]
    assert "▲ 0.100" in texts and "99.00" in texts


def test_points_of_curves_are_kept_though_the_model_tells_numbers_alone(qtbot, desk):
    page = open_page(qtbot, desk, state="finished", model="r1")
    script = RunScript(200).start().steps(1, 200)
    script.evaluate(200, "test", final=True, residuals={"predicted": [1.0, 2.0], "residual": [0.5, -0.5]})
    script.say("model", metrics={"test": {"rmse": 0.5}})
    feed(qtbot, desk, page.view, script.events)
    page.view._show_tab("scores")
    assert page.view.scores.pictures.scatter._pairs == ((1.0, 1.5), (2.0, 1.5))


def test_samples_of_a_language_model_come_newest_first_and_as_plain_text(qtbot, desk):
    page = open_page(qtbot, desk)
    assert page.view.tabs._buttons["samples"].isHidden()
    script = RunScript(600).start()
    for step, text in ((20, " <b>was</b>"), (40, " is")):
        script.say("sample", step=step, prompt="Alice", text=text)
    feed(qtbot, desk, page.view, script.events)
    page.view._show_tab("samples")
    said = page.view.samples.text.toPlainText()
    assert said.index("Step 40") < said.index("Alice is") < said.index("Step 20")
    assert "Alice <b>was</b>" in said
    feed(qtbot, desk, page.view, [*RunScript(600).start(20).events])
    assert "Step 40" not in page.view.samples.text.toPlainText()


def test_a_part_leads_to_its_job_and_moves_with_it(qtbot, desk):
    desk.put_job(group_job("g", "sweep"))
    desk.put_job(part_job("g", 3, "running"))
    page = RunPage(desk.context)
    qtbot.addWidget(page)
    page.shown("g-3")
    page.view.group.click()
    assert desk.went == [("group", "g")]
    assert page.view.group.text() == "part of age sweep"
    assert visible(page.view) - {"compare"} == {"checkpoint", "stop"}


def test_a_job_made_of_runs_is_sent_to_its_own_page_as_soon_as_it_is_known(qtbot, desk):
    page = RunPage(desk.context)
    qtbot.addWidget(page)
    page.shown("g")
    assert desk.went == []
    desk.put_job(group_job("g", "sweep"))
    assert desk.went == [("group", "g")] and page.view is None
    page.shown("g")
    assert desk.went == [("group", "g")] * 2


def test_the_report_is_offered_once_the_model_is_there(qtbot, desk):
    page = open_page(qtbot, desk, state="finished", model="r1")
    assert page.view.report.isHidden()
    desk.put_model(tabular_card("r1"))
    page.view.report.click()
    assert desk.went == [("report", "r1")]


def test_steps_of_cleaning_are_said_in_words(qtbot, desk):
    page = open_page(qtbot, desk)
    script = RunScript(600).start()
    script.events[0]["cleaned"] = {"step_1_filter": 12, "duplicates_dropped": 3, "target_missing": 0}
    feed(qtbot, desk, page.view, script.events)
    texts = [label.text() for label in page.view.spec.findChildren(QLabel)]
    assert "Step 1, Filter: 12, 3 duplicates" in texts
