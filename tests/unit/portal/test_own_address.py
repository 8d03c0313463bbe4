import pytest

from services.portal.domain.own_address import own_address


@pytest.mark.parametrize(
    "wanted", ["/portal/341122/", "/applications/341122/cases?after=x&q=%E7%84%8A", "/portal/choose"]
)
def test_a_path_of_ours_is_kept(wanted: str) -> None:
    assert own_address(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        "",
        "https://evil.test/",
        "//evil.test/portal",
        "///evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "javascript:alert(1)",
        "evil.test",
        " /portal/",
        "/\t/evil.test",
        "/portal/\r\nSet-Cookie: x=1",
        "/portal/sign-in?next=/portal/sign-in",
        "/portal/callback?code=x",
        "/portal/sign-out",
        "/" + "a" * 2000,
    ],
)
def test_anything_else_leads_home(wanted: str | None) -> None:
    assert own_address(wanted) == "/"
