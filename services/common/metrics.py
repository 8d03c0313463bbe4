"""Figures for Prometheus that every service has (`style.md`): always exported, labelled by service."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from prometheus_client import Counter, Gauge, Histogram

requests = Histogram("pioneer_http_request_seconds", "Time of a request", ["service", "method", "route", "status"])
rpc_calls = Histogram("pioneer_rpc_call_seconds", "Time of an answered call", ["service", "method", "code"])
outbox_depth = Gauge("pioneer_outbox_depth_events", "Events not yet on the bus", ["service"])
outbox_oldest = Gauge("pioneer_outbox_oldest_age_seconds", "Age of the oldest event not yet on the bus", ["service"])
consumer_lag = Gauge("pioneer_consumer_lag_events", "Events on the bus not yet consumed", ["service", "topic"])
consumer_position = Gauge(
    "pioneer_consumer_position_offset", "The next event that this process will take", ["service", "topic", "partition"]
)
consumed = Counter("pioneer_consumer_events_total", "Events consumed", ["service", "type", "outcome"])
inbox_duplicates = Counter("pioneer_inbox_duplicates_total", "Events that came again", ["service"])
dead_letters = Counter("pioneer_dead_letters_total", "Events no retry helped", ["service", "topic"])
job_seconds = Histogram("pioneer_job_seconds", "Time of what the clock makes a service do", ["service", "job"])
job_failures = Counter("pioneer_job_failures_total", "Jobs that failed and will be tried again", ["service", "job"])
job_last_success = Gauge("pioneer_job_last_success_seconds", "When the job last ended well", ["service", "job"])
pool_in_use = Gauge("pioneer_database_pool_in_use_connections", "Connections lent out", ["service"])
pool_size = Gauge("pioneer_database_pool_size_connections", "Connections that may be lent at once", ["service"])


def age_of(moment: datetime) -> float:
    """Seconds since the moment."""
    return (datetime.now(UTC) - moment).total_seconds()


class PerTenant:
    """A gauge by tenant, and by one more label if named. Bounded: the largest tenants by name, all others as one.

    A province has some hundred tenants and a deployment may have thousands: a figure may not cost a series for each.
    """

    LARGEST = 200
    OTHERS = "others"

    def __init__(self, name: str, documentation: str, by: str = "") -> None:
        self._gauge = Gauge(name, documentation, ["tenant", by] if by else ["tenant"])

    def show(self, rows: Iterable[Sequence[object]]) -> None:
        """Rows are (tenant, value) or (tenant, label, value). What was shown before and is no more disappears."""
        values = [(str(row[0]), tuple(map(str, row[1:-1])), int(str(row[-1]))) for row in rows]
        weight: defaultdict[str, int] = defaultdict(int)
        for tenant, _label, value in values:
            weight[tenant] += value
        named = set(sorted(weight, key=lambda tenant: (-weight[tenant], tenant))[: self.LARGEST])
        shown: defaultdict[tuple[str, ...], int] = defaultdict(int)
        for tenant, label, value in values:
            shown[tenant if tenant in named else self.OTHERS, *label] += value
        self._gauge.clear()
        for labels, value in shown.items():
            self._gauge.labels(*labels).set(value)


open_tasks = PerTenant("pioneer_open_tasks", "Tasks that wait for somebody")
overdue_tasks = PerTenant("pioneer_overdue_tasks", "Open tasks past their day")
cases = PerTenant("pioneer_cases", "Cases that move, by stage", by="stage")
running_publicity = PerTenant("pioneer_running_publicity_notices", "Notices whose days are not over")
honours_due = PerTenant("pioneer_honours_due", "Honours whose re-inspection has fallen due")
