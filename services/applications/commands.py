"""`pioneer dossier`: sealed files to and from a deployment that is not ours, and checked off-line years later (X2)."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import typer
from pydantic import ValidationError

from services.applications import given, refusals
from services.applications.models.dossier import DossierRow
from services.applications.queries.keys import published, trusted_keys
from services.applications.queries.sealed_file import levels, sealed_bytes
from services.applications.service import outside
from services.applications.store import SERVICE, db
from services.common.audit import Actor
from services.common.clock import SystemClock
from services.common.dossier import DossierBroken, PublicKey, Verified, read_decision, verify
from services.common.errors import Refusal
from services.common.files import ObstoreStore
from services.common.http import Parts
from services.common.operator import settings_of
from services.common.tokens import Verifier

assert refusals  # registered by its import
NAME = "dossier"
OPERATOR = Actor("operator", "运维人员")
app = typer.Typer(
    no_args_is_help=True,
    help="封存案卷：导出、核验、导入 / sealed dossiers: export, verify, import. 不在本平台的上下级之间用文件往来。",
)


@app.command("export")
def export(
    tenant: str = typer.Argument(help="哪个工会的代码 / code of the tenant, e.g. 341122"),
    dossier_id: UUID = typer.Argument(help="案卷编号 / id of the dossier"),
    file: Path = typer.Argument(help="写到哪个文件 / where to write it"),
) -> None:
    """把报出或收到的封存案卷原样写成文件 / write a sealed dossier to a file, byte by byte as it was sealed."""
    with _connected(), db.read(tenant) as session:
        row = session.get(DossierRow, (tenant, dossier_id))
        content = sealed_bytes(given.store(), row) if row is not None else b""
        key = published(session)
    if not content:
        _stop("没有这个案卷，或文件不在库中 / no such dossier, or its file is gone")
    file.write_bytes(content)
    typer.echo(f"{file}  {len(content)} bytes")
    if key is not None:
        typer.echo(f"对方登记用的公钥 / public key for the receiver:\n{key.to_json()}")


@app.command("export-decision")
def export_decision(
    tenant: str = typer.Argument(help="作出决定的工会 / the tenant that decided"),
    dossier_id: UUID = typer.Argument(help="收到的案卷编号 / id of the received dossier"),
    file: Path = typer.Argument(help="写到哪个文件 / where to write it"),
) -> None:
    """把本级对案卷的决定签名写成文件，交报送单位导入 / sign what we decided, for the sender to import."""
    with _connected():
        file.write_bytes(outside.sealed_decision(tenant, OPERATOR, dossier_id, now=SystemClock().now()))
    typer.echo(str(file))


@app.command("key")
def key(tenant: str = typer.Argument(help="哪个工会 / which tenant")) -> None:
    """写出本单位公钥一行，交给平台外的上下级登记 / print the tenant's public key."""
    with _connected(), db.read(tenant) as session:
        own = published(session)
    if own is None:
        _stop("本单位还没有封存过案卷，没有密钥 / nothing was sealed yet, so there is no key")
        return
    typer.echo(own.to_json())


@app.command("verify")
def verify_(
    file: Path = typer.Argument(exists=True, dir_okay=False, help="封存文件 / the sealed file"),
    keys: list[Path] = typer.Option([], "--key", exists=True, help="公钥文件，可多次 / public key file, repeatable"),
    tenant: str = typer.Option("", help="不给公钥时，用哪个工会信任的公钥 / else the keys this tenant trusts"),
) -> None:
    """核验封存文件：离线，指出被改动的环节；有改动时退出码为 1 / check off-line; names the broken stage, exits 1."""
    blob = file.read_bytes()
    trusted = _read_keys(keys) if keys else _keys_here(tenant)
    try:
        _show(verify(blob, trusted=trusted))
        return
    except DossierBroken as broken:
        if broken.code != "wrong_kind":
            _broken(broken)
    try:
        found = read_decision(blob, trusted=trusted)
    except DossierBroken as broken:
        _broken(broken)
        return
    said = found.contents
    typer.echo(f"决定 / decision: {said.outcome}  {said.from_tenant} → {said.to_tenant}  {said.decided_at.isoformat()}")
    typer.echo("无改动 / whole")


@app.command("import")
def import_(
    file: Path = typer.Argument(exists=True, dir_okay=False, help="案卷或决定文件 / a dossier or a decision"),
    tenant: str = typer.Option(..., help="由哪个工会受理 / which tenant takes it in"),
) -> None:
    """导入平台外单位的案卷或决定；须先登记对方公钥 / import from outside; its key must be trusted first."""
    with _connected():
        dossier_id = outside.take_file_in(tenant, OPERATOR, file.read_bytes(), now=SystemClock().now())
    typer.echo(f"已导入 / imported: {dossier_id}")


def _show(found: Verified) -> None:
    for depth, level in enumerate(levels(found)):
        manifest, record = level.manifest, level.contents.honour_record
        typer.echo(f"{'  ' * depth}{manifest.honour} {manifest.subject.employer} {manifest.subject.name}".rstrip())
        typer.echo(
            f"{'  ' * depth}  {manifest.from_tenant} → {manifest.to_tenant}  {manifest.created_at.isoformat()}"
            f"  {record.get('number', '')}  {level.key_id}"
        )
        for stage in manifest.stages:
            typer.echo(f"{'  ' * depth}    {stage.title}  {len(stage.files)}  {stage.hash[:16]}")
    typer.echo(f"sha256 {found.sha256}\n无改动 / whole")


def _broken(broken: DossierBroken) -> None:
    where = "/".join((*broken.within, broken.stage or "")).strip("/")
    _stop(f"{broken.says}\n{broken.code}{' in ' + where if where else ''}")


def _read_keys(files: list[Path]) -> Mapping[str, PublicKey]:
    """One key a line."""
    try:
        lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        found = [PublicKey.from_json(line) for line in lines]
    except ValueError:
        _stop('公钥文件不对：每行一把，以 {"algorithm": 开头 / not a public key file, one JSON line a key')
        raise
    return {each.key_id: each for each in found}


def _keys_here(tenant: str) -> Mapping[str, PublicKey]:
    if not tenant:
        _stop("请用 --key 给出封存单位的公钥，或用 --tenant 指定工会 / give --key or --tenant")
    with _connected(), db.read(tenant) as session:
        return trusted_keys(session)


@contextmanager
def _connected() -> Iterator[None]:
    """The service's database and store as the environment says; a refusal ends with its sentence."""
    try:
        settings = settings_of(SERVICE)
    except ValidationError as lacking:
        names = "、".join(f"PIONEER_{error['loc'][0]}".upper() for error in lacking.errors())
        _stop(f"环境变量没有设定 / not set: {names}")
        return
    store = ObstoreStore.at(str(settings.files))
    given.give(Parts(settings, SystemClock(), Verifier(settings.issuer), store))
    db.connect(settings.database_url, pool_size=2)
    try:
        yield
    except Refusal as refused:
        _stop(refused.says)
    finally:
        db.close()


def _stop(sentence: str) -> None:
    typer.echo(sentence, err=True)
    sys.exit(1)
