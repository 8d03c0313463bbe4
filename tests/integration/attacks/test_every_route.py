"""Every route there is, whoever wrote it: another county's people and nobody are turned away at the door (rule 1),
a POST needs its key and a change its version (rule 3). A new route is covered without anybody thinking of it."""

import pytest

from services.embedded import SERVICES
from tests.integration.attacks.conftest import COUNTY, NEIGHBOUR

pytestmark = pytest.mark.xdist_group("deployment")

# What is open to anybody: a new public page is written down here, on purpose.
PUBLIC = {
    "GET /api/v1/tenants/<tenant>/applications/public/honours/<token>",
    "GET /api/v1/tenants/<tenant>/applications/public/notices",
    "GET /api/v1/tenants/<tenant>/applications/public/notices/<uuid:notice_id>",
    "GET /api/v1/tenants/<tenant>/applications/public/notices/<uuid:notice_id>/notice.pdf",
    "GET /api/v1/tenants/<tenant>/applications/public/receipts/<receipt>",
    "GET /api/v1/tenants/<tenant>/portal/notices",
    "GET /api/v1/tenants/<tenant>/portal/roll",
    "GET /api/v1/tenants/<tenant>/portal/roll/<number>",
    "GET /applications/<tenant>/public/honours",
    "GET /applications/<tenant>/public/honours/<token>",
    "GET /applications/<tenant>/public/notices",
    "GET /applications/<tenant>/public/notices/<uuid:notice_id>",
    "GET /applications/<tenant>/public/notices/<uuid:notice_id>/notice.pdf",
    "GET /applications/<tenant>/public/notices/<uuid:notice_id>/objections",
    "GET /applications/<tenant>/public/receipt",
    "GET /applications/<tenant>/public/verify",
    "GET /competitions/<tenant>/public/contests",
    "GET /competitions/<tenant>/public/contests/<uuid:contest_id>",
    "GET /competitions/<tenant>/public/promises",
    "GET /portal/<tenant>/notices",
    "GET /portal/<tenant>/public",
    "GET /portal/<tenant>/roll",
    "GET /portal/<tenant>/verify",
    "POST /api/v1/tenants/<tenant>/applications/public/notices/<uuid:notice_id>/objections",
    "POST /applications/<tenant>/public/notices/<uuid:notice_id>/objections",
    "POST /applications/<tenant>/public/receipt",
}
# Without a tenant: signing in, what machines ask, files of the pages.
WITHOUT_TENANT = {
    "GET /",
    "GET /docs",
    "GET /favicon.ico",
    "GET /healthz",
    "GET /robots.txt",
    "GET /portal/",
    "GET /portal/callback",
    "GET /portal/choose",
    "GET /portal/sign-in",
    "GET /portal/signed-out",
    "POST /portal/sign-out",
    # A form on its way, judged where it goes; what the issuer says, judged by its signature.
    "POST /portal/renew",
    "POST /portal/back-channel-logout",
    "GET /static/pioneer/<path:name>",
    "GET /identity/oidc/.well-known/openid-configuration",
    "GET /identity/oidc/authorize",
    "GET /identity/oidc/end-session",
    "GET /identity/oidc/jwks",
    "GET /identity/oidc/new-password",
    "POST /identity/oidc/new-password",
    "POST /identity/oidc/revoke",
    "GET /identity/oidc/sign-in",
    "POST /identity/oidc/sign-in",
    "POST /identity/oidc/token",
    *(
        f"GET /{service}/{what}"
        for service in SERVICES
        for what in ("docs", "healthz", "metrics", "openapi.json", "readyz")
    ),
}
NEEDS_NO_VERSION = {
    # Replaced as a whole by its owner, who sees nothing older: there is no version to lose.
    "PUT /api/v1/tenants/<tenant>/portal/account/mail",
}


def guarded(deployment):
    """(route, method) of what only people with a grant may see."""
    return [
        (route, method)
        for route in deployment.routes()
        if "tenant" in route["converters"] and not route["is_public"]
        for method in route["methods"]
    ]


def test_what_is_open_to_anybody_is_written_down(deployment):
    said = {
        f"{method} {route['rule']}"
        for route in deployment.routes()
        if route["is_public"]
        for method in route["methods"]
    }
    without = {
        f"{method} {route['rule']}"
        for route in deployment.routes()
        if "tenant" not in route["converters"]
        for method in route["methods"]
    }

    assert said - PUBLIC == set()
    assert without - WITHOUT_TENANT == set()


def test_nobody_is_sent_to_sign_in(played, address):
    wrong = {}
    for route, method in guarded(played):
        path = address(route)
        answer = played.ask(method, path)
        if method == "GET" and not path.startswith("/api/"):
            right = answer.status_code == 303 and answer.headers["Location"].startswith("/portal/sign-in?next=")
        else:
            # A form without its token may come from another site's page: it is refused before anything else.
            right = (answer.status_code, _code(answer)) == (401, "sign_in_needed") or (
                answer.status_code == 400 and not path.startswith("/api/")
            )
        if not right:
            wrong[f"{method} {path}"] = (answer.status_code, answer.text[:120])

    assert wrong == {}


@pytest.mark.parametrize("intruder", ["changxing.secretary1", "chuzhou.auditor"])
def test_people_of_another_federation_are_refused_everywhere(played, address, intruder):
    """The neighbour, and the levels above: a lower case is seen above only through a dossier that was sent."""
    wrong = {}
    for route, method in guarded(played):
        path = address(route)
        answer = played.ask(method, path, intruder, headers={"Accept": "application/json"}, version=1)
        if (answer.status_code, _code(answer)) != (403, "no_grant_here"):
            wrong[f"{method} {path}"] = (answer.status_code, answer.text[:120])

    assert wrong == {}


def test_ids_of_another_county_are_not_there_in_ones_own(played, address):
    """The intruder names his own county and the other's ids: nothing of theirs answers, to read or to change."""
    wrong, tried = {}, 0
    for route, method in guarded(played):
        uuids = [name for name, converter in route["converters"].items() if converter == "UUIDConverter"]
        if not uuids:
            continue
        tried += 1
        path = address(route, NEIGHBOUR)
        for intruder in ("changxing.secretary1", "changxing.security"):
            more = {"json": {}} if path.startswith("/api/") and method != "GET" else {}
            headers = {"Accept": "application/json"}
            answer = played.ask(method, path, intruder, headers=headers, version=1, **more)
            if answer.status_code == 303:
                # Sent on to another page of the neighbour's own: what is there?
                assert answer.headers["Location"].startswith(f"/applications/{NEIGHBOUR}/"), answer.headers["Location"]
                answer = played.ask("GET", answer.headers["Location"], intruder, headers=headers)
            # 422: the input is looked at before the thing; 400: a form without its fields. Neither says it is there.
            if answer.status_code not in (403, 404, 422, 400):
                wrong[f"{method} {path} {intruder}"] = (answer.status_code, answer.text[:120])

    assert tried > 50
    assert wrong == {}


def test_every_post_to_the_api_needs_its_key(played, address):
    wrong = {}
    for route, method in guarded(played):
        path = address(route)
        if method != "POST" or not path.startswith("/api/"):
            continue
        answer = played.ask(method, path, "laian.secretary1", json={}, headers={"Idempotency-Key": ""}, version=1)
        if (answer.status_code, _code(answer)) != (400, "idempotency_key_needed"):
            wrong[f"{method} {path}"] = (answer.status_code, answer.text[:120])

    assert wrong == {}


def test_every_change_by_the_api_says_which_version_it_saw(played, address):
    """Not one PUT, PATCH or DELETE gets as far as changing something without If-Match."""
    wrong, tried = {}, 0
    before = _log_length(played)
    for route, method in guarded(played):
        path = address(route)
        if method not in ("PUT", "PATCH", "DELETE") or f"{method} {route['rule']}" in NEEDS_NO_VERSION:
            continue
        for who in ("laian.secretary1", "laian.applicant.chudong", "laian.admin"):
            tried += 1
            answer = played.ask(method, path, who, json={})
            if answer.status_code < 400:
                wrong[f"{method} {path} {who}"] = (answer.status_code, answer.text[:120])

    assert tried > 10
    assert wrong == {}
    assert _log_length(played) == before


def _log_length(deployment):
    return sum(
        deployment.one(service, "select count(*) from log_entry where tenant = %s", COUNTY) for service in SERVICES
    )


def _code(answer):
    return answer.json().get("code") if "json" in answer.headers.get("Content-Type", "") else None
