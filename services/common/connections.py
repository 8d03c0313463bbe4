"""How many connections to PostgreSQL a deployment may hold at once, counted in one place: pools are made with these
numbers, and the server is given room for all of them full together. Who is one too many waits in a pool, never there.
"""

BEYOND = 4
"""What a pool lends beyond its size when many ask at once."""
ACROSS = 1, 1
"""Size, and beyond it, of a process's pool for what is due in every tenant."""
WEB_THREADS = 6
RPC_THREADS = 8
WORKER_POOL = 3
EMBEDDED_POOL = 12
RELAY_AND_BUS = 4
"""The relay leads by one; where PostgreSQL is the bus, one listens, one sends and one lays aside."""
KEYCLOAK_POOL = 20
OTHERS = 40
"""Commands of operators, migrations, whoever looks, and what the server keeps for its administrator."""


def of_process(pool_size: int) -> int:
    """Both pools of a process, full."""
    return pool_size + BEYOND + sum(ACROSS)


def embedded(services: int) -> int:
    """All services in one process."""
    return services * (of_process(EMBEDDED_POOL) + RELAY_AND_BUS) + OTHERS


def full(services: int, answering: int) -> int:
    """Web and worker of each service, rpc of those that answer calls, and Keycloak."""
    web, rpc, worker = of_process(WEB_THREADS), of_process(RPC_THREADS), of_process(WORKER_POOL) + RELAY_AND_BUS
    return services * (web + worker) + answering * rpc + KEYCLOAK_POOL + OTHERS
