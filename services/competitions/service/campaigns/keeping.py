"""Files that come with a report, a filing or an application for money: looked at, kept, given out again."""

from __future__ import annotations

from typing import IO, Any
from uuid import UUID

from sqlalchemy import text

from services.common.errors import Invalid, NotFound
from services.common.files import ALL_KINDS, FileKey, FileMissing, FileRefused, Store, inspect
from services.common.principal import Principal
from services.competitions.rules import campaigns as rules
from services.competitions.store import db

LIMIT = 10 * 1024 * 1024
_FILES = text(
    "select f.value, unit_path from (select evidence as files, '' as unit_path from campaign_report"
    " where tenant = :t and campaign_id = :id"
    " union all select files, unit_path from campaign_filing where tenant = :t and campaign_id = :id"
    " union all select files, unit_path from campaign_subsidy where tenant = :t and campaign_id = :id) as all_files,"
    " jsonb_array_elements(files) as f where f.value ->> 'sha256' = :sha"
)


def keep_file(who: Principal, filename: str, content: IO[bytes], store: Store, *, field: str) -> dict[str, Any]:
    """What is noted of a file that was accepted. Raises Invalid at the field."""
    try:
        accepted = inspect(filename, content.read(LIMIT + 1), allowed=ALL_KINDS, limit_bytes=LIMIT)
    except FileRefused as refused:
        raise Invalid({field: refused.says}, "file_refused") from refused
    key = store.put(who.tenant, accepted.content)
    return {"word": accepted.safe_name, "sha256": key.sha256, "size": accepted.size, "mime": accepted.mime}


def open_file(who: Principal, campaign_id: UUID, sha256: str, store: Store) -> tuple[dict[str, Any], bytes]:
    """Evidence of a figure for whoever sees the campaign; what a unit filed or claimed names people and accounts, so
    that it is for the unit and those who oversee it."""
    with db.read(who.tenant) as session:
        found = session.execute(_FILES, {"t": who.tenant, "id": campaign_id, "sha": sha256}).all()
    noted = next((file for file, path in found if not path or rules.may_see_papers(who, path)), None)
    if noted is None:
        raise NotFound("not_found")
    try:
        return dict(noted), store.get(FileKey(who.tenant, sha256))
    except FileMissing as missing:
        raise NotFound("not_found") from missing
