"""The nine rules that hold in every service, and where each is shown; what no other test looks at is looked at here."""

import ast
import inspect
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import psycopg
import pytest

from services.common import errors
from services.embedded import SERVICES
from tests.contract.routes import _parts as a_part

ROOT = Path(__file__).parents[1]
CODE = ROOT / "services"

RULES = {
    "1 tenancy": [
        "integration/common/test_tenancy.py",
        "integration/attacks/test_every_route.py",
        "integration/attacks/test_other_county.py",
        "integration/attacks/test_forged_calls.py",
        "integration/attacks/test_tokens.py",
    ],
    "2 one transaction": ["integration/common/test_events.py", "integration/common/test_log_chain.py"],
    "3 at least once, in effect once": [
        "integration/common/test_events.py",
        "integration/common/test_http.py",
        "integration/attacks/test_every_route.py",
        "integration/attacks/test_forged_events.py",
        "test_nine_rules.py",
    ],
    "4 the log is a chain": ["integration/common/test_log_chain.py", "acceptance/test_laian.py"],
    "5 refuse clearly": [
        "integration/common/test_http.py",
        "unit/web/test_refusals.py",
        "unit/regulation/test_faults.py",
    ],
    "6 time is an argument": ["unit/regulation/test_bounds_and_days.py", "acceptance/test_laian.py"],
    "7 decimals are exact": ["unit/regulation/test_score_properties.py", "unit/documents/test_scores.py"],
    "8 personal data is masked": ["integration/attacks/test_roles.py", "unit/web/test_filters.py"],
    "9 separated duties": ["integration/attacks/test_roles.py", "integration/attacks/test_forged_calls.py"],
}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def code(*folders):
    """(path from the root, its syntax tree) of every file of these folders of services/."""
    return [
        (str(path.relative_to(ROOT)), tree_of(path))
        for folder in folders
        for path in sorted((CODE / folder).rglob("*.py"))
    ]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_shown_somewhere(rule):
    for name in RULES[rule]:
        tests = [
            node.name
            for node in ast.walk(tree_of(ROOT / "tests" / name))
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]
        assert tests, f"{name} shows nothing"


# Rule 1

WITHOUT_TENANT = {
    "alembic_version": "which revision the tables have",
    "calendar_day": "working days are the country's",
    "calendar_year": "whether a year's working days are announced: the country's",
    "tenant": "the tree of federations itself, public",
    "browser_session": "whoever is signed in: a person may hold grants in several federations",
    "mail_choice": "a person's own wish, wherever his grants are",
}
UNPROTECTED = {"tenant"}


def tables(cluster, service):
    """(table, whether it has a tenant, row-level security, forced, policies, who owns it)."""
    with psycopg.connect(cluster.url(service)) as connection:
        return connection.execute(
            "select c.relname, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant'"
            " and not a.attisdropped), c.relrowsecurity, c.relforcerowsecurity,"
            " (select count(*) from pg_policy p where p.polrelid = c.oid), pg_get_userbyid(c.relowner),"
            " (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]"
            " where i.indrelid = c.oid and i.indisprimary)"
            " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where c.relkind in ('r', 'p') and n.nspname = 'public' order by 1"
        ).fetchall()


@pytest.mark.parametrize("service", SERVICES)
def test_every_table_of_a_tenant_is_locked_by_row_and_keyed_by_tenant(databases, service):
    databases.of(service)
    faults = []
    for name, has_tenant, enabled, forced, policies, owner, first_key in tables(databases.cluster, service):
        if not has_tenant:
            if name not in WITHOUT_TENANT:
                faults.append(f"{name}: no tenant, and no reason written down here")
            continue
        if not (enabled and forced and policies) and name not in UNPROTECTED:
            faults.append(f"{name}: row-level security {enabled}, forced {forced}, {policies} policies")
        if first_key != "tenant":
            faults.append(f"{name}: its key begins with {first_key}")
        if owner != "pioneer_owner":
            faults.append(f"{name}: owned by {owner}")
    assert faults == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_unique_index_begins_with_the_tenant(databases, service):
    databases.of(service)
    with psycopg.connect(databases.cluster.url(service)) as connection:
        found = connection.execute(
            "select c.relname, i.relname, pg_get_indexdef(x.indexrelid) from pg_index x"
            " join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid"
            " join pg_namespace n on n.oid = c.relnamespace where x.indisunique and n.nspname = 'public'"
        ).fetchall()

    faults = [
        f"{table}.{index}: {definition}"
        for table, index, definition in found
        if table not in WITHOUT_TENANT and "(tenant," not in definition and "(tenant)" not in definition
    ]
    assert faults == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_app_s_role_owns_nothing_and_passes_no_lock(databases, service):
    databases.of(service)
    with psycopg.connect(databases.cluster.url(service)) as connection:
        found = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
            " (select count(*) from pg_class where relowner = r.oid)"
            " from pg_roles r where rolname = any(%s)",
            ([f"pioneer_{service}", f"pioneer_{service}_worker"],),
        ).fetchall()

    assert found == [(False, False, False, False, 0)] * 2


# Rule 2

CALLS_OUT = {"requests", "grpc", "smtplib"}


def test_nobody_is_called_inside_a_transaction():
    """No gRPC call, mail or HTTP request stands in the body of a `with db.transaction(…)` or `with db.read(…)`."""
    faults = []
    for path, tree in code(*SERVICES):
        for node in ast.walk(tree):
            if isinstance(node, ast.With) and any(_opens_transaction(item.context_expr) for item in node.items):
                for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
                    text = ast.unparse(call.func)
                    if re.search(r"(^|\.)(rpc|stub|calls)\b.*\.call$|Stub$", text) or text.split(".")[0] in CALLS_OUT:
                        faults.append(f"{path}:{call.lineno} {text}")
    assert faults == []


def _opens_transaction(expression):
    return isinstance(expression, ast.Call) and ast.unparse(expression.func).endswith(("db.transaction", "db.read"))


# Rule 3

NO_VERSION = {
    "makes something new, or adds to what is never rewritten": (
        r"/(cases|new|units|people|tenants|grants|drafts|draft|dockets|keys|seals|seal|hearings|evidence|pointers"
        r"|corrections|contests|entries|duties|appeals|changes|winners|campaigns|figures|correction|files|subsidies|notices|activities|visits|promises|relations|exceptions|rewards|replays|imports|import|imports/<kind>|dossiers|password)$"
    ),
    "shows what is protected and changes nothing but the log": (
        r"/(reveal|revealed|phone|objector|files/<int:number>|verification|decision-file|revocation-note|check)$"
    ),
    "ends once what has no other state: the second time is told so": (
        r"/(revoke|release|recall|recusal|waiver|retirement|removal|remove|end|apply|decision|conferrals|confer|opening"
        r"|assessing|assessment|recommendation|shortlists|signature|countersignature|<uuid:correction_id>"
        r"|filings/<filing_id>/<uuid:unit_id>)$"
    ),
    "takes away what is never changed": r"/(evidence/<uuid:evidence_id>|keys/<key_id>|relations/<uuid:relation_id>)$",
    "the reader's own marks": r"/(read|read-all)$",
    "reckons a form that is not kept": r"/tally$",
}


OPENS_ITS_OWN_FORM = {
    "form.html": "the macro itself",
    "topbar.html": "signing out can be done twice",
    "objection.html": "opens a protected file in a window of its own: each look is logged again",
}


def changing_views():
    """(method and rule, source of the view and of what it calls in its module) of every unsafe route of a tenant."""
    for name in SERVICES:
        app = import_module(f"services.{name}.main").create(a_part(name)).app
        for rule in app.url_map.iter_rules():
            view = app.view_functions[rule.endpoint]
            if "tenant" not in rule.arguments or getattr(view, "is_public", False):
                continue
            for method in sorted(rule.methods - {"GET", "HEAD", "OPTIONS"}):
                yield f"{method} {rule.rule}", inspect.unwrap(view)


def says_its_version(view):
    """The view, or a function of its module that it calls, asks for the version that was seen."""
    functions = {
        node.name: ast.unparse(node)
        for node in ast.walk(tree_of(Path(inspect.getfile(view))))
        if isinstance(node, ast.FunctionDef)
    }
    called = [view.__name__, *(name for name in functions if re.search(rf"\b{name}\b", functions[view.__name__]))]
    return any("expected_version()" in functions[name] for name in called)


def test_every_change_says_which_version_it_saw_or_why_it_needs_none():
    """Page and API alike: whoever changes what others change too is told when they were first."""
    views = list(changing_views())
    without = [route for route, view in views if not says_its_version(view)]
    reasons = {route: [why for why, shape in NO_VERSION.items() if re.search(shape, route)] for route in without}

    assert len(views) > 150
    assert [route for route, why in reasons.items() if not why] == []
    assert {why for found in reasons.values() for why in found} == set(NO_VERSION)


@pytest.mark.parametrize("folder", ["common/web", *(f"{service}" for service in SERVICES)])
def test_every_form_brings_its_key(folder):
    """A form that changes something is opened by the one macro that gives it its Idempotency-Key and its token."""
    faults = [
        path.name
        for path in sorted((CODE / folder / "templates").rglob("*.html"))
        if path.name not in OPENS_ITS_OWN_FORM
        and re.search(r"<form[^>]*method=.?post", path.read_text(encoding="utf-8"), re.I)
    ]
    assert faults == []


# Rule 5

CODED = {"DomainError", "NotAllowed", "NotFound", "Unavailable", "ChangedMeanwhile", "SignInNeeded"}


def codes():
    """(code, where) of every refusal raised in services/."""
    for path, tree in code(""):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).rpartition(".")[2]
            said = node.args[:1] if name in CODED else node.args[1:2] if name in ("allow", "Invalid") else []
            for argument in said:
                for constant in _texts(argument):
                    yield constant, f"{path}:{node.lineno}"


def _texts(argument):
    if isinstance(argument, ast.IfExp):
        return [*_texts(argument.body), *_texts(argument.orelse)]
    return [argument.value] if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else []


def test_every_refusal_has_its_sentence():
    for service in SERVICES:
        import_module(f"services.{service}.main")
    raised = list(codes())

    assert len({code for code, _where in raised}) > 60
    assert sorted({f"{code} at {where}" for code, where in raised if not errors.knows(code)}) == []
