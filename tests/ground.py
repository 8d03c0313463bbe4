"""A service of nothing but the ground: the shared tables, on a real database."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine, text

from services.common.db import Database
from services.common.ddl import lay_ground, protect
from services.embedded.cluster import BUS, OWNER, Cluster


@dataclass(frozen=True)
class Ground:
    """Stands in the shoes of `applications`, in a database of its own."""

    db: Database
    cluster: Cluster

    @property
    def worker_url(self) -> str:
        return self.cluster.url("ground", "pioneer_applications_worker")

    @property
    def app_url(self) -> str:
        return self.cluster.url("ground", "pioneer_applications")

    def bus_url(self, service: str) -> str:
        return self.cluster.url(BUS, f"pioneer_{service}")


@pytest.fixture(scope="session")
def ground(cluster: Cluster) -> Iterator[Ground]:
    with psycopg.connect(cluster.admin_url(), autocommit=True) as admin:
        name = sql.Identifier(f"{cluster.prefix}ground")
        admin.execute(sql.SQL("drop database if exists {}").format(name))
        admin.execute(sql.SQL("create database {} owner {}").format(name, sql.Identifier(OWNER)))
    engine = create_engine(cluster.alchemy_url("ground", OWNER))
    with engine.begin() as connection:
        lay_ground(connection, "applications")
        connection.execute(text("create table thing (tenant text, id int, name text, primary key (tenant, id))"))
        protect(connection, "applications", "thing")
    engine.dispose()
    db = Database("applications")
    db.connect(cluster.alchemy_url("ground", "pioneer_applications"), pool_size=4)
    yield Ground(db, cluster)
    db.close()
