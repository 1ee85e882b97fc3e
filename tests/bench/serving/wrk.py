"""wrk as a load: so many clients that each ask again as soon as they have their answer, and what that cost the generator."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = """
local bodies, place = {%s}, 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
%s
request = function()
  place = place %% #bodies + 1
  return wrk.format(nil, nil, nil, bodies[place])
end
local threads, wrong = {}, 0
setup = function(thread) table.insert(threads, thread) end
failures = 0
response = function(status) if status ~= 200 then failures = failures + 1 end end
done = function(summary, latency)
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("failures") end
  local errors = summary.errors
  wrong = wrong + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format('\\n{"requests": %%d, "microseconds": %%d, "p50": %%d, "p99": %%d, "failed": %%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), wrong))
end
"""


@dataclass(frozen=True)
class Load:
    """What came of it."""

    requests: int  # that were answered with 200
    rate: float  # of those, a second
    p50: float  # seconds
    p99: float
    failed: int  # requests without an answer of 200
    share: float  # of one processor, that the generator took


def load(url: str, bodies: Sequence[bytes], clients: int, seconds: int, key: str = "") -> Load:
    """Ask for ``seconds`` with these bodies in turn. Raises RuntimeError when wrk says nothing."""
    written = ",".join(json.dumps(body.decode()).replace("\\/", "/") for body in bodies)
    head = f'wrk.headers["Authorization"] = "Bearer {key}"' if key else ""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT % (written, head))
        script.flush()
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout=60s", "-s", script.name, url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            told = process.stdout.read() if process.stdout else ""
            _, _, used = os.wait4(process.pid, 0)
            process.returncode = 0
    try:
        said = json.loads(told.strip().splitlines()[-1])
    except (IndexError, ValueError):
        raise RuntimeError(f"wrk said: {told}") from None
    took = said["microseconds"] / 1e6
    return Load(
        requests=said["requests"] - said["failed"],
        rate=(said["requests"] - said["failed"]) / took,
        p50=said["p50"] / 1e6,
        p99=said["p99"] / 1e6,
        failed=said["failed"],
        share=(used.ru_utime + used.ru_stime) / took,
    )


def wrk_is_here() -> bool:
    return any((Path(place) / "wrk").exists() for place in os.environ.get("PATH", "").split(os.pathsep))
