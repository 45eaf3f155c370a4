"""Certificates for servers on loopback, signed by a made-up certificate authority."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_SIGNS = x509.KeyUsage(
    key_cert_sign=True,
    crl_sign=True,
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)


@dataclass(frozen=True, slots=True)
class Authority:
    """A made-up authority that signs the certificates of servers.

    `file` has the certificate of the authority itself. A client that knows this file trusts the servers.
    """

    file: Path
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def server(self, *names: str, begins_in_d: float = -1, ends_in_d: float = 2) -> ssl.SSLContext:
        """Return the TLS settings of a server with these names.

        The certificate is valid from `begins_in_d` days after now (before now, if the number is negative) until
        `ends_in_d` days after now.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        valid = (timedelta(days=begins_in_d), timedelta(days=ends_in_d))
        made = _made(names[0], key, self.certificate.subject, valid)
        vouching = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        # Python 3.13 wants each certificate to name the key that has signed it.
        made = made.add_extension(vouching, critical=False)
        made = made.add_extension(x509.SubjectAlternativeName([_named(name) for name in names]), critical=False)
        path = self.file.with_name(f"{names[0]}-{begins_in_d}.pem")
        path.write_bytes(_pem(key) + made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def authority(folder: Path) -> Authority:
    """Make an authority, and write its certificate into this folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "The made-up authority")])
    made = _made("The made-up authority", key, name, (timedelta(days=-4000), timedelta(days=4000)))
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    made = made.add_extension(_SIGNS, critical=True)
    certificate = made.sign(key, hashes.SHA256())
    file = folder / "authority.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(file, certificate, key)


def _made(
    common: str, key: ec.EllipticCurvePrivateKey, issuer: x509.Name, valid: tuple[timedelta, timedelta]
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + valid[0])
        .not_valid_after(now + valid[1])
    )


def _named(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
