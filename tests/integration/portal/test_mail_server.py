"""The mail server of an organisation: STARTTLS, a login, a certificate that is checked; what happens when one fails."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import text

from services.common.clock import SettableClock
from services.common.db import Database
from services.common.roles import Role
from services.portal import mailer
from services.portal.mailer import Mailer
from tests.conftest import NOW, Services
from tests.factories import Place
from tests.integration.portal.oidc_server import free_port
from tests.integration.portal.tasks import TOPIC
from tests.integration.portal.test_messages import Hear, a_message, give_address, states

USER, PASSWORD = "pioneer@example.org", "a p@ss/word"
IN_ADDRESS = "pioneer%40example.org:a%20p%40ss%2Fword"


@dataclass
class Server:
    """What an organisation's mail server saw."""

    port: int = field(default_factory=free_port)
    letters: list[tuple[bool, bool, list[str]]] = field(default_factory=list)
    """Whether the line was encrypted, whether somebody was signed in, and to whom."""
    connections: int = 0
    passwords_in_clear: int = 0

    async def handle_EHLO(self, server: Any, session: Any, _envelope: Any, hostname: str, responses: Any) -> Any:
        self.connections += session.ssl is None
        session.host_name = hostname
        return responses

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        self.letters.append((session.ssl is not None, bool(session.authenticated), envelope.rcpt_tos))
        return "250 kept"

    def allows(self, _server: Any, session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        self.passwords_in_clear += session.ssl is None
        known = (USER.encode(), PASSWORD.encode())
        return AuthResult(success=(data.login, data.password) == known, handled=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of 127.0.0.1, signed by itself; key and certificate in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=4000))
        .not_valid_after(NOW + timedelta(days=4000))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("mail") / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def office(certificate: Path) -> Iterator[Server]:
    """Asks for STARTTLS and a login before it takes a letter."""
    made, context = Server(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    controller = Controller(
        made,
        hostname="127.0.0.1",
        port=made.port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=made.allows,
    )
    controller.start()
    yield made
    controller.stop()


@pytest.fixture
def plain_office() -> Iterator[Server]:
    """Offers no STARTTLS, and would take a password in clear."""
    made = Server()
    controller = Controller(
        made, hostname="127.0.0.1", port=made.port, auth_require_tls=False, authenticator=made.allows
    )
    controller.start()
    yield made
    controller.stop()


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an operator trusts the certificate of his own organisation."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def mailer_of(services: Services, server: Server, login: str = f"{IN_ADDRESS}@") -> Mailer:
    address = f"smtp://{login}127.0.0.1:{server.port}"
    return Mailer(services.parts("portal").settings.model_copy(update={"smtp_url": address}))


@pytest.fixture
def two_letters(hear: Hear, county: Place, db: Database) -> Iterator[None]:
    for name, address in (("许文静", "xu@example.org"), ("罗平", "luo@example.org")):
        give_address(county, county.person(name, Role.SECRETARY), address)
    hear(TOPIC, county.code, a_message())
    yield
    # What still waits would go out by the next test's server.
    with db.transaction(county.code) as session:
        session.execute(text("delete from mail"))


@pytest.mark.usefixtures("trusted", "two_letters")
def test_letters_go_encrypted_and_signed_in(
    services: Services, office: Server, county: Place, clock: SettableClock, db: Database
) -> None:
    mailer_of(services, office).tick(clock)

    assert states(db, county) == [("sent", ""), ("sent", "")]
    assert sorted(office.letters, key=lambda letter: letter[2]) == [
        (True, True, ["luo@example.org"]),
        (True, True, ["xu@example.org"]),
    ]
    assert office.passwords_in_clear == 0


@pytest.mark.usefixtures("trusted", "two_letters")
def test_a_wrong_password_is_the_operator_s_to_mend_and_no_letter_is_lost(
    services: Services,
    office: Server,
    county: Place,
    clock: SettableClock,
    db: Database,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mailer_of(services, office, "pioneer%40example.org:wrong@").tick(clock)

    assert states(db, county) == [("waiting", "login_refused")] * 2
    # The server that refused us is not asked again for each letter.
    assert office.connections == 1
    told = capsys.readouterr()
    assert "login_refused" in told.out + told.err
    for word in ("xu@example.org", "luo@example.org", "许文静", "wrong", USER):
        assert word not in told.out + told.err

    clock.set(NOW + mailer.LATER)
    mailer_of(services, office).tick(clock)
    assert states(db, county) == [("sent", "")] * 2


@pytest.mark.usefixtures("two_letters")
def test_a_certificate_nobody_vouches_for_is_not_believed(
    services: Services, office: Server, county: Place, clock: SettableClock, db: Database
) -> None:
    mailer_of(services, office).tick(clock)

    assert states(db, county) == [("waiting", "certificate_not_trusted")] * 2
    assert office.letters == []


@pytest.mark.usefixtures("two_letters")
def test_a_password_never_goes_in_clear(
    services: Services, plain_office: Server, county: Place, clock: SettableClock, db: Database
) -> None:
    mailer_of(services, plain_office).tick(clock)

    assert states(db, county) == [("waiting", "no_starttls")] * 2
    assert (plain_office.letters, plain_office.passwords_in_clear) == ([], 0)


@pytest.mark.usefixtures("two_letters")
def test_a_server_that_needs_no_login_is_still_spoken_to_in_secret_where_it_can(
    services: Services, certificate: Path, trusted: None, county: Place, clock: SettableClock, db: Database
) -> None:
    open_server, context = Server(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    controller = Controller(open_server, hostname="127.0.0.1", port=open_server.port, tls_context=context)
    controller.start()
    try:
        mailer_of(services, open_server, "").tick(clock)
    finally:
        controller.stop()

    assert states(db, county) == [("sent", "")] * 2
    assert [encrypted for encrypted, _signed_in, _to in open_server.letters] == [True, True]


@pytest.mark.usefixtures("two_letters")
def test_each_failure_waits_longer_and_the_last_one_gives_up(
    services: Services, county: Place, clock: SettableClock, db: Database
) -> None:
    """Nobody listens: five minutes, ten, fifteen …, and after the tenth time the letter is told as not delivered."""
    nobody = Server()
    post = mailer_of(services, nobody)
    moment = NOW
    for attempt in range(1, mailer.MOST_ATTEMPTS + 1):
        clock.set(moment - timedelta(seconds=1))
        post.tick(clock)
        assert _attempts(db, county) == {attempt - 1}
        clock.set(moment)
        post.tick(clock)
        assert _attempts(db, county) == {attempt}
        moment += attempt * mailer.LATER

    assert ("failed", "no_answer") in states(db, county)


def _attempts(db: Database, county: Place) -> set[int]:
    with db.read(county.code) as session:
        return set(session.scalars(text("select attempts from mail")))
