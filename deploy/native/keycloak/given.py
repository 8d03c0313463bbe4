"""A Keycloak of somebody else's: our realm is made there where it is missing, and nothing else is touched."""

from urllib.parse import unquote, urlsplit

import requests

from deploy.native.keycloak.realm_file import REALM, filled, values
from services.identity.issuer import client_secret

TIMEOUT_SECONDS = 60
ACCOUNTS = "pioneer-accounts"


class Refused(OSError):
    """It does not answer, or not us; says what to look at."""


class GivenKeycloak:
    """`url`: `http://operator:password@host:port/auth`, of an administrator in its realm master."""

    def __init__(self, url: str, *, origin: str, master_key: str) -> None:
        place = urlsplit(url)
        if not (place.scheme in ("http", "https") and place.hostname and place.username and place.password):
            raise Refused("PIONEER_GIVEN_KEYCLOAK: http://operator:password@host:port/auth")
        self.base = f"{place.scheme}://{place.netloc.rpartition('@')[2]}{place.path.rstrip('/')}"
        self._operator = {"username": unquote(place.username), "password": unquote(place.password)}
        self._origin, self._master_key = origin, master_key
        self.issuer = ""

    def make_realm(self) -> None:
        """Where it is missing. Raises Refused, also where the realm there is that of another deployment."""
        try:
            if self._knows_us() is None:
                self._make()
            if not self._knows_us():
                raise Refused(
                    f"{self.base} 的 realm {REALM} 属于另一套部署 / the realm {REALM} there belongs to another"
                    " deployment (its secrets come from another folder's keys)"
                )
            found = requests.get(f"{self._realm}/.well-known/openid-configuration", timeout=TIMEOUT_SECONDS)
            found.raise_for_status()
        except requests.RequestException as away:
            raise Refused(f"Keycloak 没有应答 / does not answer at {self.base}: {type(away).__name__}") from away
        self.issuer = str(found.json()["issuer"])

    @property
    def _realm(self) -> str:
        return f"{self.base}/realms/{REALM}"

    def _knows_us(self) -> bool | None:
        """Whether our program gets a token; None where there is no realm."""
        secret = client_secret(self._master_key, ACCOUNTS)
        asked = {"grant_type": "client_credentials"}
        answer = self._ask_token(REALM, asked, auth=(ACCOUNTS, secret))
        return None if answer.status_code == 404 else answer.ok

    def _make(self) -> None:
        granted = self._ask_token("master", {"grant_type": "password", "client_id": "admin-cli", **self._operator})
        if granted.status_code in (400, 401):
            raise Refused(f"{self.base}: 管理员的名称或密码不对 / wrong name or password of the operator")
        granted.raise_for_status()
        made = requests.post(
            f"{self.base}/admin/realms",
            filled(values(self._origin, self._master_key)).encode(),
            headers={"Authorization": f"Bearer {granted.json()['access_token']}", "Content-Type": "application/json"},
            timeout=TIMEOUT_SECONDS,
        )
        if not made.ok:
            raise Refused(f"{self.base}: realm {REALM} 未能建立 / was refused: {made.status_code} {made.text[:500]}")

    def _ask_token(self, realm: str, asked: dict[str, str], **more: tuple[str, str]) -> requests.Response:
        where = f"{self.base}/realms/{realm}/protocol/openid-connect/token"
        answer = requests.post(where, asked, timeout=TIMEOUT_SECONDS, **more)  # type: ignore[arg-type]
        if answer.status_code >= 500:
            answer.raise_for_status()
        return answer
