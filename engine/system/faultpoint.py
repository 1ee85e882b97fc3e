"""Named places where a test can make the program die, stall or fail. Without the variable they do nothing.

``MODELYARD_FAULT=checkpoint.after_fsync:kill9@step=7:rank=1:attempt=1`` kills the process that passes that point
when every condition named holds. Actions: kill9, stop (SIGSTOP), raise, enospc, hang.
"""

import errno
import os
import signal
import threading

_ARMED = ""


class InjectedFault(RuntimeError):  # noqa: N818 - it is the fault itself
    """Raised by an armed fault point with the action ``raise``."""


def arm() -> None:
    """Read the variable again: a forked process has an environment of its own, and its parent's module."""
    global _ARMED
    _ARMED = os.environ.get("MODELYARD_FAULT", "")


def faultpoint(name: str, **where: int) -> None:
    """Pass a named point; ``where`` holds what conditions can be put on (step, rank, attempt)."""
    if not _ARMED:
        return
    for rule in _ARMED.split(","):
        point, _, rest = rule.partition(":")
        action, _, conditions = rest.partition("@")
        wanted = dict(pair.split("=") for pair in conditions.split(":") if pair)
        if point == name and all(where.get(key) == int(value) for key, value in wanted.items()):
            _act(action, name)


def _act(action: str, name: str) -> None:
    match action:
        case "kill9":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "enospc":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        case "hang":
            threading.Event().wait()
        case _:
            raise InjectedFault(name)


arm()
