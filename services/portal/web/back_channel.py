"""Back-channel logout: the issuer says that it has ended somebody's sign-in, wherever that was asked for."""

import structlog
from flask import Blueprint, Response, current_app, jsonify, request

from services.common.errors import SignInNeeded
from services.common.http import Parts
from services.common.web.csrf import without_token
from services.portal.service.sessions import end_sessions_of

log = structlog.get_logger(__name__)
blueprint = Blueprint("back_channel", __name__, url_prefix="/portal")


@blueprint.post("/back-channel-logout")
@without_token
def logged_out() -> tuple[Response, int]:
    parts: Parts = current_app.extensions["parts"]
    try:
        out = parts.verifier.verify_logout(request.form.get("logout_token", ""), parts.settings.client_id)
    except SignInNeeded:
        log.info("logout_refused")
        return jsonify(error="invalid_request"), 400
    log.info("logged_out_by_issuer", subject=out.subject, sessions=end_sessions_of(out))
    return jsonify({}), 200
