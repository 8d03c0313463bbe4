"""The board: pages of the list, what is sent and what is not, how many may hold on, and names that stay hidden."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from services.common.errors import NotFound
from services.competitions.domain.board import WINDOW, Board, BoardLine, behind
from services.competitions.showing import Streams, board_in, stream

D = Decimal


def a_line(number: int, **more: object) -> BoardLine:
    line = BoardLine(number, number, False, f"选手{number}", "东方机械", ("90.00",), "90.00", "—", True, "")
    return replace(line, **more)  # type: ignore[arg-type]


def a_board(size: int, **more: object) -> Board:
    board = Board("scoring", "焊工", False, size, size, 0, tuple(a_line(number) for number in range(1, size + 1)))
    return replace(board, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "first", "keys"),
    [
        (5000, 0, (1, 100)),
        (5000, 99, (1, 100)),
        (5000, 100, (101, 200)),
        (5000, 4999, (4901, 5000)),
        (5000, 5000, (4901, 5000)),
        (5000, -5, (1, 100)),
        (101, 100, (101, 101)),
        (100, 100, (1, 100)),
        (3, 0, (1, 3)),
    ],
)
def test_a_page_of_the_board_is_a_hundred_rows(size: int, first: int, keys: tuple[int, int]) -> None:
    lines = a_board(size).window(first).lines
    assert (lines[0].key, lines[-1].key) == keys
    assert len(lines) <= WINDOW


def test_an_empty_board_has_an_empty_page() -> None:
    assert a_board(0).window(0).lines == ()


def test_a_page_is_sent_again_only_when_something_on_it_changes() -> None:
    before = a_board(250)
    far = replace(before, lines=(*before.lines[:200], a_line(201, total="91.00"), *before.lines[201:]))
    assert far.window(0).version == before.window(0).version
    assert far.window(200).version != before.window(200).version
    assert replace(before, scored=249).window(0).version != before.window(0).version


def test_an_event_is_one_line_of_json_with_its_version() -> None:
    board = a_board(2)
    name, event, data, end = board.event().split("\n", 3)
    assert (name, event, end) == (f"id: {board.version}", "event: board", "\n")
    said = json.loads(data.removeprefix("data: "))
    assert (said["version"], [line["key"] for line in said["lines"]]) == (board.version, [1, 2])


@pytest.mark.parametrize(("wanted", "row"), [("017", 16), ("17", 16), ("选手20", 19), ("  ", None), ("99", None)])
def test_somebody_is_found_by_number_or_name(wanted: str, row: int | None) -> None:
    assert a_board(30).row_of(wanted) == row


def test_nobody_is_found_by_name_while_names_are_hidden() -> None:
    assert a_board(30, is_blind=True).row_of("选手20") is None
    assert a_board(30, is_blind=True).row_of("020") == 19


@pytest.mark.parametrize(
    ("total", "best", "says"),
    [
        ("94.60", "94.60", "—"),
        ("93.80", "94.60", "−0.80"),
        (None, "94.60", "—"),
        ("94.60", None, "—"),
        ("95", "94", "+1"),
    ],
)
def test_how_far_behind_the_first(total: str | None, best: str | None, says: str) -> None:
    assert behind(D(total) if total else None, D(best) if best else None) == says


def test_a_reader_that_has_the_newest_is_sent_nothing_but_a_sign_of_life() -> None:
    board = a_board(1)
    assert list(stream(lambda: board, board.version, hold=0)) == ["retry: 3000\n\n", ": \n\n"]
    assert list(stream(lambda: board, "", hold=0)) == ["retry: 3000\n\n", board.event()]
    assert list(stream(lambda: board, "an older one", hold=0)) == ["retry: 3000\n\n", board.event()]


def test_a_held_reader_is_sent_each_change_once() -> None:
    seen = iter([a_board(1), a_board(1), a_board(2), a_board(2)])
    # Four looks, 10 ms apart; the fifth would come after the time is over.
    sent = []
    for said in stream(lambda: next(seen, a_board(2)), "", hold=60, pause=0.001):
        sent.append(said)
        if len(sent) == 5:
            break
    assert sent == ["retry: 3000\n\n", a_board(1).event(), ": \n\n", a_board(2).event(), ": \n\n"]


def test_so_many_readers_are_held_and_a_place_comes_back_once() -> None:
    streams = Streams(2)
    first, second = streams.take(), streams.take()
    assert first is not None
    assert second is not None
    assert streams.take() is None
    first()
    first()
    assert streams.take() is not None
    assert streams.take() is None


def test_a_group_that_the_contest_does_not_have_is_not_found() -> None:
    groups = {"welder": a_board(1), "fitter": a_board(2)}
    assert board_in(groups, "") == a_board(1)
    assert board_in(groups, "fitter") == a_board(2)
    with pytest.raises(NotFound):
        board_in(groups, "nurse")
    with pytest.raises(NotFound):
        board_in({}, "")
