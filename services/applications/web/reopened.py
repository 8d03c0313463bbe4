"""The address of a form that was answered with faults, opened again: the page where the form stands."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from services.applications.web.blueprint_honours import blueprint

FORMS = {
    "dockets/<uuid:docket_id>": ("meeting", "decisions", "plain", "signature"),
    "honours/<uuid:honour_id>": ("plaque", "recall", "rewards", "revocation"),
    "objections/<uuid:objection_id>": ("handler", "objector", "answer"),
    "dossiers/<uuid:dossier_id>": ("return", "reveal"),
    "forwarding": ("exceptions",),
}


def back(**_names: object) -> ResponseReturnValue:
    return redirect(request.path.rpartition("/")[0], 303)


def back_to_honour(tenant: str, honour_id: object, **_names: object) -> ResponseReturnValue:
    return redirect(f"/applications/{tenant}/honours/{honour_id}", 303)


for page, acts in FORMS.items():
    for act in acts:
        blueprint.add_url_rule(f"/{page}/{act}", f"back_from_{act}_of_{page.partition('/')[0]}", back, methods=["GET"])
blueprint.add_url_rule(
    "/honours/<uuid:honour_id>/rectifications/<uuid:rectification_id>",
    "back_from_rectification",
    back_to_honour,
    methods=["GET"],
)
