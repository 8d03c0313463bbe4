"""Figures for Prometheus that every service has (`style.md`): always exported, labelled by service."""

from datetime import UTC, datetime

from prometheus_client import Counter, Gauge, Histogram

requests = Histogram("pioneer_http_request_seconds", "Time of a request", ["service", "method", "route", "status"])
rpc_calls = Histogram("pioneer_rpc_call_seconds", "Time of an answered call", ["service", "method", "code"])
outbox_depth = Gauge("pioneer_outbox_depth_events", "Events not yet on the bus", ["service"])
outbox_oldest = Gauge("pioneer_outbox_oldest_age_seconds", "Age of the oldest event not yet on the bus", ["service"])
consumer_lag = Gauge("pioneer_consumer_lag_events", "Events on the bus not yet consumed", ["service", "topic"])
consumed = Counter("pioneer_consumer_events_total", "Events consumed", ["service", "type", "outcome"])
inbox_duplicates = Counter("pioneer_inbox_duplicates_total", "Events that came again", ["service"])
dead_letters = Counter("pioneer_dead_letters_total", "Events no retry helped", ["service", "topic"])
overdue_tasks = Gauge("pioneer_overdue_tasks", "Open tasks past their day", ["service"])


def age_of(moment: datetime) -> float:
    """Seconds since the moment."""
    return (datetime.now(UTC) - moment).total_seconds()
