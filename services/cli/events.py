"""`pioneer events`: dead letters looked at and brought back, projections made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

import typer
from pydantic import ValidationError

from services.cli.connecting import in_words
from services.common.bus import Bus, connect
from services.common.bus.topics import read_by
from services.common.config import Settings
from services.common.consumers import Handlers
from services.common.operator import settings_of
from services.common.redriving import as_it_was, dead_letters
from services.common.redriving import redrive as redrive_all
from services.common.replaying import Projections
from services.common.replaying import replay as replay_all
from services.embedded import SERVICES
from services.serve.building import build, clock_for

WHICH = "哪个服务 / which service: " + ", ".join(SERVICES)
MOST_SHOWN = 20

app = typer.Typer(no_args_is_help=True, help="事件、死信、重放 / events, dead letters, replays")


@app.command()
def dead(service: str = typer.Argument("", help=f"{WHICH}（不填为全部 / all if left out）")) -> None:
    """列出等待处理的死信及其原因 / list the dead letters that wait, and why; exits 1 where there are any."""
    found = 0
    for name in [service] if service else SERVICES:
        with in_words(name):
            letters = list(dead_letters(name, connect(_settings(name).bus_url)))
        for record in letters:
            was = as_it_was(record).headers
            typer.echo(f"{record.headers['dead_topic']}  {was.get('ce_type', '?')}  {was.get('ce_id', '?')}")
            typer.echo(f"    {was.get('ce_tenant', '?')}  {was.get('ce_time', '?')}  {record.headers['dead_error']}")
        typer.echo(f"{name}: {len(letters)} 条死信 / dead letters")
        found += len(letters)
    raise typer.Exit(1 if found else 0)


@app.command()
def redrive(service: str = typer.Argument(help=WHICH)) -> None:
    """原因排除后，把死信重新处理一遍 / handle dead letters again, once mended; exits 1 if some fail again.

    已生效的不会重复生效；仍失败的回到死信。 / What had its effect has it once; what fails again stays a dead letter.
    """
    with _service(service) as (handlers, bus):
        done = redrive_all(handlers, bus)
    typer.echo(
        f"{service}: {done.handled} 条已处理 / handled, {done.repeated} 条早已处理 / had been before,"
        f" {done.failed} 条仍失败 / failed again"
    )
    raise typer.Exit(1 if done.failed else 0)


@app.command()
def replay(to: str = typer.Option(..., "--to", help=WHICH)) -> None:
    """从头重读事件，重建一个服务的投影 / re-read events from the beginning and make a service's projections anew.

    先清空投影，再逐条重建，同一事务：读者一直看到旧的，直到新的完成。其余事件经收件箱，已生效的不再生效。
    / Emptied and rebuilt in one transaction: readers see the old until the new stands. All other events go through
    the inbox, where nothing has its effect twice.
    """
    with _service(to) as (handlers, bus):
        if find_spec(f"services.{to}.projections") is None:
            typer.echo(f"{to}: 没有投影 / keeps no projections")
            raise typer.Exit(0)
        said = import_module(f"services.{to}.projections")
        done = replay_all(handlers, bus, Projections(said.TOPICS, said.ONCE), read_by(to))
    typer.echo(
        f"{to}: {done.rebuilt} 条重建投影 / rebuilt projections, {done.caught_up} 条补办 / caught up,"
        f" {done.repeated} 条早已生效 / had had their effect, {len(done.failed)} 条未成 / failed"
    )
    for each in done.failed[:MOST_SHOWN]:
        typer.echo(f"    {each}")
    raise typer.Exit(1 if done.failed else 0)


@contextmanager
def _service(name: str) -> Iterator[tuple[Handlers, Bus]]:
    """As its worker has it: its database, its handlers, its login to the bus."""
    settings = _settings(name)
    service = build(settings, clock_for(settings), pool_size=2)
    try:
        with in_words(name):
            yield service.handlers, connect(settings.bus_url)
    finally:
        service.db.close()


def _settings(name: str) -> Settings:
    if name not in SERVICES:
        typer.echo(f"没有这个服务 / no such service: {name} ({', '.join(SERVICES)})", err=True)
        raise typer.Exit(2)
    try:
        return settings_of(name)
    except (LookupError, ValidationError) as error:
        typer.echo(f"{name}: {error}", err=True)
        raise typer.Exit(2) from error
