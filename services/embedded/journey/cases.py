"""Acts on a case that several parts of the journey need."""

from typing import Any

from services.embedded.journey.evidence import evidence_file
from services.embedded.journey.player import Player
from services.embedded.journey.setting import PROGRAMME, Team, form_of


def api(tenant: str, rest: str, service: str = "applications") -> str:
    return f"/api/v1/tenants/{tenant}/{service}/{rest}"


def case_of(player: Player, who: str, tenant: str, case_id: str) -> dict[str, Any]:
    found: dict[str, Any] = player.get(who, api(tenant, f"cases/{case_id}"))
    return found


def apply(player: Player, tenant: str, team: Team, unit_id: str) -> str:
    """Fill form 1, attach evidence under each condition and the deeds; returns the case's id, still a draft."""
    who = team.applicant
    begun = player.post(who, api(tenant, "cases"), {"programme": PROGRAMME, "subject_unit_id": unit_id})
    case_id = str(begun["id"])
    programmes = player.once(f"programmes {tenant}", lambda: player.get(who, api(tenant, "programmes"))["rows"])
    rules = next(each for each in programmes if each["programme"] == PROGRAMME)
    player.call(
        "PATCH",
        who,
        api(tenant, f"cases/{case_id}"),
        version=begun["version"],
        json={
            "form": form_of(team),
            "facts": {each["fact"]: {"happened": "no"} for each in rules["declares"]},
            "conditions": {
                each["id"]: f"{team.name}在“{each['title']}”方面成绩突出，佐证见附件。" for each in rules["conditions"]
            },
            "texts": {each["id"]: f"{team.name}坚持岗位练兵，全年无事故。" for each in rules["materials"]},
            "opinions": {
                body: {"text": "情况属实，同意申报。", "signer": "孟秋山"} for body in ("employers_union", "employer")
            },
        },
    )
    proofs = [("condition", each) for each in rules["conditions"]] + [("material", each) for each in rules["materials"]]
    for kind, each in proofs:
        attach(player, who, tenant, case_id, f"{kind}:{each['id']}", each["title"])
    return case_id


def attach(player: Player, who: str, tenant: str, case_id: str, proves: str, title: str) -> None:
    player.post(
        who,
        api(tenant, f"cases/{case_id}/evidence"),
        files={"file": (f"{title}.pdf", evidence_file(title), "application/pdf")},
        data={"proves": proves, "caption": title},
    )


def submit(player: Player, tenant: str, who: str, case_id: str) -> dict[str, Any]:
    version = case_of(player, who, tenant, case_id)["version"]
    after: dict[str, Any] = player.post(who, api(tenant, f"cases/{case_id}/submission"), version=version)
    return after


def opine(
    player: Player,
    tenant: str,
    who: str,
    case_id: str,
    verdict: str,
    text: str,
    *,
    version: int | None = None,
    **more: str,
) -> dict[str, Any]:
    """Of the case as it was last seen, else as it is now; returns it as it is then."""
    seen = case_of(player, who, tenant, case_id)["version"] if version is None else version
    said = {"verdict": verdict, "text": text, **more}
    after: dict[str, Any] = player.post(who, api(tenant, f"cases/{case_id}/opinions"), said, version=seen)
    return after
