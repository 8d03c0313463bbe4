"""A PostgreSQL that is given is asked at the start whether it has room, not found full in the middle of a day."""

import pytest

from deploy.native import postgres
from services.embedded.cluster import FORGETFUL


def test_a_server_without_room_for_all_connections_is_refused_in_one_line(server):
    most = int(FORGETFUL["max_connections"])

    with pytest.raises(OSError, match=rf" {most + 1} may be needed: raise max_connections$") as refused:
        postgres.refuse_small(server, most + 1)

    assert "\n" not in str(refused.value)


def test_a_server_with_room_is_taken(server):
    # A test run holds some connections of its own.
    postgres.refuse_small(server, int(FORGETFUL["max_connections"]) // 2)
