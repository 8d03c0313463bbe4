"""Steps 9 and 10 on screen, two years later: re-inspected, rectified, revoked, recalled, and what the QR code says (A8, A9).

The story up to there is played by API. Each test needs those before it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from services.common.clock import day_of
from services.embedded.cluster import Cluster
from services.embedded.journey import tenure
from services.embedded.journey.player import Player
from services.embedded.journey.setting import COUNTY, MAIN, RETURNED, WANING
from tests.e2e.acting import press
from tests.e2e.stage import Stage, a_file, faults
from tests.live import start

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("tenure on screen")]

SECRETARY, CHAIR, UNION = "laian.secretary1", "laian.chair1", RETURNED.applicant
HONOURS = f"/api/v1/tenants/{COUNTY}/applications/honours"


@pytest.fixture(scope="module")
def stage(server: Cluster, chrome: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The demo after its story."""
    folder: Path = tmp_path_factory.mktemp("tenure")
    deployment = start(Cluster(server.socket, f"{server.prefix}tenure_"), folder)
    story = deployment.play()
    assert story.stands, story.transcript
    deployment.settle()
    made = Stage(deployment, chrome)
    yield made
    made.close()
    deployment.close()
    assert made.complaints == []


def player_of(stage: Stage) -> Player:
    """Acts by API, for the scoring that another story shows on screen."""
    clock = _StageClock(stage)
    return Player(stage.origin, clock, stage.deployment.token, _Silent(), stage.deployment.tick)  # type: ignore[arg-type]


class _StageClock:
    """The clock of the deployment, as the player sets it."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._moment = stage, datetime.now(UTC)

    def set(self, moment: datetime) -> None:
        self._moment = moment
        self._stage.deployment.at(moment)

    def today(self) -> date:
        return day_of(self._moment)


class _Silent:
    def print(self, *_words: object) -> None:
        """What the player tells goes nowhere."""


def honour_of(stage: Stage, name: str) -> dict[str, Any]:
    rows = stage.deployment.ask("GET", HONOURS, SECRETARY, params={"q": name}).json()["rows"]
    id_ = next(row["id"] for row in rows if row["subject_name"] == name)
    return dict(stage.deployment.ask("GET", f"{HONOURS}/{id_}", SECRETARY).json())


def page_of(stage: Stage, who: str, name: str) -> Page:
    return stage.go(who, f"/applications/{COUNTY}/honours/{honour_of(stage, name)['id']}")


def scored(stage: Stage, day: date, lacking: int) -> None:
    """The re-inspection that is open now is scored in the days after."""
    found = honour_of(stage, RETURNED.name)
    opened = next(each for each in found["reinspections"] if each["status"] == "assessing")
    tenure.score_opened(player_of(stage), RETURNED, found["id"], opened, lacking, day)
    stage.deployment.settle()


def first_day(stage: Stage) -> date:
    """The day after the last yearly re-inspection of the one that had mended fell due."""
    found = honour_of(stage, RETURNED.name)
    yearly = [each["year"] for each in found["reinspections"] if each["kind"] == "yearly"]
    return date.fromisoformat(found["conferred_on"]).replace(year=yearly[-1]) + timedelta(days=1)


def test_every_page_of_honours_and_dossiers_is_whole_on_desk_and_phone(stage: Stage) -> None:
    """Nothing serious for axe, nothing beyond the edge: valid and revoked honours, archive, forwarding, dossiers."""
    main, gone = honour_of(stage, MAIN.name), honour_of(stage, WANING.name)
    dossier = stage.deployment.one(
        "applications", "select id from dossier where tenant = %s and direction = 'sent'", COUNTY
    )
    root = f"/applications/{COUNTY}"
    for name, path in {
        "roll": f"{root}/honours",
        "roll-none": f"{root}/honours?q=没有这个",
        "valid": f"{root}/honours/{main['id']}",
        "revoked": f"{root}/honours/{gone['id']}",
        "archive": f"{root}/archive/{main['application_id']}",
        "forwarding": f"{root}/forwarding",
        "dossiers": f"{root}/dossiers",
        "dossier": f"{root}/dossiers/{dossier}",
        "dockets": f"{root}/dockets",
        "notices": f"{root}/notices",
        "reinspections": f"{root}/reinspections",
        "keys": f"{root}/dossiers/keys",
        "seal": f"{root}/seal",
    }.items():
        stage.look(stage.go(SECRETARY, path), f"09-{name}")
    stage.look(stage.go("chuzhou.secretary1", f"/applications/3411/dossiers/{dossier}"), "09-dossier-received")
    stage.look(stage.go("laian.admin", f"{root}/seal"), "09-seal-admin")
    stage.look(stage.go("laian.supervisor", f"{root}/objections"), "09-objections")
    token = main["public_url"].rpartition("/")[2]
    for name, path in {
        "public-roll": "honours",
        "public-valid": f"honours/{token}",
        "public-notices": "notices",
    }.items():
        stage.look(stage.go("", f"{root}/public/{path}"), f"09-{name}")


def test_the_certificate_is_printed_from_the_page(stage: Stage) -> None:
    page = page_of(stage, SECRETARY, MAIN.name)
    printed = page.request.get(str(page.get_by_role("link", name="打印证书").evaluate("a => a.href")))

    assert printed.body().startswith(b"%PDF")


def test_the_reward_is_recorded_and_a_faulty_sum_is_told_at_its_field(stage: Stage) -> None:
    page = page_of(stage, UNION, RETURNED.name)
    page.locator("summary", has_text="登记奖励").click()
    page.get_by_role("group", name="形式").locator("label", has_text="奖金").click()
    page.get_by_label("金额").fill("两千")
    page.get_by_label("由谁发放").select_option(label="所在单位")
    press(page.get_by_role("button", name="登记奖励"))
    assert len(faults(page)) == 1
    page.get_by_label("金额").fill("2000")
    press(page.get_by_role("button", name="登记奖励"))

    expect(page.locator(".say-flash").first).to_contain_text("已登记奖励")
    expect(page.locator("main")).to_contain_text("奖金 2,000.00 元")
    assert {each["amount"] for each in honour_of(stage, RETURNED.name)["rewards"]} == {"3000.00", "2000.00"}


def test_the_secretary_starts_the_re_inspection_that_fell_due(stage: Stage) -> None:
    stage.deployment.at(date.fromisoformat(honour_of(stage, RETURNED.name)["next_reinspection_on"]))
    stage.deployment.tick()
    page = stage.take_up(SECRETARY, f"开展年度复查：{RETURNED.employer} {RETURNED.name}")
    stage.look(page, "09-due")
    press(page.get_by_role("button", name="开始复查考核"))

    expect(page.locator(".say-flash").first).to_contain_text("已开始复查考核")


def test_under_the_line_it_is_ordered_to_rectify(stage: Stage) -> None:
    scored(stage, first_day(stage), lacking=4)
    page = stage.take_up(UNION, "限期整改")

    expect(page.locator("main")).to_contain_text("正在限期整改")
    stage.look(page, "09-rectifying")


def test_the_union_reports_what_it_mended_with_proof(stage: Stage) -> None:
    page = page_of(stage, UNION, RETURNED.name)
    press(page.get_by_role("button", name="报送整改结果"))
    assert len(faults(page)) == 1
    page.get_by_label("整改了什么，效果如何").fill("补齐活动记录和年度总结，班组园地重新布置。")
    page.get_by_label("佐证材料").set_input_files([a_file("整改照片")])
    press(page.get_by_role("button", name="报送整改结果"))

    expect(page.locator(".say-flash").first).to_contain_text("已报送整改结果")
    expect(page.locator("main")).to_contain_text("整改照片.pdf")


def test_failed_again_the_chair_revokes_after_confirming(stage: Stage) -> None:
    stage.deployment.at(first_day(stage) + timedelta(days=20))
    stage.deployment.tick()
    page = stage.take_up(SECRETARY, f"整改复查：{RETURNED.employer} {RETURNED.name}")
    press(page.get_by_role("button", name="开始复查考核"))
    scored(stage, first_day(stage) + timedelta(days=20), lacking=4)
    chair = stage.take_up(CHAIR, f"研究撤销 {RETURNED.employer} {RETURNED.name}")
    chair.locator("summary", has_text="撤销荣誉").click()
    chair.get_by_label("撤销情形").select_option(index=1)
    chair.get_by_label("事实和理由").fill("整改期满复查仍未合格。")
    press(chair.get_by_role("button", name="撤销荣誉"))
    assert faults(chair) == ["请先勾选，确认已核对。"]
    stage.look(chair, "09-revoking")
    chair.get_by_label("我已核对，知道此操作不能撤回").check()
    press(chair.get_by_role("button", name="撤销荣誉"))

    expect(chair.locator(".say-flash").first).to_contain_text("荣誉已撤销")
    assert honour_of(stage, RETURNED.name)["plaque"]["status"] == "recall_ordered"


def test_the_recall_of_the_plaque_is_recorded(stage: Stage) -> None:
    stage.deployment.at(first_day(stage) + timedelta(days=31))
    page = stage.take_up(SECRETARY, f"收回牌匾并登记：{RETURNED.employer} {RETURNED.name}")
    page.get_by_label("收回日期").fill((first_day(stage) + timedelta(days=30)).isoformat())
    page.get_by_label("说明").fill("已交回县总工会")
    press(page.get_by_role("button", name="登记收回"))

    expect(page.locator(".say-flash").first).to_contain_text("已登记收回")
    stage.look(page, "09-recalled")


def test_the_address_of_the_code_says_so_to_anybody(stage: Stage) -> None:
    url = honour_of(stage, RETURNED.name)["public_url"]
    page = stage.go("", "/" + url.split("/", 3)[3])

    expect(page.locator("main")).to_contain_text("荣誉已撤销，牌匾无效")
    stage.look(page, "09-public-revoked")
