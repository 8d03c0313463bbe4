"""People at Keycloak's own pages, in a real browser: second factor, sign-out, sign-ins that end from afar."""

import secrets
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from deploy.native.signed_in import STEP_SECONDS, totp
from services.identity.demo import DEMO_PASSWORD
from tests.e2e.acting import press
from tests.e2e.conftest import DESKTOP
from tests.real_keycloak import Site, until

pytestmark = pytest.mark.xdist_group("full")

COUNTY = "341122"
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    context = chrome.new_context(viewport=DESKTOP, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def knock(page: Page, site: Site, username: str, password: str = DEMO_PASSWORD) -> None:
    page.goto(f"{site.origin}/portal/sign-in")
    page.locator("#username").fill(username)
    page.locator("#password").fill(password)
    press(page.locator("#kc-login"))


def an_auditor(site: Site) -> str:
    """A user made for this test, as the account keeper makes one who holds a separated duty."""
    username = f"audit.{secrets.token_hex(4)}"
    user = site.operator.create_user({"username": username, "firstName": "安清远", "enabled": True})
    site.operator.set_user_password(user, DEMO_PASSWORD, temporary=False)
    site.operator.assign_realm_roles(user, [site.operator.get_realm_role("second-factor")])
    return username


def next_code(secret: str, used_at: int) -> tuple[str, int]:
    """The next code that was not used yet."""
    until(lambda: int(time.time()) // STEP_SECONDS != used_at)
    return totp(secret), int(time.time()) // STEP_SECONDS


def test_the_page_speaks_chinese_and_leads_to_the_worklist_and_out_again(page: Page, site: Site) -> None:
    page.goto(f"{site.origin}/portal/sign-in")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    expect(page.locator("h1")).to_contain_text("登录先锋")
    expect(page.get_by_label("登录名")).to_be_visible()
    expect(page.get_by_label("口令", exact=True)).to_be_visible()
    knock(page, site, "laian.secretary1")
    expect(page.locator("h1")).to_contain_text("待办")
    token = next(each for each in page.context.cookies() if each["name"] == "pioneer_token")
    assert (token["httpOnly"], token["sameSite"], token["path"]) == (True, "Lax", "/")

    page.locator("details.menu summary", has_text="沈知夏").click()
    press(page.get_by_role("button", name="退出登录"))
    expect(page.locator("h1")).to_have_text("您已退出登录")
    page.goto(f"{site.origin}/portal/{COUNTY}/")
    expect(page.locator("#password")).to_be_visible()


def test_an_auditor_sets_up_a_second_factor_and_is_asked_for_it_each_time(page: Page, site: Site) -> None:
    username = an_auditor(site)
    knock(page, site, username)
    secret = str(page.locator("#totpSecret").get_attribute("value"))
    used_at = int(time.time()) // STEP_SECONDS
    page.locator("#totp").fill(totp(secret))
    press(page.locator("#saveTOTPBtn"))
    expect(page).to_have_url(f"{site.origin}/portal/choose")

    page.context.clear_cookies()
    knock(page, site, username)
    expect(page.locator("#otp")).to_be_visible()
    page.locator("#otp").fill("000000")
    press(page.locator("#kc-login"))
    expect(page.locator("#otp")).to_be_visible()
    code, _at = next_code(secret, used_at)
    page.locator("#otp").fill(code)
    press(page.locator("#kc-login"))
    expect(page).to_have_url(f"{site.origin}/portal/choose")


def test_nobody_passes_by_the_second_factor(page: Page, site: Site) -> None:
    knock(page, site, an_auditor(site))
    expect(page.locator("#totp")).to_be_visible()
    page.goto(f"{site.origin}/portal/{COUNTY}/")

    # Not signed in: the password is asked for again, and after it the second factor.
    expect(page.locator("#password")).to_be_visible()
    assert all(each["name"] != "pioneer_token" for each in page.context.cookies())


def test_a_sign_in_that_keycloak_ends_is_over_here_within_a_minute(page: Page, site: Site) -> None:
    username = f"laian.b{secrets.token_hex(4)}"
    user = site.operator.create_user({"username": username, "firstName": "安清远", "enabled": True})
    site.operator.set_user_password(user, DEMO_PASSWORD, temporary=False)
    knock(page, site, username)
    expect(page).to_have_url(f"{site.origin}/portal/choose")
    kept = "select 1 from browser_session where subject = %s"
    assert len(site.rows("portal", kept, user)) == 1
    token = next(each["value"] for each in page.context.cookies() if each["name"] == "pioneer_token")
    site.operator.user_logout(user)

    until(lambda: not site.rows("portal", kept, user), 120)
    paths = [f"/api/v1/tenants/{COUNTY}/{path}" for path in ("identity/units", "applications/cases", "portal/tasks")]
    until(lambda: {site.ask("GET", path, token=token).status_code for path in paths} == {401}, 180)
    page.goto(f"{site.origin}/portal/choose")
    expect(page.locator("#password")).to_be_visible()
