"""What a server keeps of a runner's socket: deadlines, and what the runner has not read."""

import asyncio
import contextlib
import socket

import pytest

from engine.runner.exchange import Kind
from engine.serve.link import RunnerLink
from engine.serve.refused import Refused


@contextlib.asynccontextmanager
async def linked():
    """A link, and the socket of a runner that reads nothing."""
    ours, theirs = socket.socketpair()
    with theirs:
        link = RunnerLink(lambda frame: None, lambda: None)
        await asyncio.get_running_loop().create_unix_connection(lambda: link, sock=ours)
        yield link
        link.close()


def test_what_a_runner_has_not_read_counts_also_when_nobody_waits_for_it_any_more():
    async def ask_and_go() -> int:
        async with linked() as link:
            asking = asyncio.create_task(link.ask(Kind.PREDICT, bytes(8 << 20), 60.0))
            await asyncio.sleep(0)  # it asks
            await asyncio.sleep(0)  # it is sent
            asking.cancel()
            await asyncio.wait([asking])
            assert link.in_flight == 0
            return link.held_bytes

    assert asyncio.run(ask_and_go()) > 4 << 20


def test_a_shorter_wait_is_not_held_up_by_a_longer_one_that_began_earlier():
    async def ask() -> None:
        async with linked() as link:
            long = asyncio.create_task(link.ask(Kind.PREDICT, b"", 60.0))
            short = asyncio.create_task(link.ask(Kind.PREDICT, b"", 0.0))
            await asyncio.sleep(0)
            link.expire()
            with pytest.raises(Refused, match="answer_too_late"):
                await short
            assert not long.done()
            long.cancel()

    asyncio.run(ask())
