"""查找: one box over my tasks, the honour roll and the notices of the federation."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from services.common.http import asking, tenant_code
from services.common.web import page
from services.portal.queries import roll, tasks
from services.portal.store import db
from services.portal.web import given, words

blueprint = Blueprint("search", __name__, url_prefix="/portal/<tenant>/search")
MOST = 20


@blueprint.get("")
def search(tenant: str) -> ResponseReturnValue:
    who, typed = asking(), given.words("q").strip()
    if not typed:
        return page("portal/search.html", typed="", tasks=[], honours=[], task_words=words)
    with db.read(tenant_code()) as session:
        wish = tasks.Wish(words=typed)
        mine = tasks.list_tasks(session, who, tasks.OPEN, wish, cursors=given.cursors(), size=MOST)
        honours = roll.list_honours(session, roll.RollWish(words=typed), cursors=given.cursors(), size=MOST)
    return page("portal/search.html", typed=typed, tasks=mine.rows, honours=honours.rows, task_words=words)
