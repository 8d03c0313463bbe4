"""A page, or one named block of it for htmx: the same template serves both."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, make_response, render_template, request


def is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def render_block(template: str, block: str, **values: Any) -> str:
    """One block of a template, with the imports and sets at the template's top in force.

    The top of the template is run up to its first output, which is the layout's first line: that binds the
    imported macros and links the parents' blocks, and renders nothing of the page.
    """
    current_app.update_template_context(values)
    parsed = current_app.jinja_env.get_template(template)
    context = parsed.new_context(values)
    next(iter(parsed.root_render_func(context)), None)
    return "".join(context.blocks[block][0](context))


def page(template: str, block: str | None = None, **values: Any) -> Response:
    """The whole page, or for an htmx request only `block` of it."""
    html = render_block(template, block, **values) if block and is_htmx() else render_template(template, **values)
    response = make_response(html)
    response.vary.add("HX-Request")
    return response
