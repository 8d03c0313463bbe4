"""The thread of one cause through request, call, outbox, bus and consumer: OpenTelemetry spans, W3C traceparent.

Spans carry names of routes, methods, event types and tenants; never what somebody wrote.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import structlog
from opentelemetry import trace as otel
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from services.common.errors import Refusal

log = structlog.get_logger(__name__)
SERVER, CLIENT, PRODUCER, CONSUMER = SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER
KEY = "traceparent"
_carried = TraceContextTextMapPropagator()
_provider = TracerProvider(resource=Resource({"service.namespace": "pioneer"}))
_tracer = _provider.get_tracer("pioneer")


@contextmanager
def span(
    name: str, service: str, *, parent: str = "", kind: SpanKind = SpanKind.INTERNAL, **attributes: str
) -> Iterator[None]:
    """A piece of work. Goes on with the given traceparent, else with the span around it, else it begins a trace."""
    above = _carried.extract({KEY: parent}) if parent else None
    kept = {"service.name": service, **{key: value for key, value in attributes.items() if value}}
    # What an error says may name a person: its kind is enough. A refusal is an answer, not a fault.
    with _tracer.start_as_current_span(
        name, above, kind, kept, record_exception=False, set_status_on_exception=False
    ) as current_span:
        try:
            yield
        except Refusal:
            raise
        except Exception as error:
            current_span.set_status(StatusCode.ERROR, type(error).__name__)
            raise


def describe(**attributes: str | int) -> None:
    """Say more of the piece of work that is under way."""
    for key, value in attributes.items():
        otel.get_current_span().set_attribute(key, value)


def current() -> str:
    """The traceparent to hand on; empty outside a span."""
    carrier: dict[str, str] = {}
    _carried.inject(carrier)
    return carrier.get(KEY, "")


def trace_id() -> str:
    return current()[3:35]


def export_to(address: str) -> None:
    """Called once at the start of a process: `log:` is a line each in the log, http(s) an OTLP collector."""
    if address == "log:":
        show(_Lines())
    elif address.startswith(("http://", "https://")):
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)  # a collector that is away is no news of ours
        _provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{address.rstrip('/')}/v1/traces")))
    elif address:
        raise ValueError(f"PIONEER_TRACES: {address} is neither log: nor the address of a collector")


def show(exporter: SpanExporter) -> None:
    """Hand every span over as soon as it has ended."""
    _provider.add_span_processor(SimpleSpanProcessor(exporter))


class _Lines(SpanExporter):
    """For whoever has the logs of all processes in one place, and no collector."""

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        for done in spans:
            held = done.get_span_context()
            assert held is not None
            log.info(
                "span",
                name=done.name,
                trace=f"{held.trace_id:032x}",
                span=f"{held.span_id:016x}",
                parent=f"{done.parent.span_id:016x}" if done.parent else "",
                ms=round(((done.end_time or 0) - (done.start_time or 0)) / 1e6, 1),
                **{key.replace(".", "_"): value for key, value in (done.attributes or {}).items()},
            )
        return SpanExportResult.SUCCESS
