"""The list of applications and a use case that writes, each against the bare statements of the same rows."""

import json
from collections.abc import Iterator
from functools import partial

import psycopg
from psycopg.rows import dict_row

from bench.ground import NOW, Ground
from bench.measure import Line, times
from services.applications.queries.cases import CaseLine
from services.applications.service import fill

INSERT = "psycopg, one row inserted and committed"
SIZES = (50, 5_000)
COLUMNS = ", ".join(CaseLine.__dataclass_fields__)


def lists(ground: Ground) -> Iterator[Line]:
    """The same page of 50 when there are 50 and when there are 5 000: it should cost the same."""
    made = 0
    for size in SIZES:
        _more(ground, size - made)
        made = size
        limit = times(lambda: _bare_page(ground), rounds=200)
        for what, path in (
            ("API", f"/api/v1/tenants/{ground.world.tenant}/applications/cases"),
            ("page", f"/applications/{ground.world.tenant}/"),
        ):
            ours = times(partial(_get, ground, path), rounds=60)
            yield Line(f"list of applications, {what}, 50 of {size}", ours, "psycopg, the same 50 rows", limit)


def _get(ground: Ground, path: str) -> None:
    _right(ground.app.test_client().get(path, headers=ground.world.secretary.headers))


def _more(ground: Ground, number: int) -> None:
    """Copies of one real application, each with an id, a number and a team of its own."""
    world = ground.world
    first = world.submitted(now=NOW) if not world.made else None
    if first is not None:
        world.made.append(first.id)
        number -= 1
    with psycopg.connect(ground.cluster.url("applications"), autocommit=True) as admin:
        admin.execute("select set_config('pioneer.tenant', %s, false)", (world.tenant,))
        admin.execute(
            "insert into application select (jsonb_populate_record(a, jsonb_build_object("
            " 'id', gen_random_uuid(), 'number', 'B' || gen_random_uuid(), 'subject_unit_id', gen_random_uuid(),"
            " 'subject_name', '第' || n || '班', 'nomination_key', ''))).*"
            " from application a, generate_series(1, %s) n where a.tenant = %s and a.id = %s",
            (number, world.tenant, world.made[0]),
        )
        admin.execute("vacuum analyze application")


def _bare_page(ground: Ground) -> int:
    connection = _kept(ground)
    with connection.transaction():
        connection.execute("select set_config('pioneer.tenant', %s, true)", (ground.world.tenant,))
        rows = connection.execute(
            f"select {COLUMNS} from application where tenant = %s order by id desc limit 51", (ground.world.tenant,)
        ).fetchall()
    return len(rows)


_connections: dict[str, psycopg.Connection[dict[str, object]]] = {}


def _kept(ground: Ground) -> psycopg.Connection[dict[str, object]]:
    if ground.app_url not in _connections:
        _connections[ground.app_url] = psycopg.connect(ground.app_url, autocommit=True, row_factory=dict_row)
    return _connections[ground.app_url]


def _right(answer: object) -> None:
    assert answer.status_code == 200, answer.text  # type: ignore[attr-defined]


def writing(ground: Ground) -> Iterator[Line]:
    """Saving a draft: rows, log entry and events in one transaction, with every check on the way."""
    world = ground.world
    team = world.a_team("记时班")
    case = world.started(now=NOW, team=team)
    who = world.principal(world.applicant, now=NOW)
    version = case.version

    def save() -> None:
        nonlocal version
        change = fill.form_change({"headcount": str(10 + version % 50)})
        version = fill.save(who, case.id, change, expected=version, now=NOW).application.version

    limit = times(lambda: _bare_insert(ground), rounds=150)
    yield Line("saving a draft (rows, log, one transaction)", times(save), INSERT, limit)
    client, path = ground.app.test_client(), f"/api/v1/tenants/{world.tenant}/applications/cases/{case.id}"

    def patch() -> None:
        nonlocal version
        headers = {**world.applicant.headers, "If-Match": f'"{version}"'}
        answer = client.patch(path, json={"form": {"headcount": str(10 + version % 50)}}, headers=headers)
        _right(answer)
        version = json.loads(answer.data)["version"]

    yield Line("the same by API, token checked", times(patch, rounds=60), INSERT, limit)


def _bare_insert(ground: Ground) -> None:
    connection = _kept(ground)
    with connection.transaction():
        connection.execute("select set_config('pioneer.tenant', %s, true)", (ground.world.tenant,))
        connection.execute("insert into inbox values (%s, gen_random_uuid(), 'bench', now())", (ground.world.tenant,))
