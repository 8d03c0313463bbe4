"""The ground under the services is laid by a process of its own, while this one still reads what they consist of."""

import json
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from services.embedded.cluster import Cluster
    from services.identity.demo import Loaded


class Ground:
    """Migrations, then the demo; each step is asked for by one line and answered by one."""

    def __init__(self) -> None:
        """Call as early as can be: from here on it reads its modules on another core."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "services.embedded.groundwork"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Whoever ends us by Ctrl+C has us end it.
            start_new_session=True,
        )

    def lay(self, cluster: "Cluster") -> None:
        """Every database and the bus, in a server that has them."""
        self._tell(asdict(cluster))

    def laid(self) -> None:
        """Returns when services may start. Raises ChildProcessError."""
        self._answer()

    def begin_demo(self, now: "datetime", *, issuer: str, without: str) -> None:
        """Load the demo as of that time, where nobody lives yet."""
        self._tell({"now": now.isoformat(), "issuer": issuer, "without": [without]})

    def demo(self) -> "Loaded | None":
        """How much was loaded; None where somebody lived already. Raises ChildProcessError."""
        from services.identity.demo import Loaded

        said = self._answer()
        return Loaded(**said) if said else None

    def close(self) -> None:
        """Ends what has not ended by itself."""
        self._process.kill()
        self._process.communicate()

    def _tell(self, what: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ChildProcessError(
                f"数据库没有准备好，原因见上（{self._process.wait()}）"
                " / the databases could not be made ready; why stands above"
            )
        return json.loads(line)
