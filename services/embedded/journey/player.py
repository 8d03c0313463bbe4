"""Plays people: each act is an HTTP call to the running site, with the person's own token, on the day of the story."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import requests
from rich.console import Console

from services.common.clock import SettableClock, at
from services.common.ids import new_id

PATIENCE_SECONDS = 60.0
TOKEN_SECONDS = 10.0
PAUSE_SECONDS = 0.03
LONGEST_PAUSE_SECONDS = 0.25


class Stumbled(Exception):
    """The story could not go on: an act was answered otherwise than the story needs."""


class Stage(Protocol):
    """A running deployment on which a story can be played, whatever it consists of."""

    @property
    def origin(self) -> str: ...

    @property
    def issuer(self) -> str: ...

    def token_of(self, username: str) -> str:
        """A valid access token of a demo person."""
        ...

    def tick(self) -> None:
        """Returns when what has fallen due by now is done."""
        ...


def _direct() -> requests.Session:
    """Without the machine's proxies, which it would look for at every call."""
    session = requests.Session()
    session.trust_env = False
    return session


@dataclass
class Player:
    """`token_of(username)` signs a demo person in. The transcript holds (day, who, what)."""

    origin: str
    clock: SettableClock
    token_of: Callable[[str], str]
    console: Console
    tick: Callable[[], None]
    transcript: list[tuple[date, str, str]] = field(default_factory=list)
    _session: requests.Session = field(default_factory=_direct)
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    _known: dict[str, Any] = field(default_factory=dict)

    def on(self, day: date, hour: int = 9) -> None:
        """Let the story's clock stand at that day."""
        self.clock.set(at(day, hour))

    def tell(self, who: str, what: str) -> None:
        self.transcript.append((self.clock.today(), who, what))
        self.console.print(f"  [dim]{self.clock.today()}[/dim]  {who}  {what}")

    def call(self, method: str, who: str, path: str, *, status: int | None = None, **more: Any) -> Any:
        """One call; the answer's JSON (or bytes). Raises Stumbled where the status is not the expected one."""
        answer = self.answer(method, who, path, **more)
        fits = answer.status_code == status if status else answer.status_code < 400
        if not fits:
            raise Stumbled(f"{who}: {method} {path} → {answer.status_code} {answer.text[:600]}")
        is_json = "json" in answer.headers.get("Content-Type", "")
        return answer.json() if is_json and answer.content else answer.content

    def answer(self, method: str, who: str, path: str, *, version: int | None = None, **more: Any) -> requests.Response:
        headers = {"Idempotency-Key": str(new_id()), **more.pop("headers", {})}
        if who:
            headers["Authorization"] = f"Bearer {self._token(who)}"
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self._session.request(method, self.origin + path, headers=headers, timeout=30, **more)

    def get(self, who: str, path: str, **more: Any) -> Any:
        return self.call("GET", who, path, **more)

    def post(self, who: str, path: str, json: Any = None, **more: Any) -> Any:
        return self.call("POST", who, path, json=json if json is not None or "files" in more else {}, **more)

    def put(self, who: str, path: str, json: Any, **more: Any) -> Any:
        return self.call("PUT", who, path, json=json, **more)

    def refused(self, method: str, who: str, path: str, code: str, **more: Any) -> str:
        """An act that must be refused with that code; the sentence that people are told."""
        answer = self.answer(method, who, path, **more)
        said = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
        if answer.status_code < 400 or said.get("code") != code:
            raise Stumbled(
                f"{who}: {method} {path} should be refused with {code}: {answer.status_code} {answer.text[:400]}"
            )
        return str(said["detail"])

    def once(self, what: str, ask: Callable[[], Any]) -> Any:
        """What stays the same through the story, and is looked up the first time only."""
        if what not in self._known:
            self._known[what] = ask()
        return self._known[what]

    def until(self, what: str, ask: Callable[[], Any]) -> Any:
        """Events take a moment: asks again until the answer is truthy, at most a minute."""
        end, pause = time.monotonic() + PATIENCE_SECONDS, PAUSE_SECONDS
        while True:
            found = ask()
            if found:
                return found
            if time.monotonic() > end:
                raise Stumbled(f"waited {PATIENCE_SECONDS:.0f} s in vain: {what}")
            time.sleep(pause)
            # Who waits long asks seldom: within what the limits let one person ask.
            pause = min(pause * 1.1, LONGEST_PAUSE_SECONDS)

    def _token(self, who: str) -> str:
        token, until = self._tokens.get(who, ("", 0.0))
        if time.monotonic() >= until:
            token = self.token_of(who)
            self._tokens[who] = token, time.monotonic() + TOKEN_SECONDS
        return token
