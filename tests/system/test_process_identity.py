"""Processes by identity, and ending them for good."""

import os
import subprocess
import sys
import time
from dataclasses import replace

import psutil
import pytest

from engine.system.processes import (
    HOME_VARIABLE,
    JOB_VARIABLE,
    Identity,
    end_processes,
    identity_of,
    is_alive,
    own_identity,
    processes_of_job,
)
from tests.conftest import wait_for

SLEEP = [sys.executable, "-I", "-c", "import time; print(flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-I",
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)",
]


def _start(command: list[str], **marks: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(command, env={**os.environ, **marks}, stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


def test_a_pid_alone_proves_nothing():
    own = own_identity()
    assert is_alive(own)
    assert not is_alive(replace(own, started=own.started - 60)), "the pid was reused"
    assert not is_alive(replace(own, boot="another")), "the machine was restarted"
    assert not is_alive(None)
    assert Identity.from_json(own.as_json()) == own
    assert Identity.from_json({"pid": "x"}) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="psutil's boot time moves on Linux")
def test_setting_the_clock_makes_no_live_process_look_dead(monkeypatch):
    own = own_identity()
    boot = psutil.boot_time()
    monkeypatch.setattr(psutil._pslinux, "boot_time", lambda: boot + 3600)
    assert is_alive(own)


def test_a_zombie_is_dead():
    process = _start(SLEEP)
    identity = identity_of(process.pid)
    assert is_alive(identity)
    process.kill()
    wait_for(lambda: psutil.Process(process.pid).status() == psutil.STATUS_ZOMBIE, 10)
    assert not is_alive(identity)
    process.wait()


def test_processes_of_a_job_are_found_by_their_mark_and_home(tmp_path):
    ours = _start(SLEEP, **{JOB_VARIABLE: "a", HOME_VARIABLE: str(tmp_path)})
    other_home = _start(SLEEP, **{JOB_VARIABLE: "a", HOME_VARIABLE: "/other"})
    try:
        assert [process.pid for process in processes_of_job("a", tmp_path)] == [ours.pid]
        assert processes_of_job("b", tmp_path) == []
    finally:
        for process in (ours, other_home):
            process.kill()
            process.wait()


def test_stubborn_and_frozen_processes_end_too():
    stubborn, frozen = _start(STUBBORN), _start(SLEEP)
    psutil.Process(frozen.pid).suspend()
    begun = time.monotonic()
    end_processes([psutil.Process(stubborn.pid), psutil.Process(frozen.pid)], grace=0.2)
    assert time.monotonic() - begun < 4, "a zombie that we have not reaped counts as ended"
    assert stubborn.wait(5) == -9
    assert frozen.wait(5) < 0
