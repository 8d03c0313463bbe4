"""A page that shows every component, for whoever draws a page and for the tests. Not mounted in a deployment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from services.common.web.blocks import page
from services.common.web.refusals import error_page

style_blueprint = Blueprint("pioneer_style", __name__)
NOW = datetime(2026, 11, 23, 2, 24, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def _row(key: str, item: str, rule: str, points: int, lost: str, ground: str, evidence: str) -> dict[str, Any]:
    full = Decimal(points)
    return {
        "key": key, "item": item, "rule": rule, "points": full, "self_score": full, "score": full - Decimal(lost),
        "ground": ground, "evidence": [(evidence, "#")],
    }  # fmt: skip


def sample_sheet() -> list[dict[str, Any]]:
    """B8 form 3, two of its classes, with deductions."""
    documents = [
        _row("s1", "创建活动文件齐全", "每少 1 项扣 5 分，扣完为止", 20, "5", "缺本级年度总结。", "查阅记录 2026-11-18")
    ]
    activities = [
        _row("s2", "有活动", "少 1 项扣 3 分，扣完为止", 15, "3", "未组织评比。", "活动台账"),
        _row("s3", "有实效", "满意率 95% 以上，每少 5 个百分点扣 10 分", 25, "0", "", "满意率 96.40%"),
    ]
    return [
        {"title": "一全", "points": 20, "self_score": Decimal(20), "score": Decimal(15), "rows": documents},
        {"title": "三有", "points": 40, "self_score": Decimal(40), "score": Decimal(37), "rows": activities},
    ]


@style_blueprint.before_request
def _show_as_somebody() -> None:
    if g.get("principal") is None and request.args.get("signed") != "no":
        g.principal = SimpleNamespace(name="许文静", tenant="341122", subject="s-1", sees=lambda _section: True)
        g.tenant = SimpleNamespace(code="341122", name="来安县总工会", short_name="来安", level="county")


@style_blueprint.route("/portal/style", methods=["GET", "POST"])
def style() -> Response:
    days = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=4)]
    faults = {"satisfaction": "请填 0 到 100 之间的数，例如 96.40", "deeds": "请至少上传一份，例如用户回访记录或表扬信"}
    return page("style.html", "main", now=NOW, today=TODAY, days=days, classes=sample_sheet(), faults=faults)


@style_blueprint.get("/portal/style/<name>")
def style_of(name: str) -> Response:
    return page(f"style_{name}.html", now=NOW, today=TODAY)


@style_blueprint.get("/portal/style/errors/<int:status>")
def style_error(status: int) -> ResponseReturnValue:
    differences = [
        {"label": "人数", "mine": "18", "theirs": "19"},
        {"label": "岗长电话", "mine": "", "theirs": "138****6207"},
    ]
    return error_page(
        status,
        detail="焊接一班是您本单位的班组，按规则您须回避。" if status == 403 else None,
        rule="来安县“工人先锋号”创建办法 第 4 版，考核员回避" if status == 403 else None,
        differences=differences if status == 412 else (),
        faults={"headcount": "男、女人数之和应等于总人数 18"} if status == 422 else None,
        retry_after=30 if status == 429 else None,
        trace_id="7c3e91b04d55",
        back="/portal/style",
    )
