"""A certificate authority of the deployment's own: who calls and who answers show certificates it has signed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LASTS = timedelta(days=3650)
CERTIFICATE_LASTS = timedelta(days=825)
Key = ec.EllipticCurvePrivateKey


class Authority:
    """Its key stays in the folder, mode 600; certificates are issued anew at each start."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._key, self.certificate = self._load() if (folder / "ca.pem").exists() else self._make()

    def issue(self, service: str) -> Path:
        """A folder with ca.pem, cert.pem and key.pem for the service, as PIONEER_RPC_TLS names it."""
        place = self._folder / service
        place.mkdir(mode=0o700, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        certificate = (
            _about(f"pioneer-{service}", self.certificate.subject, key, CERTIFICATE_LASTS)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(service)]), critical=False)
            .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        (place / "ca.pem").write_bytes(_pem(self.certificate))
        (place / "cert.pem").write_bytes(_pem(certificate))
        _write_secret(place / "key.pem", key)
        return place

    def _load(self) -> tuple[Key, x509.Certificate]:
        key = serialization.load_pem_private_key((self._folder / "ca-key.pem").read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key, x509.load_pem_x509_certificate((self._folder / "ca.pem").read_bytes())

    def _make(self) -> tuple[Key, x509.Certificate]:
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("Pioneer services")
        certificate = (
            _about("Pioneer services", name, key, AUTHORITY_LASTS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(key, hashes.SHA256())
        )
        _write_secret(self._folder / "ca-key.pem", key)
        (self._folder / "ca.pem").write_bytes(_pem(certificate))
        return key, certificate


def _about(common_name: str, issuer: x509.Name, key: Key, lasts: timedelta) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(common_name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + lasts)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _write_secret(file: Path, key: Key) -> None:
    file.touch(mode=0o600)
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
