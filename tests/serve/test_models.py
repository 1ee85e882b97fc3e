"""Names, versions and runners behind an endpoint, with real processes that have no model."""

import asyncio
import errno
import functools
import itertools
import os
import signal

import pytest

from engine.runner.exchange import Kind
from engine.runner.generation.request import GenerationRequest
from engine.serve import served, vigil
from engine.serve.caller import Caller
from engine.serve.copy import problem_of
from engine.serve.refused import Refused
from tests.fakes.serving import serving

ANYBODY = Caller("k", "anybody")
A = {"name": "a", "model": "one"}
TEXT = GenerationRequest(prompt="x", max_tokens=3)


def on_a_loop(story):
    """Run the coroutine function that a test is."""

    @functools.wraps(story)
    def test(*arguments, **named):
        asyncio.run(story(*arguments, **named))

    return test


async def refusal(work):
    with pytest.raises(Refused) as caught:
        await work
    return caught.value.status, caught.value.problem.code


@on_a_loop
async def test_a_request_is_answered_by_the_model_of_its_name(tmp_path):
    async with serving(tmp_path, A, {"name": "b", "model": "two"}) as behind:
        answers = await asyncio.gather(behind.ask("a", n=1), behind.ask("b", n=2))
        told = [(answer["name"], answer["model"], answer["asked"]["n"]) for answer in answers]
        assert told == [("a", "one", 1), ("b", "two", 2)]
        assert (behind["a"].state, behind["a"].told().can) == ("ready", ("predict", "complete"))
        assert await refusal(behind.ask("a", "refuse")) == (422, "not_text")


@on_a_loop
async def test_why_a_runner_computes_as_it_does_is_told_anew_when_it_changes(tmp_path):
    async with serving(tmp_path, A) as behind:
        await behind.ask("a", "compiled")
        await behind.until(lambda: behind["a"].told().why == "step_compiled")
        event, fields = behind.said[-1]
        assert (event, fields["served"].why) == ("ServedChanged", "step_compiled")


@on_a_loop
async def test_what_a_runner_does_before_it_is_ready_is_told(tmp_path):
    async with serving(tmp_path, {**A, "model": "slow-measuring"}) as behind:
        await behind.until(lambda: behind["a"].told().why == "runners_measured")
        assert behind["a"].told().state == "loading"
        (tmp_path / "loaded").touch()
        await behind.until(lambda: behind["a"].told().state == "ready")
        assert behind["a"].told().why is None


@on_a_loop
async def test_a_name_is_found_as_far_as_the_key_reaches(tmp_path):
    async with serving(tmp_path, A) as behind:
        find = behind.models.find
        assert find(None, ANYBODY) is find("a", ANYBODY) is find("one", ANYBODY) is behind["a"]
        behind.want(A, {"name": "b", "model": "two"})
        for name, caller, told in (
            (None, ANYBODY, (400, "model_name_needed")),
            ("one", ANYBODY, (404, "model_not_served")),
            ("a", Caller("k", "b alone", frozenset({"b"})), (403, "model_not_allowed")),
        ):
            with pytest.raises(Refused) as caught:
                find(name, caller)
            assert (caught.value.status, caught.value.problem.code) == told
        with pytest.raises(Refused) as caught:
            find(None, Caller("k", "b alone", frozenset({"b"})))
        assert caught.value.problem.params == {"known": "b"}, "the others’ names are not for this key"


@on_a_loop
async def test_a_text_comes_in_pieces_and_ends(tmp_path):
    async with serving(tmp_path, A) as behind:
        pieces = [piece async for piece in behind["a"].generate(TEXT)]
        assert [kind.name for kind, _ in pieces] == ["BEGUN", "DELTA", "DELTA", "DELTA", "END"]
        assert "".join(value[0]["text"] for kind, value in pieces if kind == Kind.DELTA) == "0 1 2 "
        assert behind["a"].waiting == 0


@on_a_loop
async def test_what_nobody_waits_for_is_taken_back_from_the_runner(tmp_path):
    async with serving(tmp_path, A) as behind:
        asked = asyncio.create_task(behind.ask("a", "hold"))
        text = behind["a"].generate(GenerationRequest(prompt="x"))
        await behind.until(lambda: behind["a"].waiting == 1)
        assert (await anext(text))[0] == Kind.BEGUN
        asked.cancel()
        await asyncio.wait([asked])
        await text.aclose()
        assert len((await behind.ask("a"))["cancelled"]) == 2
        assert behind["a"].waiting == 0


@on_a_loop
async def test_an_answer_that_takes_too_long_is_given_up(tmp_path):
    async with serving(tmp_path, A, answer_seconds=1) as behind:
        text = behind["a"].generate(GenerationRequest(prompt="x"))
        await anext(text)
        held = asyncio.create_task(behind.ask("a", "hold"))
        assert await refusal(held) == (504, "answer_too_late")
        with pytest.raises(Refused, match="answer_too_late"):
            async for _ in text:
                pass


@on_a_loop
async def test_a_full_queue_refuses_and_says_when_to_come_again(tmp_path):
    async with serving(tmp_path, A, queue=2) as behind:
        held = [asyncio.create_task(behind.ask("a", "hold")) for _ in range(2)]
        await behind.until(lambda: behind["a"].waiting == 2)
        with pytest.raises(Refused) as caught:
            await behind.ask("a")
        assert (caught.value.status, caught.value.headers) == (429, [(b"retry-after", b"1")])
        held[0].cancel()
        await asyncio.wait(held[:1])
        assert (await behind.ask("a"))["name"] == "a"


@on_a_loop
async def test_copies_share_the_requests_by_how_much_each_has_to_do(tmp_path):
    async with serving(tmp_path, {**A, "workers": 2}) as behind:
        await behind.until(lambda: behind["a"].pulse.memory and len(behind["a"]._versions.current.ready) == 2)
        held = asyncio.create_task(behind.ask("a", "hold"))
        await behind.until(lambda: behind["a"].waiting == 1)
        free = {(await behind.ask("a"))["pid"] for _ in range(3)}
        held.cancel()
        assert len(free) == 1
        assert (
            len({answer["pid"] for answer in await asyncio.gather(*(behind.ask("a") for _ in range(4)))}) == 2
        )


@on_a_loop
async def test_a_runner_that_dies_is_started_again_and_its_requests_may_be_repeated(tmp_path):
    async with serving(tmp_path, A, {"name": "b", "model": "two"}) as behind:
        other = (await behind.ask("b"))["pid"]
        pid = (await behind.ask("a"))["pid"]
        text = behind["a"].generate(GenerationRequest(prompt="x"))
        await anext(text)
        held = asyncio.create_task(behind.ask("a", "hold"))
        await behind.until(lambda: behind["a"].waiting == 2)
        os.kill(pid, signal.SIGKILL)
        assert await refusal(held) == (503, "runner_lost")
        with pytest.raises(Refused) as caught:
            async for _ in text:
                pass
        assert caught.value.headers == [(b"retry-after", b"1")]
        assert (await behind.ask("a"))["pid"] != pid  # it waits until it is back
        assert behind["a"].told().restarts == 1
        assert behind["a"].problem.code == "runner_killed"
        assert (await behind.ask("b"))["pid"] == other
        told = [said["served"] for kind, said in behind.said if kind == "ServedChanged"]
        states = [served.state for served in told if served.name == "a"]
        assert [state for state, _ in itertools.groupby(states)] == [
            "loading",
            "ready",
            "restarting",
            "ready",
        ]


@on_a_loop
async def test_a_nursery_that_dies_takes_no_name_with_it_for_long(tmp_path):
    async with serving(tmp_path, A) as behind:
        await behind.ask("a")
        os.kill(behind.nursery._process.pid, signal.SIGKILL)
        await behind.until(lambda: behind["a"].state == "restarting")
        assert (await behind.ask("a"))["name"] == "a"


@on_a_loop
async def test_a_request_waits_for_a_runner_no_longer_than_it_should(tmp_path, monkeypatch):
    monkeypatch.setattr(served, "LOADING_SECONDS", 0.1)
    async with serving(tmp_path, {"name": "a", "model": "slow"}) as behind:
        assert await refusal(behind.ask("a")) == (503, "model_loading")
        (tmp_path / "loaded").touch()
        await behind.models.settle()
        assert (await behind.ask("a"))["name"] == "a"


@on_a_loop
async def test_a_model_that_cannot_be_loaded_says_why_and_is_tried_again_when_asked_for_anew(tmp_path):
    async with serving(
        tmp_path, {"name": "a", "model": "damaged"}, {"name": "b", "model": "mortal"}
    ) as behind:
        await behind.models.settle()
        assert behind["a"].told().state == behind["b"].told().state == "failed"
        assert behind.models.failure().code == "model_damaged"
        assert await refusal(behind.ask("a")) == (503, "model_damaged")
        assert behind["b"].problem.params == {"signal": "SIGKILL"}
        behind.want(A)
        await behind.until(lambda: behind["a"].state == "ready")
        assert behind["a"].problem is None
        assert behind.models.failure() is None


@on_a_loop
async def test_a_swap_loses_no_request(tmp_path):
    async with serving(tmp_path, A, answer_seconds=2) as behind:
        answers = []

        async def client():
            while len(answers) < 3 or answers[-1]["model"] != "slow":
                answers.append(await behind.ask("a"))

        clients = [asyncio.create_task(client()) for _ in range(8)]
        held = asyncio.create_task(behind.ask("a", "hold"))
        await behind.until(lambda: answers)
        behind.want({"name": "a", "model": "slow"}, answer_seconds=2)
        assert behind["a"].told().next == "slow"
        before = len(answers)
        await behind.until(lambda: len(answers) > before + 10)
        assert {answer["model"] for answer in answers} == {"one"}  # as long as the new one loads
        (tmp_path / "loaded").touch()
        await asyncio.gather(*clients)
        assert (behind["a"].told().model, behind["a"].told().next) == ("slow", None)
        assert await refusal(held) == (504, "answer_too_late")  # the old one was left its time
        await behind.until(lambda: behind.said[-1][0] == "Swapped")
        assert behind.said[-1][1] == {"name": "a", "before": "one", "after": "slow", "dropped": 0}


@on_a_loop
async def test_a_new_version_that_fails_leaves_the_old_one(tmp_path):
    async with serving(tmp_path, A) as behind:
        await behind.models.settle()
        behind.want({"name": "a", "model": "damaged"})
        await behind.until(lambda: behind["a"].problem is not None)
        told = behind["a"].told()
        assert (told.model, told.state, told.next, told.problem.code) == (
            "one",
            "ready",
            None,
            "model_damaged",
        )
        assert (await behind.ask("a"))["model"] == "one"
        behind.want({"name": "a", "model": "damaged"})
        assert behind["a"].told().next == "damaged", "asked for again, it is tried again"
        await behind.until(lambda: behind["a"].problem is not None)
        behind.want(A)
        assert behind["a"].problem is None


@on_a_loop
async def test_a_name_that_is_removed_answers_what_it_has_and_no_more(tmp_path):
    async with serving(tmp_path, A, {"name": "b", "model": "slow"}, answer_seconds=2) as behind:
        pid = (await behind.ask("a"))["pid"]
        held = asyncio.create_task(behind.ask("a", "hold"))
        waits = asyncio.create_task(behind.ask("b"))
        await behind.until(lambda: behind["a"].waiting == 1 and behind["b"].waiting == 1)
        behind.want({"name": "c", "model": "three"}, answer_seconds=2)
        assert behind.models.names() == ["c"]
        assert await refusal(waits) == (404, "model_not_served")
        assert await refusal(held) == (504, "answer_too_late")
        await behind.until(lambda: not _runs(pid))
        assert ("ServedRemoved", {"name": "a"}) in behind.said


@on_a_loop
async def test_an_idle_model_gives_its_memory_back_until_it_is_asked(tmp_path):
    async with serving(tmp_path, {**A, "idle_minutes": 0.005}) as behind:
        pid = (await behind.ask("a"))["pid"]
        await behind.until(lambda: behind["a"].state == "idle" and not _runs(pid))
        assert (await behind["a"].introduced()).card.id == "one"  # known without loading it
        assert behind["a"].state == "idle"
        assert (await behind.ask("a"))["pid"] != pid


@on_a_loop
async def test_an_encrypted_model_waits_for_its_passphrase_and_keeps_it_for_the_next_runner(tmp_path):
    async with serving(tmp_path, {"name": "a", "model": "locked"}) as behind:
        await behind.models.settle()
        assert behind["a"].state == "locked"
        assert await refusal(behind.ask("a")) == (503, "model_locked")
        assert await refusal(behind["a"].unlock("wrong")) == (403, "passphrase_wrong")
        await behind["a"].unlock("sesame")
        assert await refusal(behind["a"].unlock("sesame")) == (409, "model_not_locked")
        os.kill((await behind.ask("a"))["pid"], signal.SIGKILL)
        await behind.until(lambda: behind["a"].told().restarts == 1)
        assert (await behind.ask("a"))["name"] == "a"


@on_a_loop
@pytest.mark.parametrize("models", [[{"name": "b", "model": "one"}], [{"name": "a", "model": "two"}]])
async def test_an_unlocking_ends_with_what_it_was_to_open(tmp_path, models):
    async with serving(tmp_path, {"name": "a", "model": "locked-frozen"}) as behind:
        await behind.models.settle()
        unlocking = asyncio.create_task(behind["a"].unlock("sesame"))
        await asyncio.sleep(0)
        behind.want(*models)
        assert await asyncio.wait_for(refusal(unlocking), 10) == (409, "model_not_locked")


@on_a_loop
async def test_a_new_version_that_is_encrypted_says_what_it_waits_for(tmp_path):
    async with serving(tmp_path, A) as behind:
        await behind.models.settle()
        behind.want({"name": "a", "model": "locked"})
        await behind.until(lambda: behind["a"].problem is not None)
        assert (behind["a"].state, behind["a"].problem.code) == ("ready", "model_locked")
        await behind["a"].unlock("sesame")
        assert (await behind.ask("a"))["model"] == "locked"
        assert behind["a"].problem is None


@on_a_loop
async def test_a_request_that_waits_has_a_model_loaded_again_that_was_unloaded_meanwhile(tmp_path):
    async with serving(tmp_path, {"name": "a", "model": "slow"}) as behind:
        waits = asyncio.create_task(behind.ask("a"))
        await behind.until(lambda: behind["a"].waiting == 1)
        behind["a"].unload()
        (tmp_path / "loaded").touch()
        assert (await waits)["name"] == "a"


@on_a_loop
async def test_no_room_for_a_process_is_said_and_tried_again(tmp_path, monkeypatch):
    def no_room(*_):
        raise OSError(errno.EAGAIN, "no room")

    async with serving(tmp_path, A) as behind:
        pid = (await behind.ask("a"))["pid"]
        monkeypatch.setattr(behind.nursery, "start", no_room)
        os.kill(pid, signal.SIGKILL)
        await behind.until(lambda: behind["a"].told().restarts == 2)
        assert behind["a"].problem.params["text"] == "no room"
        monkeypatch.undo()
        assert (await behind.ask("a"))["name"] == "a"


@on_a_loop
async def test_a_runner_that_is_asked_and_does_nothing_is_started_again(tmp_path, monkeypatch):
    monkeypatch.setattr(vigil, "SLACK_SECONDS", 0.0)
    async with serving(tmp_path, A, answer_seconds=1) as behind:
        assert await refusal(behind.ask("a", "hang")) in [(504, "answer_too_late"), (503, "runner_lost")]
        await behind.until(lambda: behind["a"].told().restarts == 1)
        assert behind["a"].problem.code == "runner_stuck"
        assert (await behind.ask("a"))["name"] == "a"


@on_a_loop
async def test_a_runner_that_stands_still_is_started_again(tmp_path, monkeypatch):
    monkeypatch.setattr(vigil, "SILENT_SECONDS", 1.5)
    async with serving(tmp_path, A) as behind:
        assert await refusal(behind.ask("a", "freeze")) == (503, "runner_lost")
        assert (await behind.ask("a"))["name"] == "a"
        assert behind["a"].problem.code == "runner_stuck"


@on_a_loop
async def test_a_runner_that_runs_out_of_memory_says_so_and_is_started_again(tmp_path):
    async with serving(tmp_path, A) as behind:
        assert await refusal(behind.ask("a", "eat")) == (503, "runner_lost")
        assert (await behind.ask("a"))["name"] == "a"
        assert behind["a"].problem.code == "runner_out_of_memory"


def test_a_silent_end_is_told_by_its_status():
    assert problem_of(-9, system_killed=True).code == "runner_out_of_memory"
    assert problem_of(-9, system_killed=False).code == "runner_killed"
    assert problem_of(-11, system_killed=True).params == {"signal": "SIGSEGV"}
    assert problem_of(3, system_killed=False).params == {"status": 3}


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
