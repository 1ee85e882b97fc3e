"""Whether the system has ended processes for lack of memory. Says nothing of whose they were."""

import contextlib
import re
from pathlib import Path


def oom_kills() -> int:
    """How often the system has ended a process for lack of memory: ours by control group, else the machine's."""
    counters = (*_cgroup_counters(), (Path("/proc/vmstat"), "oom_kill"))
    for path, name in counters:
        with contextlib.suppress(OSError):
            if found := re.search(rf"^{name} (\d+)$", path.read_text(), re.MULTILINE):
                return int(found[1])
    return 0


def _cgroup_counters() -> list[tuple[Path, str]]:
    with contextlib.suppress(OSError):
        own = Path("/proc/self/cgroup").read_text()
        if found := re.search(r"^0::(.*)$", own, re.MULTILINE):
            return [(Path("/sys/fs/cgroup") / found[1].lstrip("/") / "memory.events", "oom_kill")]
    return []
