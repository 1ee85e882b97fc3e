"""Finds the engine of a home, and starts it when there is none.

``engine.json`` only says where to knock: whoever answers must be the process that wrote it.
"""

import http.client
import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from engine.schema.api import COMMAND_LINE, EngineFile
from engine.schema.problem import UserError
from engine.system.paths import MAIN, Home

if TYPE_CHECKING:
    from engine.client.engine_client import EngineClient

ASK_SECONDS = 5.0
START_SECONDS = 30.0
START_LOG_BYTES = 256 << 10


def find_engine(home: Home) -> EngineFile | None:
    """The engine that runs on this home, once it has answered with its own name; None when there is none."""
    file = read_engine_file(home)
    if file is None or not _is_running(file):
        return None
    return file if _answers(file, home) else None


def ensure_engine(home: Home, client: str = COMMAND_LINE) -> "EngineClient":
    """The client of this home's engine, started first when none runs; ``client`` is what it says of itself."""
    from engine.client.engine_client import EngineClient

    file = find_engine(home) or start_engine(home)
    return EngineClient(file.url, file.token, client)


def start_engine(home: Home) -> EngineFile:
    """Start an engine that outlives us, and wait until it is found (it, or another that was quicker)."""
    create_home(home)
    process = _launch(home)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if file := find_engine(home):
            return file
        if process.poll():  # 0 is an engine that found another one at work
            raise UserError("engine_not_started", reason=_last_words(home))
        time.sleep(0.02)
    raise UserError("engine_not_started", reason="it did not answer in time")


def create_home(home: Home) -> None:
    """Make the home's folders; raises UserError where that is not possible."""
    try:
        home.create()
    except OSError as error:
        raise UserError("home_unwritable", path=str(home.root), reason=error.strerror or str(error)) from None


def read_engine_file(home: Home) -> EngineFile | None:
    """``engine.json``, believed only when it is a plain file that is ours and that nobody else can read."""
    try:
        descriptor = os.open(home.engine_file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        if not _is_private(os.fstat(file.fileno())):
            return None
        try:
            found = EngineFile.model_validate_json(file.read(65536))
        except ValidationError:
            return None
    return found if found.url.startswith("http://127.0.0.1:") else None


def _is_private(status: os.stat_result) -> bool:
    if not stat.S_ISREG(status.st_mode):
        return False
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)


def _is_running(file: EngineFile) -> bool:
    """Whether anything has that pid; that it is the engine, its answer must prove."""
    if os.name == "nt":  # there os.kill would end it
        return True
    try:
        os.kill(file.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's process has the pid now
        return False
    return True


def _answers(file: EngineFile, home: Home) -> bool:
    try:
        info = ask_engine(file, "GET", "/v1/engine")
    except (OSError, ValueError, http.client.HTTPException):
        return False
    said = (info.get("instance"), info.get("pid"), info.get("home")) if isinstance(info, dict) else ()
    return said == (file.instance, file.pid, str(home.root))


def ask_engine(file: EngineFile, method: str, path: str, body: Any = None) -> Any:
    """One short question, without the weight of the full client; {} when the answer is a refusal."""
    connection = http.client.HTTPConnection(file.url.removeprefix("http://"), timeout=ASK_SECONDS)
    headers = {"Authorization": f"Bearer {file.token}", "Content-Type": "application/json"}
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return json.loads(answer.read(65536)) if answer.status == 200 else {}
    finally:
        connection.close()


def _launch(home: Home) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-I", str(MAIN), "engine", "--home", str(home.root)]
    with start_log(home).open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home.root,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )


def start_log(home: Home) -> Path:
    """Where an engine speaks before its own log is open; started anew when it has grown."""
    path = home.logs / "engine-start.txt"
    if path.exists() and path.stat().st_size > START_LOG_BYTES:
        path.unlink(missing_ok=True)
    return path


def _last_words(home: Home) -> str:
    try:
        lines = start_log(home).read_text(errors="replace").strip().splitlines()
    except OSError:
        lines = []
    return lines[-1] if lines else "it ended at once"
