"""The nursery as its server has it, with runners that have no model."""

import asyncio
import json
import socket

import psutil
import pytest

from engine.runner.exchange import FrameReader, Kind, frame
from engine.schema.serve import LimitsSpec, ServedSpec
from engine.serve.nursery import Nursery
from tests.fakes.runner_program import PROGRAM

TOLD = {
    "served": ServedSpec(name="a", model="one").model_dump(mode="json"),
    "limits": LimitsSpec().model_dump(mode="json"),
    "threads": 3,
}


@pytest.fixture
def on_loop(tmp_path, monkeypatch):
    """Run a story with a nursery on a loop; the mark of a job is in the environment."""
    monkeypatch.setenv("MODELYARD_JOB_ID", "job-7")

    def run(story):
        async def with_nursery():
            nursery = Nursery(tmp_path, PROGRAM)
            try:
                nursery.listen()
                await story(nursery)
            finally:
                nursery.close()

        asyncio.run(with_nursery())

    return run


def started(nursery, **fields):
    """A runner's number, and our end of its socket."""
    ours, theirs = socket.socketpair()
    ours.settimeout(20)
    with theirs:
        return nursery.start({**TOLD, **fields}, theirs.fileno()), ours


def heard(ours, kind):
    """The next frame of that kind."""
    reader = FrameReader()
    while True:
        for taken in reader.feed(ours.recv(1 << 16)):
            if taken.kind == kind:
                return taken


async def answer(ours):
    """What a runner says of itself."""
    ours.sendall(frame(Kind.PREDICT, 1, b"{}"))
    return json.loads((await asyncio.to_thread(heard, ours, Kind.ANSWER)).payload[2:])


def test_each_runner_has_its_own_socket_its_share_of_threads_and_the_mark_of_its_job(on_loop):
    async def story(nursery):
        (_, one), (_, other) = started(nursery), started(nursery, threads=2)
        first, second = await answer(one), await answer(other)
        assert (first["threads"], second["threads"]) == (3, 2)
        runner = psutil.Process(first["pid"])
        assert runner.parent().pid == psutil.Process(second["pid"]).parent().pid == nursery._process.pid
        assert runner.parent().environ()["MODELYARD_JOB_ID"] == "job-7"
        sockets = [f for f in (runner.net_connections("unix")) if f.fd > 2]
        assert len(sockets) == 1  # none of another runner, nor of the nursery

    on_loop(story)


def test_the_end_of_a_runner_is_told_with_its_status(on_loop):
    async def story(nursery):
        closed, ours = started(nursery)
        await answer(ours)
        ours.close()
        assert await asyncio.wait_for(nursery.ended(closed), 20) == 0
        killed, ours = started(nursery)
        await answer(ours)
        nursery.kill(killed)
        assert await asyncio.wait_for(nursery.ended(killed), 20) == -9
        failed, ours = started(nursery, served={**TOLD["served"], "model": "damaged"})
        told = await asyncio.to_thread(heard, ours, Kind.FAILED)
        assert json.loads(told.payload)["code"] == "model_damaged"
        assert await asyncio.wait_for(nursery.ended(failed), 20) == 1

    on_loop(story)


def test_a_runner_says_every_second_that_it_lives_also_while_it_loads(on_loop):
    async def story(nursery):
        _, ours = started(nursery, served={**TOLD["served"], "model": "slow"})
        said = json.loads((await asyncio.to_thread(heard, ours, Kind.PULSE)).payload)
        assert said["memory"] > 1 << 20
        assert (said["waiting"], said["running"], said["steps"], said["cache"]) == (0, 0, 0, None)

    on_loop(story)


def test_runners_end_with_their_nursery_and_it_with_its_server(on_loop):
    async def story(nursery):
        _, ours = started(nursery)
        runner = psutil.Process((await answer(ours))["pid"])
        parent = runner.parent()
        nursery.close()
        assert not psutil.wait_procs([runner, parent], 10)[1]

    on_loop(story)
