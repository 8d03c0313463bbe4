"""What the pages of all services share: the layout, components, static files, languages, guards.

Owns: nothing in a database. Answers: `page_app`, `prepare_pages`, `page`, `render_block`, `error_page`,
`static_blueprint`, `style_blueprint`, `asset`. Tells: nothing.
"""

from services.common.web.app import page_app, prepare_pages
from services.common.web.assets import asset, static_blueprint
from services.common.web.blocks import is_htmx, page, render_block
from services.common.web.refusals import error_page

__all__ = ["asset", "error_page", "is_htmx", "page", "page_app", "prepare_pages", "render_block", "static_blueprint"]
