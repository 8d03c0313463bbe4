"""The portal's consuming side on a database of its own, since a replay empties what other tests have put there."""

from dataclasses import dataclass

import psycopg
from psycopg import sql

from services.common.consumers import Handlers
from services.common.db import Database
from services.common.migrate import upgrade
from services.embedded.cluster import OWNER, Cluster
from services.portal import projections
from services.portal.consumers import handlers

NAME = "portal_replay"


@dataclass(frozen=True)
class PortalCopy:
    """`snapshot` is every projection byte for byte, of all federations, as PostgreSQL writes its rows."""

    handlers: Handlers
    cluster: Cluster

    def admin(self) -> psycopg.Connection:
        return psycopg.connect(self.cluster.url(NAME), autocommit=True)

    def snapshot(self, tenant: str = "") -> dict[str, list[str]]:
        with self.admin() as connection:
            return {
                table: sorted(
                    row[0]
                    for row in connection.execute(
                        sql.SQL("select row({})::text from {}").format(
                            sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)
                        )
                    )
                    if tenant in row[0]
                )
                for table, columns in projections.TABLES.items()
            }

    def rows(self, query: str) -> list[tuple]:
        with self.admin() as connection:
            return connection.execute(query).fetchall()

    def empty(self) -> None:
        with self.admin() as connection:
            tables = sql.SQL(", ").join(sql.Identifier(table) for table in (*projections.TABLES, "inbox", "message"))
            connection.execute(sql.SQL("truncate {}").format(tables))


def make(cluster: Cluster) -> PortalCopy:
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        name = sql.Identifier(f"{cluster.prefix}{NAME}")
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        admin.execute(sql.SQL("create database {} owner {}").format(name, sql.Identifier(OWNER)))
    upgrade("portal", cluster.alchemy_url(NAME, OWNER))
    db = Database("portal")
    db.connect(cluster.alchemy_url(NAME, "pioneer_portal"), pool_size=4)
    return PortalCopy(handlers.at(db), cluster)
