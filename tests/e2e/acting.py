"""What people do on any page: fill fields by their names, go on, score a sheet."""

from typing import Any

from playwright.sync_api import Locator, Page


def fill(page: Page, **values: Any) -> None:
    """Fields by their names, as a person types or picks them."""
    for name, value in values.items():
        field = page.locator(f'[id="f-{name}"]')
        match field.evaluate("e => e.tagName"):
            case "SELECT":
                field.select_option(str(value))
            case "FIELDSET":
                field.get_by_label(str(value), exact=True).check()
            case _:
                field.fill(str(value))


def fill_form(page: Page, form: dict[str, Any]) -> None:
    """Those fields of a form that this page asks for."""
    asked = page.locator("form.sheet [id^='f-']").evaluate_all("all => all.map(e => e.id.slice(2))")
    fill(page, **{name: value for name, value in form.items() if name in asked and not isinstance(value, list)})


def press(where: Locator) -> None:
    """A link or a button that leads to another page, which has come whole when this returns.

    A click alone returns when the answer begins: whoever then counts what is on the page may count half of it.
    """
    with where.page.expect_navigation():
        where.click()


def go_on(page: Page) -> None:
    press(page.get_by_role("button", name="保存并填写下一步"))


def confirm(page: Page) -> None:
    """The dialog asks again; its second button does what it says."""
    press(page.locator("dialog[open] button").nth(1))


def score_sheet(page: Page, lacking: tuple[str, ...] = ()) -> None:
    """Everything is there but the named pieces of the documents; all measures are reached."""
    groups = page.locator("#score-form fieldset")
    for number in range(groups.count()):
        group = groups.nth(number)
        key = str(group.get_attribute("id"))
        is_lacking = key.startswith("f-documents.") and key.endswith(tuple(f".{each}" for each in lacking))
        group.locator(f"label:has-text('{'缺' if is_lacking else '有'}')").first.click()
    for measure, value in {"awareness": 100, "participation": 100, "satisfaction": 96}.items():
        page.locator(f'[name="effect.measure.{measure}"]').fill(str(value))
    page.locator('[name="effect.measure.satisfaction"]').blur()
