"""The command that answers for a deployment: everything is read, nothing is changed, what does not hold is named."""

from collections.abc import Iterable
from importlib.util import find_spec

import typer

from services.cli.connecting import Place, connected, in_words
from services.cli.verify import Fault, chains, order, own, projections, tenants_of, told
from services.common.bus import connect, load_topics
from services.embedded import SERVICES

ALL = ", ".join(SERVICES)
MOST_SHOWN = 20


def verify(
    services: list[str] = typer.Argument(None, help=f"只核对这些服务 / only these services: {ALL}"),
    tenant: list[str] = typer.Option([], help="日志和案卷只查这些工会 / chains and cases of these federations only"),
    replay: bool = typer.Option(
        True, help="在临时库中重放事件，逐字节比较 / replay into a scratch database and compare byte for byte"
    ),
) -> None:
    """核对日志链、案卷与荣誉、事件、投影，只读不改 / verify chains, cases, events, copies; changes nothing.

    有不符的逐条列出，并以 1 结束。/ What does not hold is named, and the exit code is 1.
    """
    names = services or list(SERVICES)
    unknown = sorted(set(names) - set(SERVICES))
    if unknown:
        typer.echo(f"没有这个服务 / no such service: {', '.join(unknown)} ({ALL})", err=True)
        raise typer.Exit(2)
    with connected(SERVICES) as places:
        wrong = 0
        for name in names:
            with in_words(name):
                wrong += _of_service(name, places, tenant, replay=replay)
        with in_words("verify"):
            wrong += _say("事件各处理一次 / events told and taken once", told.faults(places))
    typer.echo("一切相符 / everything holds" if not wrong else f"{wrong} 处不符 / faults")
    raise typer.Exit(1 if wrong else 0)


def _of_service(name: str, places: dict[str, Place], tenants: list[str], *, replay: bool) -> int:
    place = places[name]
    codes = tenants or tenants_of(place.db)
    wrong = _say(f"{name}: 日志链完整 / log chains whole ({len(codes)})", chains(name, place.db, codes))
    wrong += _say(f"{name}: 自身规则 / its own rules", own(name, place.db, codes))
    for topic in [each for each in load_topics().values() if each.owner == name]:
        # Who writes a topic may not read it: it is looked at as one of its readers.
        bus = connect(places[topic.readers[0]].settings.bus_url)
        wrong += _say(f"{name}: {topic.name} 次序 / order", order.faults(name, place.db, bus, topic.name))
    if replay and find_spec(f"services.{name}.projections") is not None:
        wrong += _say(
            f"{name}: 投影与重放一致 / projections equal a replay",
            projections.faults(name, place, connect(place.settings.bus_url)),
        )
    return wrong


def _say(what: str, found: Iterable[Fault]) -> int:
    faults = list(found)
    typer.echo(f"{'✓' if not faults else '✗'} {what}")
    for fault in faults[:MOST_SHOWN]:
        typer.echo(f"    {fault.service} {fault.tenant}  {fault.says}")
    if len(faults) > MOST_SHOWN:
        typer.echo(f"    …… {len(faults) - MOST_SHOWN}")
    return len(faults)
