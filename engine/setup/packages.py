"""Installs packages with pip and reads from its output how far it is. Knows nothing of screens."""

import json
import os
import re
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from engine.setup.environment import Environment
from engine.setup.error import SetupError
from engine.setup.progress import Download, size

PIP_CHILD = Path(__file__).with_name("pip_child.py")
# The first pip that prints its progress in numbers is 24.1; an older one is replaced by this.
PIP_NEEDED, PIP_TAKEN = (24, 1), "26.3"

_PROGRESS = re.compile(r"^Progress (\d+) of (\d+)")
_FILE = re.compile(r"^\s*(?:Downloading|Using cached|Processing) (\S+\.(?:whl|tar\.gz|zip))")
_INSTALLING = re.compile(r"^Installing collected packages: (.+)")


@dataclass(frozen=True)
class Wanted:
    """One file pip is going to install."""

    name: str
    version: str
    url: str

    @property
    def file(self) -> str:
        return urllib.parse.unquote(self.url.rpartition("/")[2])


class Pip:
    """The environment's own pip, its output kept in a log."""

    def __init__(self, environment: Environment, log: Path, lock: int) -> None:
        self._environment, self._log, self._lock = environment, log, lock
        self._child: subprocess.Popen[str] | None = None
        self._cancelled = False

    def cancel(self) -> None:
        """End the pip that runs, and start no other."""
        self._cancelled = True
        if self._child is not None:
            self._child.terminate()

    def renew(self) -> None:
        """Replace a pip that cannot say how far it is."""
        found = re.match(r"pip (\d+)\.(\d+)", self._output(["--version"]))
        if not found or (int(found[1]), int(found[2])) < PIP_NEEDED:
            self._run(["install", "--progress-bar", "off", f"pip=={PIP_TAKEN}"], lambda line: None)

    def resolve(self, pins: Iterable[str], on_line: Callable[[str], None]) -> list[Wanted]:
        """What has to be installed for these pins, their own needs included."""
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            asked = ["install", "--dry-run", "--report", str(report), "--progress-bar", "raw", *pins]
            self._run(asked, on_line)
            found = json.loads(report.read_bytes())["install"]
        return [
            Wanted(item["metadata"]["name"], item["metadata"]["version"], item["download_info"]["url"])
            for item in found
        ]

    def install(self, wanted: Sequence[Wanted], on_line: Callable[[str], None]) -> None:
        """Install exactly these, and nothing they ask for besides."""
        exact = [f"{item.name}=={item.version}" for item in wanted]
        self._run(["install", "--no-deps", "--progress-bar", "raw", *exact], on_line)

    def _output(self, arguments: Sequence[str]) -> str:
        lines: list[str] = []
        self._run(arguments, lines.append)
        return "\n".join(lines)

    def _run(self, arguments: Sequence[str], on_line: Callable[[str], None]) -> None:
        if self._cancelled:
            raise KeyboardInterrupt
        command = [str(self._environment.python), "-I", "-u", str(PIP_CHILD), str(os.getpid()), *arguments]
        tail: list[str] = []
        with self._log.open("a", encoding="utf-8") as log:
            log.write(f"$ pip {' '.join(arguments)}\n")
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                errors="replace",
                env=_pip_variables(),
                pass_fds=() if os.name == "nt" else (self._lock,),
            )
            try:
                for line in self._child.stdout or ():
                    if not _PROGRESS.match(line):
                        log.write(line)
                        tail = [*tail[-80:], line]
                    on_line(line.rstrip("\n"))
                code = self._child.wait()
            except BaseException:
                self._child.terminate()
                self._child.wait()
                raise
        if self._cancelled:
            raise KeyboardInterrupt
        if code != 0:
            raise trouble_of("".join(tail), self._log)


def follow(download: Download, line: str, now: float) -> list[str] | None:
    """Fold one line of pip into a download; the packages' names when the installing begins."""
    if match := _PROGRESS.match(line):
        download.advance(int(match[1]), int(match[2]), now)
    elif match := _FILE.match(line):
        download.begin(urllib.parse.unquote(match[1].replace("\\", "/").rpartition("/")[2]))
    elif match := _INSTALLING.match(line):
        download.finish()
        download.is_over = True
        return match[1].split(", ")
    return None


def sizes_of(wanted: Iterable[Wanted], seconds: float = 3.0) -> dict[str, int]:
    """Bytes of each file by its name. Answers that come later are added then; a missing one costs only the total."""
    sizes: dict[str, int] = {}

    def learn(item: Wanted) -> None:
        found = _size_of(item.url)
        if found:
            sizes.setdefault(item.file, found)

    pool = ThreadPoolExecutor(max_workers=16)
    wait([pool.submit(learn, item) for item in wanted], timeout=seconds)
    pool.shutdown(wait=False)
    return sizes


def _size_of(url: str) -> int | None:
    parts = urllib.parse.urlsplit(url)
    try:
        if parts.scheme == "file":
            return Path(urllib.request.url2pathname(parts.path)).stat().st_size
        if parts.scheme != "https":
            return None
        request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - https, from pip's own report
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return int(answer.headers["Content-Length"])
    except (OSError, ValueError, TypeError, urllib.error.URLError):
        return None


def installed_count(environment: Environment) -> int:
    """Packages whose installation is complete; pip says nothing while it installs."""
    return sum(1 for _ in environment.packages.glob("*.dist-info/RECORD"))


def trouble_of(output: str, log: Path) -> SetupError:
    """Why pip failed, in a person's words."""
    text = output.lower()
    if "no space left" in text or "errno 28" in text:
        return SetupError(
            "The disk is full.",
            f"The packages need about {size(4e9)} while they are installed.",
            "Free some space and start again; what was downloaded is kept.",
        )
    if any(sign in text for sign in _NETWORK):
        return SetupError(
            "The packages could not be downloaded.",
            "The package index did not answer.",
            f"Check the network (or pip's proxy settings) and start again. Details: {log}",
        )
    if "permission denied" in text or "errno 13" in text:
        return SetupError(
            "The packages could not be written.",
            "This account may not write to the environment's folder.",
            f"Give it the permission, or start from a folder of your own. Details: {log}",
        )
    errors = [line.removeprefix("ERROR: ") for line in output.splitlines() if line.startswith("ERROR")]
    return SetupError(
        "The packages could not be installed.", errors[-1] if errors else "pip failed.", f"Details: {log}"
    )


_NETWORK = (
    "failed to establish a new connection",
    "name resolution",
    "name or service not known",
    "max retries exceeded",
    "connection reset",
    "read timed out",
    "connection broken",
    "network is unreachable",
    "(from versions: none)",
    "proxyerror",
)


def _pip_variables() -> dict[str, str]:
    """The person's pip settings stay (index, proxy, certificates), save those that lead elsewhere."""
    elsewhere = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV", "PIP_NO_DEPS", "PIP_QUIET"}
    kept = {name: value for name, value in os.environ.items() if name not in elsewhere}
    return {**kept, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
