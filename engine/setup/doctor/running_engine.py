"""Whether this home's engine answers."""

import json
import urllib.error
import urllib.request
from pathlib import Path

from engine.setup.doctor.check import Check


def check_engine(engine_file: Path) -> Check:
    """Ask the address in ``engine.json`` who it is. Not running is fine: whoever needs it starts it."""
    try:
        known = json.loads(engine_file.read_bytes())
        request = urllib.request.Request(  # noqa: S310 - our own file; checked to be loopback
            f"{known['url']}/v1/engine", headers={"Authorization": f"Bearer {known['token']}"}
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Check("engine", "works", "not running; it starts when it is needed")
    if not str(known["url"]).startswith("http://127.0.0.1:"):
        return Check(
            "engine", "warning", f"{engine_file} names an address that is not ours", "Delete that file."
        )
    # The token must not travel through a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=5) as answer:
            said = json.load(answer)
    except (OSError, ValueError, urllib.error.URLError):
        return Check("engine", "works", "not running; it starts when it is needed")
    details = {"url": known["url"], "pid": said.get("pid"), "version": said.get("version")}
    return Check(
        "engine",
        "works",
        f"running, version {said.get('version')}, process {said.get('pid')}",
        details=details,
    )
