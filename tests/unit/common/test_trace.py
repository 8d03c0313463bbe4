"""Spans: what belongs together hangs together, and nothing that somebody wrote is in them."""

from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from services.common import trace
from services.common.errors import NotFound

GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    made = InMemorySpanExporter()
    trace.show(made)
    return made


@pytest.fixture
def ended(exporter: InMemorySpanExporter) -> Any:
    exporter.clear()

    def by_name() -> dict[str, ReadableSpan]:
        return {span.name: span for span in exporter.get_finished_spans()}

    return by_name


def ids(span: ReadableSpan) -> tuple[str, str, str]:
    held = span.get_span_context()
    assert held is not None
    return f"{held.trace_id:032x}", f"{held.span_id:016x}", f"{span.parent.span_id:016x}" if span.parent else ""


def test_work_goes_on_with_the_trace_it_is_given(ended: Any) -> None:
    with trace.span("consume", "portal", parent=GIVEN, kind=trace.CONSUMER, tenant="341122"):
        assert trace.trace_id() == "4bf92f3577b34da6a3ce929d0e0e4736"
        handed_on = trace.current()

    of_trace, own, above = ids(ended()["consume"])
    assert (of_trace, above) == ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7")
    assert handed_on == f"00-{of_trace}-{own}-01"
    assert dict(ended()["consume"].attributes) == {"service.name": "portal", "tenant": "341122"}


@pytest.mark.parametrize("given", ["", "nonsense", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"])
def test_what_is_no_trace_begins_one(ended: Any, given: str) -> None:
    with trace.span("request", "portal", parent=given):
        assert len(trace.trace_id()) == 32
    assert ids(ended()["request"])[2] == ""


def test_work_within_work_hangs_below_it(ended: Any) -> None:
    with trace.span("above", "portal"), trace.span("below", "portal"):
        pass
    above, below = ids(ended()["above"]), ids(ended()["below"])

    assert (below[0], below[2]) == (above[0], above[1])
    assert trace.current() == ""


def test_an_error_is_marked_by_its_kind_and_a_refusal_is_none(ended: Any) -> None:
    with pytest.raises(LookupError), trace.span("broken", "portal"):
        raise LookupError("孟秋山 13900000000")
    with pytest.raises(NotFound), trace.span("refused", "portal"):
        raise NotFound("case_not_found")

    assert (ended()["broken"].status.status_code, ended()["broken"].status.description) == (
        StatusCode.ERROR,
        "LookupError",
    )
    assert ended()["broken"].events == ()
    assert ended()["refused"].status.status_code is StatusCode.UNSET


def test_an_address_that_is_none_stops_the_start() -> None:
    with pytest.raises(ValueError, match="PIONEER_TRACES"):
        trace.export_to("collector:4318")
