"""Idempotency of POST (rule 3): the same key with the same content is answered as it was the first time.

API calls must bring the header Idempotency-Key; forms bring the hidden field `idempotency_key`.
"""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from flask import Flask, Response, g, request

from services.common import idempotency
from services.common.db import Database
from services.common.errors import DomainError, KeyNeeded
from services.common.http.faults import problem, wants_json

View = TypeVar("View", bound=Callable[..., Any])
FIELD, HEADER = "idempotency_key", "Idempotency-Key"
NOT_CONTENT = {"csrf_token", FIELD}


def only_looks(view: View) -> View:
    """Marks a POST that shows what is protected and changes nothing but the log: done again, it is logged again, and
    its answer is not kept, because what rests sealed must not rest in the open beside."""
    view.only_looks = True  # type: ignore[attr-defined]
    return view


def add_once(app: Flask, db: Database) -> None:
    @app.before_request
    def answer_again() -> Response | None:
        idempotency.pending.set(None)
        if request.method != "POST" or g.get("principal") is None:
            return None
        key = request.headers.get(HEADER) or request.form.get(FIELD, "")
        if not key:
            if request.path.startswith("/api/"):
                raise KeyNeeded
            return None
        if getattr(app.view_functions.get(request.endpoint or ""), "only_looks", False):
            return None
        principal = g.principal
        asked = idempotency.Pending(principal.tenant, principal.subject, key[:200], _content_hash())
        with db.read(principal.tenant) as session:
            kept = idempotency.find(session, principal.subject, asked.key)
        if kept is None:
            idempotency.pending.set(asked)
            return None
        return _replay(kept, asked.request_hash)

    @app.after_request
    def keep_answer(response: Response) -> Response:
        asked = idempotency.pending.get()
        if asked is None or not asked.claimed:
            return response
        idempotency.pending.set(None)
        if response.status_code < 400 and not response.is_streamed:
            answer = idempotency.Answer(
                asked.request_hash,
                response.status_code,
                response.headers.get("Location"),
                response.get_data(),
                response.content_type,
            )
            with db.transaction(asked.tenant) as session:
                idempotency.keep(session, asked, answer)
        return response


def _content_hash() -> str:
    digest = hashlib.sha256(request.path.encode())
    if request.files or request.form:
        for name in sorted(set(request.form) - NOT_CONTENT):
            digest.update(repr((name, request.form.getlist(name))).encode())
        for name, file in request.files.items(multi=True):
            digest.update(repr((name, file.filename)).encode())
            for part in iter(partial(file.stream.read, 1 << 16), b""):
                digest.update(part)
            file.stream.seek(0)
    else:
        digest.update(request.get_data(cache=True))
    return digest.hexdigest()


def _replay(kept: idempotency.Answer, request_hash: str) -> Response:
    if kept.request_hash != request_hash:
        raise DomainError("duplicate_request")
    if kept.status is None:
        done = DomainError("already_done")
        if not wants_json():
            raise done
        return problem(done.status, done.code, done.says, object_type=kept.object_type, object_id=kept.object_id)
    response = Response(kept.body or b"", kept.status, content_type=kept.content_type)
    if kept.location:
        response.headers["Location"] = kept.location
    response.headers["Idempotent-Replayed"] = "true"
    return response
