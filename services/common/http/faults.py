"""Answers every refusal once: problem+json to programs, a page to people (rule 5)."""

from typing import Any

import structlog
from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from services.common import trace
from services.common.errors import Invalid, Refusal, Unavailable
from services.common.http.shapes import cause_of, faults_of
from services.common.web import error_page
from services.common.web.retold import retold

log = structlog.get_logger(__name__)
AWAY_SECONDS = 5
"""After how long it is worth to ask again where something of ours does not answer."""


def add_faults(app: APIFlask) -> None:
    app.error_callback = _wrong_shape  # type: ignore[assignment]
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DataError, _bad_value)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(InterfaceError, _database_away)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    return request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json"


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """RFC 9457. `code` is ours and stays; `detail` is for people."""
    body = {"type": f"urn:pioneer:{code}", "title": code, "status": status, "detail": detail, "code": code, **more}
    response = jsonify({**body, "trace_id": trace.trace_id()})
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def _refusal(refused: Refusal) -> ResponseReturnValue:
    faults = refused.faults if isinstance(refused, Invalid) else {}
    if faults:
        refused.facts.setdefault("count", len(faults))
    retry_after = refused.facts.get("retry_after", AWAY_SECONDS) if isinstance(refused, Unavailable) else None
    if wants_json():
        more: dict[str, Any] = {"faults": [{"field": name, "says": retold(str(says))} for name, says in faults.items()]}
        response = problem(refused.status, refused.code, refused.says, **(more if faults else {}))
        if retry_after is not None:
            response.headers["Retry-After"] = str(retry_after)
        return response
    return error_page(
        refused.status,
        detail=refused.says,
        rule=refused.facts.get("rule"),
        differences=refused.facts.get("differences", ()),
        faults=faults,
        trace_id=trace.trace_id(),
        back=request.referrer,
        retry_after=retry_after,
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    retry_after = _wait_seconds() if status == 429 else None
    if wants_json():
        response = problem(status, _CODES.get(status, "bad_request"), _says(status))
        if retry_after is not None:
            response.headers["Retry-After"] = str(retry_after)
        return response
    return error_page(status, trace_id=trace.trace_id(), retry_after=retry_after)


def _wait_seconds() -> int | None:
    """The whole window of the limit that was met: by then it lets the caller in again for certain."""
    limits = current_app.extensions.get("limits")
    met = limits.current_limit if limits is not None else None
    return int(met.limit.get_expiry()) if met is not None else None


def _wrong_shape(error: HTTPError) -> ResponseReturnValue:
    """APIFlask's own: the input does not fit the model, or `abort` with a status."""
    shape = cause_of(error)
    if shape is not None:
        return _refusal(Invalid(faults_of(shape)))
    code = _CODES.get(error.status_code, "bad_request")
    return problem(error.status_code, code, _says(error.status_code))


_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 429: "too_many_requests", 415: "bad_request"}


def _says(status: int) -> str:
    match status:
        case 404:
            return str(_("没有找到，可能已被移走，或不在您的职责范围内。"))
        case 413:
            return str(_("内容超过上限，请压缩或分次上传。"))
        case 429:
            return str(_("操作太频繁，请稍后再试。"))
        case _:
            return str(_("请求的格式不对，请检查后再试。"))


def _bad_value(error: DataError) -> ResponseReturnValue:
    """A value no column can hold (a NUL, a number out of range): the input's fault, not ours."""
    log.info("bad_value", error=type(error.orig).__name__)
    return _refusal(Invalid({"body": _("含有不能保存的字符或数字，请检查后再提交。")}))


def _database_away(error: OperationalError | InterfaceError) -> ResponseReturnValue:
    """The server is gone or starting: nothing was changed, and the next connection may find it again."""
    log.error("database_away", error=type(error.orig).__name__)
    return _refusal(Unavailable("database_away"))


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected", path=request.path, error=type(error).__name__, exc_info=error)
    if wants_json():
        return problem(500, "unexpected", _("系统出错，内容没有保存。请稍后再试，或把编号告诉管理员。"))
    return error_page(500, trace_id=g.get("trace_id") or trace.trace_id())
