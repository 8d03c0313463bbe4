"""`python -m tests.e2e.screenshots`: the pictures of the README, from a played demo and a second year under way."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console

from services.common.clock import SettableClock
from services.embedded.cluster import Cluster
from services.embedded.cluster import start as start_cluster
from services.embedded.journey import cases, county, federation
from services.embedded.journey.cases import api
from services.embedded.journey.climbing import LAIAN
from services.embedded.journey.player import Player
from services.embedded.journey.setting import COUNTY, MAIN, PROGRAMME, RETURNED, WANING, Calendar, Team, story_year
from tests.e2e.acting import fill, score_sheet
from tests.e2e.conftest import DESKTOP, PHONE, chromium
from tests.e2e.stage import Stage
from tests.live import Deployment, start

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
CALENDAR = Calendar(date.today().year)
SECRETARY, REVIEWER = "laian.secretary1", MAIN.reviewer
DRAFT = replace(MAIN, name="检验班", headcount=16, men=9)
SECOND_YEAR = (
    replace(MAIN, name="总装班", headcount=24, men=19),
    replace(RETURNED, name="包装班", headcount=20, men=6),
    replace(WANING, name="管网抢修班", headcount=14, men=13),
    Team("保管班", "来安县雷官粮油储备库", "laian.applicant.leiguan", "laian.reviewer.leiguan", 11, 8),
)


class RemoteClock(SettableClock):
    """Sets the clock of the deployment's process as well."""

    def __init__(self, deployment: Deployment) -> None:
        super().__init__()
        self._deployment = deployment

    def set(self, now: datetime | None) -> None:
        super().set(now)
        self._deployment.at(now)


class Pictures:
    def __init__(self, deployment: Deployment, browser: Browser) -> None:
        self.stage = Stage(deployment, browser)
        self.deployment = deployment
        clock = RemoteClock(deployment)
        self.player = Player(deployment.origin, clock, deployment.token, Console(quiet=True), deployment.tick)

    def take(self, page: Page, name: str, *, phone: bool = False) -> None:
        page.set_viewport_size(PHONE if phone else DESKTOP)  # type: ignore[arg-type]
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}.png")
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        print(f"{name}.png")

    def all(self) -> None:
        self.first_year()
        ids = self.apply()
        self.review(ids)
        self.assess(ids)
        self.meet()
        self.stage.close()

    def first_year(self) -> None:
        """What the journey left: an honour at four levels, its plaque, the figures of the province."""
        case = self.deployment.one(
            "applications", "select id from application where tenant = %s and subject_name = %s", COUNTY, MAIN.name
        )
        self.take(self.stage.go(SECRETARY, f"/applications/{COUNTY}/cases/{case}"), "case")
        token = self.deployment.one(
            "applications", "select token from honour where tenant = %s and subject_name = %s", COUNTY, MAIN.name
        )
        visitor = self.stage.go("", f"/applications/{COUNTY}/public/honours/{token}")
        self.take(visitor, "plaque-phone", phone=True)
        self.take(self.stage.go("anhui.secretary1", f"/portal/34/figures?year={story_year(date.today())}"), "figures")

    def apply(self) -> dict[str, str]:
        self.player.on(CALENDAR.on(9, 10))
        ids = {}
        for team in SECOND_YEAR:
            ids[team.name] = cases.apply(self.player, COUNTY, team, self.unit_of(team))
            cases.submit(self.player, COUNTY, team.applicant, ids[team.name])
        self.take_form(cases.apply(self.player, COUNTY, DRAFT, self.unit_of(DRAFT)))
        return ids

    def take_form(self, case_id: str) -> None:
        page = self.stage.go(DRAFT.applicant, f"/applications/{COUNTY}/cases/{case_id}/form/composition")
        fill(page, women=8)
        page.get_by_role("button", name="保存并填写下一步").click()
        page.locator("#faults").wait_for()
        self.take(page, "form")

    def unit_of(self, team: Team) -> str:
        units = self.deployment.rows(
            "identity",
            "select t.id, u.name from org_unit t join org_unit u on u.tenant = t.tenant and u.id = t.parent_id"
            " where t.tenant = %s and t.name = %s",
            COUNTY,
            team.name,
        )
        return next(str(unit["id"]) for unit in units if unit["name"].startswith(team.employer))

    def review(self, ids: dict[str, str]) -> None:
        self.player.on(CALENDAR.on(10, 12))
        self.deployment.settle()
        self.take(self.stage.go(REVIEWER, f"/portal/{COUNTY}/"), "worklist")
        self.take(self.stage.person(REVIEWER), "worklist-phone", phone=True)
        for team in SECOND_YEAR:
            county.hear(self.player, team, ids[team.name], CALENDAR)
            cases.opine(self.player, COUNTY, team.reviewer, ids[team.name], "agree", "条件具备，职工认可，同意推荐。")
        for reviewer in sorted({team.reviewer for team in SECOND_YEAR}):
            mine = [ids[team.name] for team in SECOND_YEAR if team.reviewer == reviewer]
            unit = cases.case_of(self.player, reviewer, COUNTY, mine[0])["reviewing_unit_id"]
            key = f"batches/{PROGRAMME}/{CALENDAR.year}/{unit}"
            self.player.post(reviewer, api(COUNTY, f"{key}/recommendation"), {"cases": mine})

    def assess(self, ids: dict[str, str]) -> None:
        self.player.on(CALENDAR.on(11, 5))
        opening = {"programme": PROGRAMME, "year": CALENDAR.year}
        self.player.post(SECRETARY, api(COUNTY, "assessments/opening"), opening)
        for number, team in enumerate(SECOND_YEAR):
            held = cases.case_of(self.player, SECRETARY, COUNTY, ids[team.name])["assessment_id"]
            path = api(COUNTY, f"assessments/{held}", "assessment")
            county.score(self.player, team.applicant, path, county.findings(self_score=True), own=True)
            county.appoint(self.player, path, ["laian.assessor1", "laian.assessor2"], team)
            if not number:
                self.take_sheet(f"/assessment/{COUNTY}/{held}/score")
            for who, lacking in (("laian.assessor1", 0), ("laian.assessor2", number % 2)):
                county.score(self.player, who, path, county.findings(self_score=False, lacking=lacking), own=False)
        self.deployment.settle()

    def take_sheet(self, path: str) -> None:
        page = self.stage.go("laian.assessor1", path)
        score_sheet(page, ("总结",))
        page.locator('[name="documents.ground"]').fill("现场查看档案，缺年度总结。")
        page.locator("#tally", has_text="95.00").wait_for()
        page.evaluate("scrollTo(0, 0)")
        self.take(page, "score-sheet")

    def meet(self) -> None:
        day = CALENDAR.on(11, 17)
        self.player.on(day)
        waiting: dict[str, Any] = self.player.get(SECRETARY, LAIAN.api("dockets/waiting"))["rows"][0]
        asked = {key: waiting[key] for key in ("regulation_id", "regulation_version", "programme", "year")}
        docket = self.player.post(SECRETARY, LAIAN.api("dockets"), asked, status=201)
        path = LAIAN.api(f"dockets/{docket['id']}")
        told = federation.meeting(LAIAN, docket, day, ("chair5",))
        docket = self.player.put(SECRETARY, f"{path}/meeting", told, version=docket["version"])
        docket = self.player.post(SECRETARY, f"{path}/plain-agreement", version=docket["version"])
        page = self.stage.go(SECRETARY, f"/applications/{COUNTY}/dockets/{docket['id']}")
        self.take(page, "docket")
        votes = {"cases": federation.votes(docket)}
        docket = self.player.put(SECRETARY, f"{path}/decisions", votes, version=docket["version"])
        signed = self.player.post(LAIAN.user("chair1"), f"{path}/signature", version=docket["version"])
        self.player.on(CALENDAR.on(11, 19))
        self.take(self.stage.go("", f"/applications/{COUNTY}/public/notices/{signed['notice_id']}"), "notice")


@contextmanager
def running() -> Iterator[Deployment]:
    with tempfile.TemporaryDirectory() as folder:
        cluster = start_cluster(Path(folder) / "postgres", durable=False)
        deployment = start(Cluster(cluster.socket, cluster.prefix), Path(folder) / "live")
        try:
            yield deployment
        finally:
            deployment.close()


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    arguments = ["--lang=zh-CN", "--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with running() as deployment, sync_playwright() as driver:
        story = deployment.play()
        if not story.stands:
            print(story.transcript)
            return 1
        deployment.settle()
        browser = driver.chromium.launch(
            executable_path=chromium(), args=arguments, env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        Pictures(deployment, browser).all()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
