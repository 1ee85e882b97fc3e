"""The socket of an endpoint: on which address and port it listens, and by which names it may be asked."""

import contextlib
import errno
import socket
from collections.abc import Iterable
from pathlib import Path

import psutil

from engine.schema.problem import UserError
from engine.schema.serve import NetworkSpec
from engine.system.files import read_json, write_json

LOOPBACK = "127.0.0.1"
_BACKLOG = 1024
_OTHER_FILES = 128  # that a server has open beside its connections: runners, events, keys, libraries
_ANY = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not listened on


def open_socket(wanted: int | None, remembered: Path, network: NetworkSpec | None) -> socket.socket:
    """Listen on the port asked for, else that of last time, else any; without ``network`` on loopback alone.

    Raises UserError when the port is taken, or the address is not this machine's.
    """
    address = network.address if network else LOOPBACK
    if wanted:
        return _listen(address, wanted)
    last = _last_port(remembered)
    try:
        listener = _listen(address, last)
    except UserError as error:
        if str(error.args[0]) != "port_taken":
            raise
        listener = _listen(address, 0)
    if (port := listener.getsockname()[1]) != last:
        with contextlib.suppress(OSError):  # a full disk is no reason not to answer
            write_json(remembered, {"port": port})
    return listener


def _last_port(remembered: Path) -> int:
    """0 where none is known."""
    said = read_json(remembered)
    port = said.get("port") if isinstance(said, dict) else None
    return port if isinstance(port, int) and 1024 <= port <= 65535 else 0


def own_addresses() -> list[str]:
    """The addresses of this machine's network cards, without those that only count on one link."""
    found = [
        address.address
        for card in psutil.net_if_addrs().values()
        for address in card
        if address.family in (socket.AF_INET, socket.AF_INET6)
    ]
    return sorted({address for address in found if "%" not in address and not address.startswith("fe80:")})


def own_names() -> list[str]:
    """What this machine is called: localhost, its host name and its addresses."""
    return list(dict.fromkeys(["localhost", socket.gethostname().lower(), LOOPBACK, *own_addresses()]))


def address_to_show(network: NetworkSpec) -> str:
    """What other computers write: the address asked for, or the first one that is not loopback."""
    if network.address not in _ANY:
        return network.address
    others = [name for name in own_addresses() if not name.startswith("127.") and name != "::1"]
    plain = [name for name in others if ":" not in name]
    return (plain or others or [LOOPBACK])[0]


def most_connections(wanted: int) -> int:
    """Let this process have so many sockets open, and say how many it may: desktops often start with 1,024 files."""
    try:
        import resource
    except ImportError:  # Windows counts no files
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return wanted
    needed = wanted + _OTHER_FILES
    if soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(wanted, max(1, soft - _OTHER_FILES))


class Hosts:
    """The values of a Host header under which this server is asked: each name with the port, *.name for one part more."""

    def __init__(self, names: Iterable[str], port: int) -> None:
        written = {f"[{name}]" if ":" in name else name.lower() for name in names}
        self._wild = tuple(f"{name[1:]}:{port}".encode() for name in written if name.startswith("*."))
        exact = {f"{name}:{port}".encode() for name in written}
        if port in (80, 443):  # those that clients leave out, the one without TLS and the other with it
            exact |= {name.encode() for name in written}
            self._wild += tuple(name[1:].encode() for name in written if name.startswith("*."))
        self._exact = frozenset(exact)

    def __contains__(self, host: object) -> bool:
        if host in self._exact:
            return True
        return isinstance(host, bytes) and any(
            host.endswith(end) and b"." not in host[: -len(end)] and len(host) > len(end)
            for end in self._wild
        )


def _listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server(
            (address, port), family=family, backlog=_BACKLOG, dualstack_ipv6=address == "::"
        )
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno == errno.EADDRNOTAVAIL:
            raise UserError("address_not_here", field="network.address", address=address) from None
        raise UserError("port_taken", field="port", port=port, reason=reason) from None
