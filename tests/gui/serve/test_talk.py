"""Talking with a served language model: what is asked, what comes word by word, and what it took."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "fakes"))
from endpoint_page import open_page, playground, served, talk_model, tell
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from window_context import Desk, refused, serve_job, tabular_card

from engine.schema.problem import Problem
from gui.state.generation import Figures, Piece
from gui.state.talk import TOO_LONG, Talk

TALKS = {"can": ["predict", "chat", "complete"]}
SAMPLING = {"temperature": 0.7, "top_p": 0.95, "max_tokens": 256}


def chunk(text="", finish=None, **values):
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}], **values}


def pieces(*texts, begun=0.04, step=0.01):
    return [Piece(begun + step * place, chunk(text)) for place, text in enumerate(texts)]


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.put_model(talk_model("m1"))
    desk.put_model(talk_model("m2", created=1_790_000_999.0))
    desk.engine.answers["ask_stream"] = []
    return desk


def asked(desk):
    """(endpoint, path, body) of each question."""
    return desk.engine.was_asked("ask_stream")


@pytest.fixture
def page(qtbot, desk):
    spec = {
        "kind": "serve",
        "name": "tales",
        "models": [{"name": "tales", "model": "m1"}, {"name": "new", "model": "m2"}],
    }
    return open_page(qtbot, desk, served("tales", "m1", **TALKS), served("new", "m2", **TALKS), spec=spec)


def test_a_question_is_asked_with_all_that_was_said_before(desk):
    talk = Talk(desk.connection, "e1", "tales")
    talk.chat("Hello", SAMPLING, "Be short.")
    desk.connection.hearings[-1].feed(*pieces("Good", " day"))
    desk.connection.hearings[-1].end()
    talk.chat("Who are you?", SAMPLING)
    [(_, _, first), (endpoint, path, second)] = asked(desk)
    assert first["messages"] == [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": "Hello"},
    ]
    assert (endpoint, path, second["model"], second["stream"]) == ("e1", "v1/chat/completions", "tales", True)
    assert [each["content"] for each in second["messages"]] == ["Hello", "Good day", "Who are you?"]
    assert SAMPLING.items() <= second.items()


def test_figures_are_of_the_first_word_and_the_tokens_after_it(desk):
    talk = Talk(desk.connection, "e1", "tales")
    talk.chat("Hello", SAMPLING)
    usage = Piece(0.5, {"choices": [], "usage": {"completion_tokens": 46}})
    desk.connection.hearings[-1].feed(*pieces("a", "b", "c", begun=0.038, step=0.1), usage)
    desk.connection.hearings[-1].end()
    figures = talk.turns[-1].figures
    assert (figures.first, figures.tokens) == (0.038, 46)
    assert figures.rate == pytest.approx(45 / 0.2)
    assert Figures().rate is None


def test_a_refusal_and_a_break_are_said_in_place_and_what_was_written_stays(desk):
    talk = Talk(desk.connection, "e1", "tales")
    talk.chat("Hello", SAMPLING)
    desk.connection.hearings[-1].feed(*pieces("Good"))
    desk.connection.hearings[-1].end(refused("queue_full").problems)
    turn = talk.turns[-1]
    assert (turn.text, turn.finish) == ("Good", "failed") and turn.problem
    talk.repeat(SAMPLING)
    assert [each["content"] for each in asked(desk)[-1][2]["messages"]] == ["Hello"]
    assert len(talk.turns) == 2


def test_a_question_without_an_answer_is_not_asked_along_with_the_next(desk):
    """A template that wants turns to alternate would refuse both."""
    talk = Talk(desk.connection, "e1", "tales")
    for text, words, problems in (
        ("One", "Partly", refused("runner_lost").problems),
        ("Two", "", ()),
        ("Three", "3", ()),
    ):
        talk.chat(text, SAMPLING)
        desk.connection.hearings[-1].feed(*pieces(words))
        desk.connection.hearings[-1].end(problems)
    talk.chat("Four", SAMPLING)
    assert [each["content"] for each in asked(desk)[-1][2]["messages"]] == ["Three", "3", "Four"]


def too_long():
    return (Problem(code="endpoint_refused", params={"message": "Too long.", "code": TOO_LONG}),)


def test_a_talk_that_outgrows_its_model_goes_on_without_its_beginning(page, desk):
    for text in ("One", "Two", "Three"):
        send(page, text)
        desk.connection.hearings[-1].feed(*pieces(f"{text}!"))
        desk.connection.hearings[-1].end()
    send(page, "Four")
    desk.connection.hearings[-1].end(too_long())
    assert [each["content"] for each in asked(desk)[-1][2]["messages"]] == ["Three", "Three!", "Four"]
    assert SAMPLING.items() <= asked(desk)[-1][2].items()
    desk.connection.hearings[-1].feed(*pieces("Four!"))
    desk.connection.hearings[-1].end()
    bubbles = playground(page).lane.transcript.bubbles
    assert bubbles[-1].text.toPlainText() == "Four!" and len(bubbles) == 8
    assert "without the first 4 messages" in bubbles[-1].caption.text()
    send(page, "Five")
    said = [each["content"] for each in asked(desk)[-1][2]["messages"]]
    assert said == ["Three", "Three!", "Four", "Four!", "Five"], "what did not fit is not asked again"


def test_a_question_too_long_for_any_room_costs_no_memory_of_the_talk(desk):
    talk = Talk(desk.connection, "e1", "tales")
    for text in ("One", "Two"):
        talk.chat(text, SAMPLING)
        desk.connection.hearings[-1].feed(*pieces(f"{text}!"))
        desk.connection.hearings[-1].end()
    talk.chat("far too long", SAMPLING)
    while talk.writing:
        desk.connection.hearings[-1].end(too_long())
    assert talk.turns[-1].finish == "failed" and talk.turns[-1].unseen == 4
    talk.chat("Three", SAMPLING)
    said = [each["content"] for each in asked(desk)[-1][2]["messages"]]
    assert said == ["One", "One!", "Two", "Two!", "Three"]


def test_a_single_question_that_is_too_long_is_refused_in_words(desk):
    talk = Talk(desk.connection, "e1", "tales")
    talk.chat("Hello", SAMPLING, "Be short.")
    desk.connection.hearings[-1].end(too_long())
    assert len(asked(desk)) == 1 and not talk.writing
    assert (talk.turns[-1].finish, talk.turns[-1].problem) == ("failed", "The endpoint refused: Too long.")


def test_stop_keeps_what_was_written_and_hears_no_more(desk):
    talk = Talk(desk.connection, "e1", "tales")
    talk.complete("Once", SAMPLING)
    hearing = desk.connection.hearings[-1]
    hearing.feed(*pieces(" upon"))
    talk.stop()
    hearing.feed(*pieces(" a time"))
    assert hearing.closed and not talk.writing
    assert (talk.turns[0].text, talk.turns[0].finish) == (" upon", "stopped")


def test_enter_sends_and_shift_enter_begins_a_line(page, desk):
    composer = playground(page).composer
    QTest.keyClicks(composer.text, "One")
    QTest.keyClick(composer.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(composer.text, "two")
    QTest.keyClick(composer.text, Qt.Key.Key_Return)
    assert asked(desk)[0][2]["messages"][-1]["content"] == "One\ntwo"
    assert composer.text.toPlainText() == "" and composer.button.text() == "Stop"


def send(page, text):
    playground(page).composer.text.setPlainText(text)
    playground(page).composer.button.click()


def test_the_answer_grows_on_the_screen_as_plain_text(page, desk):
    send(page, "<b>Hello</b>")
    desk.connection.hearings[-1].feed(*pieces("<i>Good", "</i>"))
    you, model = playground(page).lane.transcript.bubbles
    assert (you.text.toPlainText(), model.text.toPlainText()) == ("<b>Hello</b>", "<i>Good</i>")
    desk.connection.hearings[-1].feed(Piece(0.1, {"choices": [], "usage": {"completion_tokens": 2}}))
    desk.connection.hearings[-1].end()
    assert model.caption.text() == "40 ms to first token · 100 tok/s · 2 tokens"
    assert playground(page).composer.button.text() == "Send"
    playground(page).clear.click()
    assert not playground(page).lane.transcript.bubbles


def test_what_is_wrong_in_the_sampling_stands_beside_its_field_and_nothing_is_asked(page, desk):
    page.view.sampling.form.editor("temperature").line.setText("hot")
    send(page, "Hello")
    assert not asked(desk)
    assert page.view.sampling.form.problem_at("temperature")


def test_a_refusal_stands_in_the_place_of_the_answer(page, desk):
    send(page, "Hello")
    desk.connection.hearings[-1].end(refused("queue_full").problems)
    bubble = playground(page).lane.transcript.bubbles[-1]
    assert not bubble.problem.isHidden() and bubble._frame.isHidden()
    playground(page).repeat.click()
    assert len(asked(desk)) == 2 and playground(page).lane.transcript.bubbles[-1].problem.isHidden()


def test_a_completion_shows_its_prompt_and_goes_on_from_it(page, desk):
    playground(page).mode._buttons["complete"].click()
    send(page, "Once upon")
    (_, path, body) = asked(desk)[0]
    assert (path, body["prompt"]) == ("v1/completions", "Once upon")
    desk.connection.hearings[-1].feed(Piece(0.1, {"choices": [{"index": 0, "text": " a time"}]}))
    assert playground(page).lane.transcript.bubbles[0].text.toPlainText() == "Once upon a time"


def test_two_versions_are_asked_the_same_and_answer_each_by_itself(page, desk):
    playground(page).mode._buttons["compare"].click()
    send(page, "Hello")
    assert [(body["model"], body["messages"]) for _, _, body in asked(desk)] == [
        ("tales", [{"role": "user", "content": "Hello"}]),
        ("new", [{"role": "user", "content": "Hello"}]),
    ]
    left, right = desk.connection.hearings
    right.feed(*pieces("R"))
    right.end()
    left.feed(*pieces("L"))
    words = [lane.transcript.bubbles[-1].text.toPlainText() for lane in playground(page).compared.lanes]
    assert words == ["L", "R"]
    assert playground(page).composer.button.text() == "Stop"  # the left one is still at it


def test_only_language_models_are_held_against_each_other_and_the_first_other_one_is_taken(qtbot, desk):
    desk.put_model(tabular_card("m5"))
    models = [{"name": "tales", "model": "m1"}, {"name": "prices", "model": "m5"}]
    spec = {"kind": "serve", "name": "tales", "models": models}
    table = served("prices", "m5", can=["predict"])
    page = open_page(qtbot, desk, served("tales", "m1", **TALKS), table, spec=spec)
    left, right = playground(page).compared.choices
    assert [right.itemText(place) for place in range(right.count())] == ["tales"]
    desk.put_job(serve_job("e2", model="m2", served=[served("tales-2", "m2", **TALKS)["served"]]))
    assert (left.currentText(), right.currentText()) == ("tales", "tales-2 · diabetes")


def test_a_model_without_a_conversation_completes(qtbot, desk):
    page = open_page(qtbot, desk, served("diabetes", "m1", can=["complete"]))
    assert playground(page).mode.value == "complete"
    assert playground(page).mode._buttons["chat"].isHidden()
    assert "completions.create" in page.view.code.code.code


def test_a_talk_goes_on_while_another_page_is_looked_at(qtbot, page, desk):
    send(page, "Hello")
    page.shown(None)
    desk.connection.hearings[-1].feed(*pieces("Good day"))
    page.shown("e1")
    tell(qtbot, page, served("tales", "m1", **TALKS))
    bubble = playground(page).lane.transcript.bubbles[-1]
    assert bubble.text.toPlainText() == "Good day"
    desk.connection.hearings[-1].feed(*pieces("!"))
    assert bubble.text.toPlainText() == "Good day!"


def test_the_stream_of_the_engine_is_read_to_its_end(desk):
    desk.engine.answers["ask_stream"] = [json.dumps(chunk("Good")), json.dumps(chunk(" day", "length"))]
    talk = Talk(desk.connection, "e1", "tales")
    talk.chat("Hello", SAMPLING)
    desk.connection.hearings[-1].run()
    assert (talk.turns[-1].text, talk.turns[-1].finish) == ("Good day", "length")
