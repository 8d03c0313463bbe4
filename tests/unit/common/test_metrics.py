"""Figures by tenant stay bounded, and what is no more is shown no more."""

from prometheus_client import REGISTRY

from services.common.metrics import PerTenant

LARGEST = PerTenant.LARGEST


def value(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)


def test_the_largest_are_named_and_all_others_are_one() -> None:
    gauge = PerTenant("test_bounded", "A figure")
    gauge.show([(f"{number:06}", number) for number in range(1, LARGEST + 3)])

    assert value("test_bounded", tenant=f"{LARGEST + 2:06}") == LARGEST + 2
    assert value("test_bounded", tenant="000003") == 3
    assert value("test_bounded", tenant="000002") is None
    assert value("test_bounded", tenant="others") == 1 + 2


def test_at_the_bound_nobody_is_put_among_others() -> None:
    gauge = PerTenant("test_at_bound", "A figure")
    gauge.show([(f"{number:06}", 1) for number in range(LARGEST)])

    assert value("test_at_bound", tenant="others") is None
    assert value("test_at_bound", tenant="000000") == 1


def test_a_tenant_is_weighed_by_all_its_labels() -> None:
    gauge = PerTenant("test_labelled", "A figure", by="stage")
    rows = [(f"{number:06}", "review", 10) for number in range(LARGEST)]
    gauge.show([*rows, ("341122", "review", 6), ("341122", "confer", 6), ("330522", "review", 3)])

    assert value("test_labelled", tenant="341122", stage="confer") == 6
    assert value("test_labelled", tenant="others", stage="review") == 3 + 10
    assert value("test_labelled", tenant="330522", stage="review") is None


def test_what_was_shown_and_is_no_more_disappears() -> None:
    gauge = PerTenant("test_gone", "A figure")
    gauge.show([("341122", 4), ("330522", 1)])
    gauge.show([("330522", 2)])

    assert value("test_gone", tenant="341122") is None
    assert value("test_gone", tenant="330522") == 2
