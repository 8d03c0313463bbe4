"""A person who presses again until the site answers, always with the same key, as the pages and every sane program do."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
from sqlalchemy.exc import DBAPIError

from deploy.native.signed_in import Refused
from services.common.ids import new_id
from services.embedded.journey.player import Player, Stumbled
from tests.chaos.ledger import Act, Ledger

PATIENCE_SECONDS = 600.0
PAUSE_SECONDS = 0.25
AWAY = {401, 500, 502, 503, 504}
# Where what was done is read, when only its answer was lost.
WHERE = {
    "application": "applications/cases/{id}",
    "docket": "applications/dockets/{id}",
    "dossier": "applications/dossiers/{id}",
    "assessment": "assessment/assessments/{id}",
    "regulation_draft": "identity/regulations/drafts/{id}",
    "org_unit": "identity/units/{id}",
}


@dataclass
class Persistent(Player):
    ledger: Ledger = field(default_factory=Ledger)
    lost_answers: int = 0
    _silence: str = ""
    first_told: Callable[[], None] = lambda: None

    def tell(self, who: str, what: str) -> None:
        super().tell(who, what)
        self.first_told()

    def answer(self, method: str, who: str, path: str, **more: Any) -> requests.Response:
        key = str(new_id())
        headers = {"Idempotency-Key": key, **more.pop("headers", {})}
        end, tries = time.monotonic() + PATIENCE_SECONDS, 0
        while True:
            tries += 1
            answer = self._once(method, who, path, headers=dict(headers), **more)
            if answer is not None and answer.status_code not in AWAY:
                answer = self._understood(answer, method, who, path, tries, more.get("version"))
                self.ledger.note(method, Act(key, who, path, answer.status_code, tries))
                return answer
            if time.monotonic() > end:
                said = answer.text[:300] if answer is not None else self._silence
                raise Stumbled(f"{who}: {method} {path} was not answered for {PATIENCE_SECONDS:.0f} s: {said}")
            time.sleep(PAUSE_SECONDS)

    def _once(self, method: str, who: str, path: str, **more: Any) -> requests.Response | None:
        try:
            answer = super().answer(method, who, path, **more)
        except (requests.RequestException, Refused, DBAPIError) as silence:
            self._silence = repr(silence)[:300]
            return None
        if answer.status_code == 401:
            self._tokens.pop(who, None)
        return answer

    def _understood(
        self, answer: requests.Response, method: str, who: str, path: str, tries: int, version: int | None
    ) -> requests.Response:
        """An act that was done though its answer was lost counts as done: it is read where it is kept."""
        said = answer.json() if answer.status_code >= 400 and "json" in answer.headers.get("Content-Type", "") else {}
        if said.get("code") == "already_done":
            self.lost_answers += 1
            found = self._read(who, path, said["object_type"], said["object_id"])
            found.status_code = 201
            return found
        if answer.status_code == 412 and tries > 1 and method in ("PUT", "PATCH") and version is not None:
            again = super().answer("GET", who, path)
            if again.status_code == 200 and again.json().get("version", 0) > version:
                self.lost_answers += 1
                return again
        return answer

    def _read(self, who: str, path: str, object_type: str, object_id: str) -> requests.Response:
        tenant = path.split("/")[4]
        where = WHERE.get(object_type)
        if where is None:
            nothing = requests.Response()
            nothing._content = b"{}"
            nothing.headers["Content-Type"] = "application/json"
            return nothing
        return self.answer("GET", who, f"/api/v1/tenants/{tenant}/{where.format(id=object_id)}")

    def until(self, what: str, ask: Any) -> Any:
        end = time.monotonic() + PATIENCE_SECONDS
        while not (found := ask()):
            if time.monotonic() > end:
                raise Stumbled(f"waited {PATIENCE_SECONDS:.0f} s in vain: {what}")
            time.sleep(PAUSE_SECONDS)
        return found
