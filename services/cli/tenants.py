"""`pioneer tenants`: which federations a deployment holds, and how much each has."""

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from services.cli.connecting import connected

app = typer.Typer(no_args_is_help=True, help="各级工会 / the federations of the deployment")
HEADS = ("代码 code", "上级 parent", "名称 name", "层级 level", "单位 units", "人员 people", "授权 grants", "最近 last")
_TREE = text("select code, parent_code, name, level, valid_from, valid_to from tenant order by code")
_COUNTS = text(
    "select (select count(*) from org_unit where tenant = :t and valid_to is null) as units,"
    " (select count(*) from person where tenant = :t) as people,"
    " (select count(*) from grant_ where tenant = :t and not revoked) as grants,"
    " (select max(at) from log_entry where tenant = :t) as acted_at"
)


@app.command("list")
def list_(
    below: str = typer.Option("", help="只列这个工会及其下级 / only this federation and those below it"),
    plain: bool = typer.Option(False, "--plain", help="每行一个，制表符分隔 / a line each, tabs between"),
) -> None:
    """列出各级工会：代码、上级、单位数、人数、授权数、最近办理 / codes, parents, and how much each holds."""
    with connected(["identity"]) as places:
        db = places["identity"].db
        with db.public() as session:
            tree = session.execute(_TREE).all()
        parents = {row.code: row.parent_code for row in tree}
        rows = []
        for row in tree:
            if below and below not in _lineage(row.code, parents):
                continue
            with db.read(row.code) as session:
                held = session.execute(_COUNTS, {"t": row.code}).one()
            acted = held.acted_at.date().isoformat() if held.acted_at else ""
            rows.append((row.code, row.parent_code, row.name, row.level, held.units, held.people, held.grants, acted))
    _show([tuple(map(str, row)) for row in rows], plain=plain)


def _lineage(code: str, parents: dict[str, str]) -> list[str]:
    way: list[str] = []
    while code and code not in way:
        way.append(code)
        code = parents.get(code, "")
    return way


def _show(rows: list[tuple[str, ...]], *, plain: bool) -> None:
    if plain:
        for row in rows:
            typer.echo("\t".join(row))
        return
    table = Table(*HEADS)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


@app.command("show")
def show(code: str = typer.Argument(help="行政区划代码 / GB/T 2260 code")) -> None:
    """一个工会的情况：上级、下级、规则版本、谁管理 / one federation: above, below, regulations, who administers."""
    with connected(["identity"]) as places:
        db = places["identity"].db
        with db.public() as session:
            tree = {row.code: row for row in session.execute(_TREE)}
        if code not in tree:
            typer.echo(f"没有这个工会 / no such federation: {code}", err=True)
            raise typer.Exit(1)
        with db.read(code) as session:
            regulations = session.execute(_REGULATIONS, {"t": code}).all()
            admins = session.execute(_ADMINS, {"t": code}).all()
    found = tree[code]
    above = " ← ".join(tree[each].name for each in _lineage(code, {row.code: row.parent_code for row in tree.values()}))
    typer.echo(f"{found.code}  {above}")
    for row in tree.values():
        if row.parent_code == code:
            typer.echo(f"  下级 below: {row.code}  {row.name}")
    for row in regulations:
        typer.echo(f"  规则 regulation: {row.regulation_id} v{row.version}  自 {row.effective_on}  {row.title}")
    for row in admins:
        typer.echo(f"  管理 {row.role}: {row.held} 人 / people")


_REGULATIONS = text(
    "select regulation_id, version, title, effective_on from regulation_version where tenant = :t"
    " order by regulation_id, version"
)
_ADMINS = text(
    "select role, count(distinct subject) as held from grant_ where tenant = :t and not revoked"
    " and role in ('system_admin', 'security_admin', 'auditor', 'tenant_admin') group by role order by role"
)
