"""The certificate that an endpoint on the network shows: a person's own, or one that is made and renewed here."""

import ipaddress
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from engine.schema.problem import UserError
from engine.schema.serve import NetworkSpec
from engine.serve.http.listening import own_names
from engine.system.files import write_durably

if TYPE_CHECKING:
    from cryptography import x509

_DAYS = 825  # the most that browsers and Apple's systems take
_RENEW_DAYS = 30  # before its end


@dataclass(frozen=True)
class Identity:
    """What a TLS server shows, and by which names it may be asked."""

    certificate: Path
    private_key: Path
    fingerprint: str  # SHA-256 of the certificate, in hex
    names: tuple[str, ...]

    def context(self) -> ssl.SSLContext:
        """TLS 1.2 or newer. Raises UserError when the files cannot be used."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        try:
            context.load_cert_chain(self.certificate, self.private_key, password=_no_passphrase)
        except (OSError, ValueError) as error:  # ssl's own errors are OSErrors
            raise _unusable(self.certificate, error) from None
        return context


def identity_of(network: NetworkSpec, folder: Path, now: datetime | None = None) -> Identity:
    """The person's files, or those in ``folder``, made anew where they are missing or end soon. Raises UserError."""
    if network.certificate is not None and network.private_key is not None:
        return _identity(Path(network.certificate), Path(network.private_key))
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    now = now or datetime.now(UTC)
    if not key.exists() or not _lasts(certificate, now):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(certificate, key, now)
    return _identity(certificate, key)


def _identity(certificate: Path, key: Path) -> Identity:
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        found = _read(certificate)
    except (OSError, ValueError) as error:
        raise _unusable(certificate, error) from None
    names = tuple(dict.fromkeys([*_names_in(found), *own_names()]))
    return Identity(certificate, key, found.fingerprint(SHA256()).hex(), names)


def _read(path: Path) -> "x509.Certificate":
    """The first certificate of a file. Raises OSError, ValueError."""
    from cryptography import x509

    return x509.load_pem_x509_certificate(path.read_bytes())


def _lasts(path: Path, now: datetime) -> bool:
    try:
        return _read(path).not_valid_after_utc - now > timedelta(days=_RENEW_DAYS)
    except (OSError, ValueError):
        return False


def _names_in(certificate: "x509.Certificate") -> list[str]:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [
        *names.get_values_for_type(x509.DNSName),
        *(str(address) for address in names.get_values_for_type(x509.IPAddress)),
    ]


def _make(certificate: Path, key: Path, now: datetime) -> None:
    """A key on the curve P-256 and a certificate that it signs itself, for all names of this machine."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Modelyard endpoint")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks of other computers may be behind
        .not_valid_after(now + timedelta(days=_DAYS - 1))
        .add_extension(x509.SubjectAlternativeName(_general_names(own_names())), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )
    plain = serialization.NoEncryption()  # a server that starts by itself has nobody to ask
    form = serialization.PrivateFormat.PKCS8
    certificate.unlink(missing_ok=True)  # cut off in between, the old one must not stand beside the new key
    write_durably(key, private.private_bytes(serialization.Encoding.PEM, form, plain))
    write_durably(certificate, made.public_bytes(serialization.Encoding.PEM))


def _general_names(names: Iterable[str]) -> "list[x509.GeneralName]":
    from cryptography import x509

    found: list[x509.GeneralName] = []
    for name in names:
        try:
            found.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name.encode("idna").decode()))
    return found


def _no_passphrase() -> str:
    """Called for a key that has one; without this, OpenSSL would ask at the terminal."""
    raise ValueError("the private key has a passphrase")


def _unusable(path: Path, error: Exception) -> UserError:
    return UserError("certificate_unusable", field="network.certificate", path=str(path), reason=_said(error))


def _said(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
