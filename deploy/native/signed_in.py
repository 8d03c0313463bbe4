"""A person who signs in at Keycloak without a browser, by the same pages: for the story that is played and for tests.

A second factor that is asked for is set up at the first sign-in; its secret is kept in a file of the deployment.
"""

import base64
import fcntl
import hashlib
import hmac
import json
import re
import secrets
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import requests

CLIENT = "pioneer-cli"
CALLBACK = "http://127.0.0.1/callback"
STEP_SECONDS = 30
TIMEOUT_SECONDS = 20
_FORM = re.compile(r'<form[^>]*\baction="([^"]+)"')
_HIDDEN = re.compile(r'<input[^>]*\bname="(totpSecret)"[^>]*\bvalue="([^"]*)"')


class Refused(Exception):
    """Keycloak did not let this person in; says what its page said."""


@dataclass
class SignedIn:
    """`issuer`: the realm's address; `totp`: the file of second factors, by login name."""

    issuer: str
    username: str
    password: str = field(repr=False)
    totp: Path
    _access: str = field(default="", repr=False)
    _refresh: str = field(default="", repr=False)
    _renew_at: float = 0.0

    def token(self) -> str:
        """An access token with life in it. Raises Refused, or requests' errors where Keycloak is away."""
        if time.monotonic() > self._renew_at and not (self._refresh and self._renew()):
            self._sign_in()
        return self._access

    @property
    def _realm(self) -> str:
        return f"{self.issuer}/protocol/openid-connect"

    def _sign_in(self) -> None:
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "client_id": CLIENT,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "scope": "openid",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        code = self._through_the_pages(asked)
        granted = self._ask_token(
            grant_type="authorization_code", code=code, redirect_uri=CALLBACK, code_verifier=verifier
        )
        if granted is None:
            raise Refused(f"{self.username}: the code was refused")

    def _through_the_pages(self, asked: dict[str, str]) -> str:
        """Login name and password, then whatever Keycloak asks next, until it sends back with a code."""
        browser = _Browser()
        page = browser.get(f"{self._realm}/auth", asked)
        sent = {"username": self.username, "password": self.password}
        for _turn in range(5):
            page = browser.send(page, sent)
            if page.code:
                return page.code
            with _file(self.totp) as known:
                sent = self._next(page, known)
        raise Refused(f"{self.username}: {page.says}")

    def _next(self, page: "_Page", known: dict[str, str]) -> dict[str, str]:
        new = _HIDDEN.search(page.html)
        if new:
            known[self.username] = secret = unescape(new.group(2))
            return {"totp": self._code(known), "totpSecret": secret, "userLabel": "pioneer"}
        if 'name="otp"' in page.html and self.username in known:
            return {"otp": self._code(known)}
        raise Refused(f"{self.username}: {page.says}")

    def _code(self, known: dict[str, str]) -> str:
        """Each code is good once: the next one is waited for."""
        used = f"{self.username} used at"
        while str(int(time.time()) // STEP_SECONDS) == known.get(used):
            time.sleep(0.5)
        known[used] = str(int(time.time()) // STEP_SECONDS)
        return totp(known[self.username])

    def _renew(self) -> bool:
        return self._ask_token(grant_type="refresh_token", refresh_token=self._refresh) is not None

    def _ask_token(self, **asked: str) -> str | None:
        answer = requests.post(f"{self._realm}/token", {"client_id": CLIENT, **asked}, timeout=TIMEOUT_SECONDS)
        if answer.status_code == 400:
            self._refresh, self._renew_at = "", 0.0
            return None
        answer.raise_for_status()
        granted = answer.json()
        self._access, self._refresh = granted["access_token"], granted.get("refresh_token", "")
        self._renew_at = time.monotonic() + granted["expires_in"] * 0.6
        return self._access


@dataclass(frozen=True)
class _Page:
    html: str
    code: str

    @property
    def says(self) -> str:
        found = re.search(r'id="(?:input-error[^"]*|kc-error-message)"[^>]*>\s*(.*?)\s*</', self.html, re.DOTALL)
        title = re.search(r"<title>\s*(.*?)\s*</title>", self.html, re.DOTALL)
        return unescape(re.sub(r"<[^>]+>", "", (found or title).group(1))) if found or title else "no page"  # type: ignore[union-attr]


class _Browser:
    """Keeps cookies although they are marked for https alone: a real browser does so too on loopback."""

    def __init__(self) -> None:
        self._cookies: dict[str, str] = {}

    def get(self, url: str, asked: dict[str, str]) -> _Page:
        return self._go("GET", url, params=asked)

    def send(self, page: _Page, fields: dict[str, str]) -> _Page:
        form = _FORM.search(page.html)
        if form is None:
            raise Refused(page.says)
        return self._go("POST", unescape(form.group(1)), data=fields)

    def _go(self, method: str, url: str, **more: object) -> _Page:
        for _redirect in range(10):
            answer = requests.request(
                method, url, timeout=TIMEOUT_SECONDS, allow_redirects=False,
                headers={"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())},
                **more,  # type: ignore[arg-type]
            )  # fmt: skip
            for name, value in answer.cookies.items():
                self._cookies[name] = value
            if answer.status_code >= 500:
                answer.raise_for_status()
            if not answer.is_redirect:
                return _Page(answer.text, "")
            method, more, url = "GET", {}, answer.headers["Location"]
            if url.startswith(CALLBACK):
                asked = parse_qs(urlsplit(url).query)
                return _Page("", asked.get("code", [""])[0])
        raise Refused("led in a circle")


@contextmanager
def _file(path: Path) -> Iterator[dict[str, str]]:
    """The second factors known so far; what is added is kept, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        before = file.read()
        known: dict[str, str] = json.loads(before or "{}")
        yield known
        after = json.dumps(known, indent=1, sort_keys=True)
        if after != before:
            file.seek(0)
            file.truncate()
            file.write(after)


def totp(secret: str, *, at: float | None = None) -> str:
    """RFC 6238 over the secret's bytes, six digits: what the app on a phone would show."""
    count = int(time.time() if at is None else at) // STEP_SECONDS
    digest = hmac.new(secret.encode(), struct.pack(">Q", count), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
