"""gRPC between services: the caller's identity is checked, every call has a deadline, refusals keep their code.

A call never happens inside a transaction, and never on the way of a read.
"""

from services.common.rpc.breaker import Breaker
from services.common.rpc.calling import DEADLINE_SECONDS, Calls
from services.common.rpc.credentials import Credentials
from services.common.rpc.serving import Guard, Server, serve
from services.common.rpc.statuses import CODE_KEY

__all__ = ["CODE_KEY", "DEADLINE_SECONDS", "Breaker", "Calls", "Credentials", "Guard", "Server", "serve"]
