"""What an operator calls for identity: a first federation with its admins, the directory said again, the demo."""

import typer

from services.common.audit import Actor
from services.common.clock import SystemClock
from services.common.config import Settings
from services.common.operator import settings_of
from services.identity import accounts, refusals
from services.identity.demo import DEMO_PASSWORD, load_demo
from services.identity.domain.people import Facts
from services.identity.service import grants, programs, resend, tenants
from services.identity.service.people import set_password_by_command
from services.identity.store import db

assert refusals

NAME = "identity"
OPERATOR = Actor("operator", "运维")
app = typer.Typer(no_args_is_help=True, help="组织、人员、授权 / federations, people, grants")


def _connect() -> Settings:
    settings = settings_of("identity")
    db.connect(settings.database_url)
    accounts.choose(settings)
    return settings


@app.command("open-federation")
def open_federation(
    code: str = typer.Argument(help="行政区划代码 / GB/T 2260 code"),
    name: str = typer.Argument(help="全称 / full name"),
    short_name: str = typer.Argument(help="简称 / short name"),
    parent: str = typer.Option("", help="上级代码 / parent's code"),
    security: str = typer.Option(..., help="权限管理员：登录名=姓名 / security admin: login=name"),
    system: str = typer.Option(..., help="系统管理员：登录名=姓名 / system admin: login=name"),
) -> None:
    """建立总工会并任命首任权限管理员、系统管理员 / found a federation and appoint its first two admins."""
    _connect()
    now = SystemClock().now()
    tenants.found_by_command(code, parent, name=name, short_name=short_name, by=OPERATOR, now=now)
    newcomers = [
        grants.Newcomer(login, Facts(said)) for login, _is, said in (each.partition("=") for each in (security, system))
    ]
    for who in grants.appoint_first_admins(code, newcomers[0], newcomers[1], by=OPERATOR, now=now):
        password = set_password_by_command(code, who.person_id, by=OPERATOR, now=now)
        typer.echo(f"{who.name}  首次口令 / first password: {password}")


@app.command("register-program")
def register_program(
    tenant: str = typer.Argument(help="代码 / code of the federation"),
    client_id: str = typer.Argument(help="程序标识 / client id, e.g. laian.oa"),
    name: str = typer.Argument(help="名称 / name"),
) -> None:
    """登记一个程序，密钥只显示这一次；岗位由权限管理员授予 / register a program; its secret is shown once."""
    _connect()
    _person, secret = programs.register_program(tenant, client_id, name, by=OPERATOR, now=SystemClock().now())
    typer.echo(f"{client_id}  密钥 / secret: {secret}")


@app.command("resend")
def resend_directory(tenant: str = typer.Argument("", help="代码，不填为全部 / code, all if left out")) -> None:
    """重发组织事实 / say all facts again, for a service with an empty copy."""
    _connect()
    now = SystemClock().now()
    said = resend.resend_directory(tenant, by=OPERATOR, now=now) if tenant else resend.resend_all(by=OPERATOR, now=now)
    typer.echo(f"{said} 条 / facts")


@app.command("load-demo")
def demo() -> None:
    """装载演示 / load the demo; loopback only."""
    settings = _connect()
    loaded = load_demo(SystemClock().now(), issuer=settings.issuer)
    typer.echo(f"{loaded.federations} 个总工会，{loaded.rows} 行；演示口令 / demo password: {DEMO_PASSWORD}")
