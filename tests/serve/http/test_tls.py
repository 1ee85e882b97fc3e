"""Serving on the network: always with TLS, never without it on another address than loopback."""

import contextlib
import hashlib
import http.client
import json
import socket
import ssl
from datetime import UTC, datetime, timedelta

import psutil
import pytest
from cryptography import x509

from engine.schema.problem import UserError
from engine.schema.serve import NetworkSpec
from engine.serve.http import certificate, server
from engine.serve.http.certificate import identity_of
from engine.serve.http.listening import Hosts, own_addresses
from tests.fakes.served_model import SECRET

LOCAL = {"address": "127.0.0.1"}


def ask(port, context, host="localhost", **headers):
    connection = http.client.HTTPSConnection(host, port, timeout=10, context=context)
    connection.request("GET", "/health", headers={"Authorization": f"Bearer {SECRET}", **headers})
    return connection.getresponse()


@pytest.fixture
def made(tmp_path):
    """A certificate that was made, with its folder."""
    return identity_of(NetworkSpec(), tmp_path / "tls")


def trusting(path):
    return ssl.create_default_context(cafile=str(path))


def test_a_client_that_trusts_the_certificate_is_answered_by_each_of_its_names(open_door):
    door = open_door(network=LOCAL)
    assert door.server.url == f"https://127.0.0.1:{door.port}"
    context = trusting(door.files.root / "tls" / "certificate.pem")
    for name in ("localhost", "127.0.0.1"):
        assert json.load(ask(door.port, context, name)) == {"status": "ok", "models": {"m": "ready"}}
    assert ask(door.port, context, Host="evil.com").status == 403


def test_the_fingerprint_is_that_of_the_certificate_which_clients_see(open_door):
    door = open_door(network=LOCAL)
    seen = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", door.port)))
    assert door.server.fingerprint == hashlib.sha256(seen).hexdigest()


def test_plain_http_and_old_tls_get_nothing(open_door):
    door = open_door(network=LOCAL)
    with door.connect() as link:
        link.sendall(door.head("GET", "/health"))
        with contextlib.suppress(ConnectionError):
            assert b"HTTP/1.1" not in link.recv(100)
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    with pytest.warns(DeprecationWarning):
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.raises(ssl.SSLError):
        ask(door.port, old)


def test_a_handshake_that_never_ends_is_given_up(open_door, monkeypatch):
    monkeypatch.setattr(server, "HANDSHAKE_SECONDS", 0.2)
    door = open_door(network=LOCAL)
    with door.connect() as link:
        assert link.recv(1) == b""
    with door.connect() as link:
        link.sendall(b"\x16\x03\x01")
        assert link.recv(1) == b""


def test_without_a_network_it_listens_on_loopback_alone_and_without_tls(open_door):
    door = open_door()
    assert listening(door.port) == {"127.0.0.1"}
    assert (door.server.url, door.server.fingerprint) == (f"http://127.0.0.1:{door.port}", None)


def test_with_a_network_it_listens_where_it_was_told(open_door):
    everywhere = "0.0.0.0"  # noqa: S104 - what a person asks for, and only with TLS
    door = open_door(network={"address": everywhere})
    assert listening(door.port) == {everywhere}
    assert door.server.url.startswith("https://")


def test_the_port_is_remembered_over_starts(open_door):
    first = open_door()
    first.end()
    assert open_door().port == first.port


def test_a_taken_port_and_a_foreign_address_are_said(open_door):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UserError) as error:
        open_door(port=taken.getsockname()[1])
    assert error.value.problems[0].code == "port_taken"
    with pytest.raises(UserError) as error:
        open_door(network={"address": "203.0.113.7"})
    assert error.value.problems[0].code == "address_not_here"


def test_a_made_certificate_names_this_machine_and_lasts_825_days(made):
    certificate = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {"localhost", socket.gethostname().lower()} <= set(names.get_values_for_type(x509.DNSName))
    assert {"127.0.0.1", *own_addresses()} == {str(ip) for ip in names.get_values_for_type(x509.IPAddress)}
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == timedelta(days=825)
    assert made.private_key.stat().st_mode & 0o077 == 0
    assert made.private_key.parent.stat().st_mode & 0o077 == 0


def test_a_certificate_is_kept_until_thirty_days_before_its_end(made):
    folder = made.certificate.parent
    assert identity_of(NetworkSpec(), folder).fingerprint == made.fingerprint
    late = datetime.now(UTC) + timedelta(days=790)
    assert identity_of(NetworkSpec(), folder, now=late).fingerprint == made.fingerprint
    later = datetime.now(UTC) + timedelta(days=796)
    assert identity_of(NetworkSpec(), folder, now=later).fingerprint != made.fingerprint


def test_a_renewal_that_is_cut_off_leaves_no_certificate_beside_another_key(made, monkeypatch):
    folder, write = made.certificate.parent, certificate.write_durably
    made.private_key.unlink()

    def write_the_key_alone(path, content):
        if path == made.certificate:
            raise OSError("cut off")
        write(path, content)

    monkeypatch.setattr(certificate, "write_durably", write_the_key_alone)
    with pytest.raises(OSError, match="cut off"):
        identity_of(NetworkSpec(), folder)
    monkeypatch.undo()
    identity_of(NetworkSpec(), folder).context()


def test_a_persons_own_files_are_used_and_unusable_ones_are_said(made, tmp_path):
    own = NetworkSpec(certificate=str(made.certificate), private_key=str(made.private_key))
    assert identity_of(own, tmp_path / "other").fingerprint == made.fingerprint
    assert not (tmp_path / "other").exists()
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    foreign = identity_of(NetworkSpec(), tmp_path / "foreign").private_key
    for shown, key in (
        (broken, foreign),
        (tmp_path / "none.pem", foreign),
        (made.certificate, foreign),
        (made.certificate, broken),
    ):
        spec = NetworkSpec(certificate=str(shown), private_key=str(key))
        with pytest.raises(UserError) as error:
            identity_of(spec, tmp_path / "other").context()
        assert error.value.problems[0].code == "certificate_unusable"
        assert error.value.problems[0].params["reason"]


def test_names_with_a_star_stand_for_one_part():
    hosts = Hosts(["*.example.org", "::1", "Box"], 8443)
    for host in (b"a.example.org:8443", b"[::1]:8443", b"box:8443"):
        assert host in hosts
    for host in (
        b"example.org:8443",
        b"a.b.example.org:8443",
        b"a.example.org",
        b".example.org:8443",
        b"a.example.org:844",
    ):
        assert host not in hosts
    assert b"a.example.org" in Hosts(["*.example.org"], 443)
    assert b"localhost" in Hosts(["localhost"], 80)


def listening(port):
    found = psutil.Process().net_connections("tcp")
    return {link.laddr.ip for link in found if link.status == psutil.CONN_LISTEN and link.laddr.port == port}
