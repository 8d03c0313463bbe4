"""What pages do, programs do too: a page that writes has a twin in the API, or a reason why it needs none.

A page at /<service>/<tenant>/<rest> has its twin at /api/v1/tenants/<tenant>/<service>/<rest>; TWINS names those that
are called otherwise there, WITHOUT says why one has none. `use_cases_of` looks closer: whatever use case a page calls,
some API route must call as well.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.contract.routes import SNAPSHOT
from tests.live import ROOT

WRITING = {"POST", "PUT", "PATCH", "DELETE"}

TWINS: dict[str, tuple[str, ...]] = {
    "/applications/<tenant>/assessing": ("POST /assessments/opening",),
    "/applications/<tenant>/batches/<programme>/<int:year>/<unit>": (
        "PUT /batches/<programme>/<int:year>/<unit>/order",
        "POST /batches/<programme>/<int:year>/<unit>/recommendation",
    ),
    "/applications/<tenant>/cases/<uuid:case_id>/form/<step>": (
        "PATCH /cases/<uuid:case_id>",
        "POST /cases/<uuid:case_id>/evidence",
        "DELETE /cases/<uuid:case_id>/evidence/<uuid:evidence_id>",
        "POST /cases/<uuid:case_id>/awards",
        "DELETE /cases/<uuid:case_id>/awards/<uuid:award_id>",
        "POST /cases/<uuid:case_id>/submission",
    ),
    "/applications/<tenant>/cases/<uuid:case_id>/opinion": ("POST /cases/<uuid:case_id>/opinions",),
    "/applications/<tenant>/cases/<uuid:case_id>/reveal": ("POST /cases/<uuid:case_id>/revealed",),
    "/applications/<tenant>/cases/<uuid:case_id>/unendorse": ("POST /cases/<uuid:case_id>/unendorsement",),
    "/applications/<tenant>/cases/<uuid:case_id>/withdraw": ("POST /cases/<uuid:case_id>/withdrawal",),
    "/applications/<tenant>/days": ("PUT /programmes/<programme>/rounds/<int:year>/days/<stage>",),
    "/applications/<tenant>/dockets/<uuid:docket_id>/plain": ("POST /dockets/<uuid:docket_id>/plain-agreement",),
    "/applications/<tenant>/dossiers": ("POST /dossiers/import",),
    "/applications/<tenant>/dossiers/<uuid:dossier_id>/reveal": ("POST /dossiers/<uuid:dossier_id>/revealed",),
    "/applications/<tenant>/dossiers/keys": ("POST /keys",),
    "/applications/<tenant>/dossiers/keys/<key_id>/removal": ("DELETE /keys/<key_id>",),
    "/applications/<tenant>/exceptions/<uuid:exception_id>": ("POST /exceptions/<uuid:exception_id>/decision",),
    "/applications/<tenant>/forwarding/exceptions/<uuid:exception_id>": (
        "POST /forwarding/exceptions/<uuid:exception_id>/decision",
    ),
    "/applications/<tenant>/honours/<uuid:honour_id>/rectifications/<uuid:rectification_id>": (
        "POST /rectifications/<uuid:rectification_id>/report",
    ),
    "/applications/<tenant>/honours/confer": ("POST /conferrals", "POST /cases/<uuid:case_id>/conferral"),
    "/applications/<tenant>/new": ("POST /cases",),
    "/applications/<tenant>/public/receipt": ("GET /public/receipts/<receipt>",),
    "/applications/<tenant>/seal": ("POST /seals",),
    "/applications/<tenant>/seal/<uuid:seal_id>/retirement": ("POST /seals/<uuid:seal_id>/retirement",),
    "/assessment/<tenant>/<uuid:assessment_id>/<any(self, score):mode>": (
        "POST /assessments/<uuid:assessment_id>/evidence",
        "POST /assessments/<uuid:assessment_id>/self-score/submission",
        "POST /assessments/<uuid:assessment_id>/scores/submission",
    ),
    "/assessment/<tenant>/<uuid:assessment_id>/<any(self, score):mode>/draft": (
        "PUT /assessments/<uuid:assessment_id>/self-score",
        "PUT /assessments/<uuid:assessment_id>/scores",
    ),
    "/assessment/<tenant>/<uuid:assessment_id>/assessors": ("POST /assessments/<uuid:assessment_id>/assessors",),
    "/assessment/<tenant>/<uuid:assessment_id>/assessors/<uuid:card_id>/release": (
        "POST /assessments/<uuid:assessment_id>/assessors/<uuid:card_id>/release",
    ),
    "/assessment/<tenant>/<uuid:assessment_id>/corrections": ("POST /assessments/<uuid:assessment_id>/corrections",),
    "/assessment/<tenant>/<uuid:assessment_id>/corrections/<uuid:correction_id>": (
        "POST /assessments/<uuid:assessment_id>/corrections/<uuid:correction_id>/decision",
    ),
    "/assessment/<tenant>/<uuid:assessment_id>/evidence/<uuid:evidence_id>/remove": (
        "DELETE /assessments/<uuid:assessment_id>/evidence/<uuid:evidence_id>",
    ),
    "/assessment/<tenant>/<uuid:assessment_id>/recusal": ("POST /assessments/<uuid:assessment_id>/recusal",),
    "/assessment/<tenant>/<uuid:assessment_id>/self/waiver": (
        "POST /assessments/<uuid:assessment_id>/self-score/waiver",
    ),
    "/assessment/<tenant>/relations/<uuid:relation_id>/end": ("DELETE /relations/<uuid:relation_id>",),
    "/competitions/<tenant>/campaigns/<uuid:campaign_id>/subsidies/<uuid:subsidy_id>"
    "/<any(approval, refusal, payment, recall):step>": (
        "POST /campaigns/<uuid:campaign_id>/subsidies/<uuid:subsidy_id>/decision",
    ),
    "/competitions/<tenant>/contests/<uuid:contest_id>/judging": (
        "PUT /contests/<uuid:contest_id>/marks/<int:number>/<part>",
    ),
    "/competitions/<tenant>/contests/<uuid:contest_id>/judging/countersignature": (
        "POST /contests/<uuid:contest_id>/marks/countersignature",
    ),
    "/competitions/<tenant>/contests/<uuid:contest_id>/judging/signature": (
        "POST /contests/<uuid:contest_id>/marks/signature",
    ),
    "/competitions/<tenant>/contests/<uuid:contest_id>/own-scores/<part>/<uuid:entry_id>/signature": (
        "POST /contests/<uuid:contest_id>/attendance/<part>/<uuid:entry_id>/signature",
    ),
    "/competitions/<tenant>/contests/new": ("POST /contests",),
    "/identity/<tenant>/calendar/<int:year>/days": ("PUT /calendar/days/<day>",),
    "/identity/<tenant>/imports": ("POST /imports/<kind>",),
    "/identity/<tenant>/regulations/drafts/<uuid:draft_id>/drop": ("DELETE /regulations/drafts/<uuid:draft_id>",),
    "/identity/<tenant>/regulations/blank": ("POST /regulations/drafts",),
    "/identity/<tenant>/regulations/drafts/<uuid:draft_id>/edit": ("PUT /regulations/drafts/<uuid:draft_id>",),
    "/identity/<tenant>/regulations/drafts/<uuid:draft_id>/edit/<path:at>": (
        "PUT /regulations/drafts/<uuid:draft_id>",
    ),
    "/identity/<tenant>/tenants/<code>/rename": ("PATCH /tenants/<code>",),
    "/identity/<tenant>/units/<uuid:unit_id>/rename": ("PATCH /units/<uuid:unit_id>",),
}

WITHOUT: dict[str, str] = {
    "/assessment/<tenant>/<uuid:assessment_id>/<any(self, score):mode>/tally": (
        "keeps nothing: the page's running total before anything is saved; PUT …/scores answers with the same figures"
    ),
    "/identity/oidc/new-password": "a person at the issuer's own form; programs have a client's secret",
    "/identity/oidc/revoke": "OAuth itself, and as such for programs",
    "/identity/oidc/sign-in": "a person at the issuer's own form; programs ask for a token with their client's secret",
    "/identity/oidc/token": "OAuth itself, and as such for programs",
    "/portal/back-channel-logout": "the issuer calls it, no person does",
    "/portal/renew": "renews a browser's cookie; a program asks the issuer for a token",
    "/portal/sign-out": "ends a browser's session; a program drops its token",
}


def routes() -> Iterator[tuple[str, str]]:
    """Method and rule of every route, as the snapshot has them."""
    for line in SNAPSHOT.read_text(encoding="utf-8").splitlines():
        methods, rule = line.removesuffix("  public").split(maxsplit=1)
        yield from ((method, rule) for method in methods.split(","))


def twins_of(rule: str) -> tuple[str, ...]:
    """As "METHOD rule" of the API; where nothing else is said, any writing method at the same place."""
    service, _, rest = rule.removeprefix("/").partition("/<tenant>")
    door = f"/api/v1/tenants/<tenant>/{service}"
    if rule in TWINS:
        return tuple(f"{method} {door}{place}" for method, place in (each.split(" ", 1) for each in TWINS[rule]))
    found = [[f"{method} {door}{place}" for method in sorted(WRITING)] for place in _each_step(rest)]
    there = {f"{method} {each}" for method, each in routes()}
    twins = [[each for each in methods if each in there] for methods in found]
    return tuple(each for methods in twins for each in methods) if all(twins) else ()


def _each_step(rest: str) -> list[str]:
    """…/<any(draw, freeze):step> is a page for each of them."""
    steps = re.search(r"<any\(([^)]*)\):\w+>", rest)
    if steps is None:
        return [rest]
    return [f"{rest[: steps.start()]}{each.strip()}{rest[steps.end() :]}" for each in steps[1].split(",")]


# Below: which use cases the doors of a service call.


def use_cases_of(service: str, door: str) -> set[str]:
    """Functions of `services.<service>.service` that the door names and that are told the time: those that act."""
    folder = ROOT / "services" / service
    acting = {name for file in (folder / "service").rglob("*.py") for name in _acting(file)}
    files = (folder / door).rglob("*.py")
    named = {name for file in files for name in _called(file, f"services.{service}.service")}
    return {name for name in named if name.rpartition(".")[2] in acting}


def _acting(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(each.arg == "now" for each in node.args.kwonlyargs):
            yield node.name


def _called(file: Path, package: str) -> Iterator[str]:
    """As module.function, whether the module was imported or the function itself."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not f"{node.module}.service".startswith(package):
            continue
        for each in node.names:
            full = f"{node.module}.{each.name}"
            if full.startswith(package) and _is_module(full):
                modules[each.asname or each.name] = each.name
            elif str(node.module).startswith(package) and each.name[0].islower():
                yield f"{str(node.module).rpartition('.')[2]}.{each.name}"
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        if node.value.id in modules and node.attr[0].islower():
            yield f"{modules[node.value.id]}.{node.attr}"


def _is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").exists() or place.is_dir()
