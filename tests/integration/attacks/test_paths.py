"""Files and addresses: nothing of the machine, of the code or of others' folders is served."""

import pytest

pytestmark = pytest.mark.xdist_group("deployment")

INSIDE = ("SECRET_KEY", "import ", "postgresql://", "root:", "[build-system]", "create table")


@pytest.mark.parametrize(
    "path",
    [
        "/main.py",
        "/store.py",
        "/migrations/versions/0001_portal.py",
        "/templates/portal/worklist.html",
        "/applications/main.py",
        "/portal/main.py",
        "/static/pioneer/../../app.py",
        "/static/pioneer/..%2f..%2fapp.py",
        "/static/pioneer/%2e%2e/%2e%2e/app.py",
        "/static/pioneer/..%5c..%5capp.py",
        "/static/pioneer//etc/passwd",
        "/static/pioneer/....//....//app.py",
        "/static/../../../../etc/passwd",
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/.git/config",
        "/.env",
        "/keys",
        "/pioneer.log",
        "/identity/341122/imports/..%2f..%2fpeople/template.xlsx",
        "/identity/341122/regulations/..%2f..%2f..%2fetc%2fpasswd/1.yaml",
    ],
)
def test_no_path_leaves_its_folder(played, path):
    for who in ("", "laian.admin"):
        answer = played.ask_raw(path, who)
        body = answer.read().decode(errors="replace")

        assert answer.status in (303, 308, 400, 404), path
        assert [word for word in INSIDE if word in body] == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1@evil.example"])
def test_a_foreign_host_name_makes_no_foreign_address(played, host):
    """Plaques and mails carry addresses: they come from the settings, never from a request."""
    for path in ("/", "/portal/341122/", "/portal/341122/public", "/applications/341122/public/honours"):
        answer = played.ask("GET", path, headers={"Host": host, "X-Forwarded-Host": host})

        assert "evil.example" not in answer.headers.get("Location", "")
        assert "evil.example" not in answer.text


def test_a_file_comes_as_a_file_never_as_a_page(played, ids):
    """What people upload is never shown by the browser as HTML of this site."""
    rows = played.rows("applications", "select id, application_id from evidence where tenant = '341122' limit 3")
    for row in rows:
        path = f"/api/v1/tenants/341122/applications/cases/{row['application_id']}/evidence/{row['id']}"
        answer = played.ask("GET", path, "laian.secretary1")

        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Type"] in ("application/pdf", "image/png", "image/jpeg")
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
