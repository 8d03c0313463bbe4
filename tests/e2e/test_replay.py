"""A tenant admin raises the pass line, replays the draft over the story's year, and sees by name who would have lost."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, expect

from services.embedded.journey.setting import COUNTY
from tests.e2e.acting import confirm, press
from tests.e2e.stage import Stage
from tests.live import Deployment

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("deployment")]

ADMIN = "laian.admin"
LINE = "        pass: {at_least: 90}\n        may_return_to"


@pytest.fixture
def stage(played: Deployment, chrome: Browser) -> Iterator[Stage]:
    made = Stage(played, chrome)
    yield made
    made.close()
    assert made.complaints == []


def closed(stage: Stage) -> tuple[int, dict[str, Decimal]]:
    """The year of the story, and the scores of those who were honoured in it."""
    rows = stage.deployment.rows(
        "applications",
        "select year, subject_name, score from application where tenant = %s and programme = 'worker-pioneer'"
        " and status = 'conferred' order by year",
        COUNTY,
    )
    year = rows[0]["year"]
    return year, {row["subject_name"]: row["score"] for row in rows if row["year"] == year}


def test_a_raised_line_names_who_would_have_lost(stage: Stage) -> None:
    year, scores = closed(stage)
    line = min(scores.values()) + Decimal("0.01")
    losers = sorted(name for name, score in scores.items() if score < line)
    before = stage.deployment.one("applications", "select count(*) from log_entry where tenant = %s", COUNTY)

    page = stage.go(ADMIN, f"/identity/{COUNTY}/regulations")
    press(page.get_by_role("link", name="来安县创建“工人先锋号”实施意见").first)
    press(page.get_by_role("button", name="起草新版"))
    text = page.get_by_label("规则文本", exact=True)
    text.fill(text.input_value().replace(LINE, LINE.replace("at_least: 90", f"at_least: {line}")))
    press(page.get_by_role("button", name="保存并检查规则"))
    expect(page.locator(".say-flash")).to_contain_text("检查通过")

    page.get_by_label("案卷年度").fill(str(year))
    press(page.get_by_role("button", name="试算这一年"))

    expect(page.locator("h1")).to_have_text(f"{year} 年案卷按草稿试算")
    lost = page.locator("main tbody tr", has_text="由命名变为落选")
    expect(lost).to_have_count(len(losers))
    for name in losers:
        expect(lost.filter(has_text=name)).to_contain_text(f"合格应不低于 {line} 分")
    stage.look(page, "08-replay")
    assert stage.deployment.one("applications", "select count(*) from log_entry where tenant = %s", COUNTY) == before

    page.reload()
    expect(page.locator("h1")).to_have_text(f"{year} 年案卷按草稿试算")
    press(page.locator("nav a, .crumbs a", has_text="来安县创建").last)
    page.locator("summary", has_text="放弃草稿").click()
    page.locator("details[open] button", has_text="放弃草稿").click()
    confirm(page)
    expect(page.locator(".say-flash")).to_contain_text("草稿已放弃")
