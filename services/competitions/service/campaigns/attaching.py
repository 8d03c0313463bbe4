"""A filing that the regulation makes from the entries (made_from: entries) brings its own form 2 (B8 form 2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.common import directory
from services.common.documents.entries import EntriesLine, EntriesSheet, entries_form
from services.common.errors import allow
from services.common.files import Store
from services.common.principal import Principal
from services.competitions.queries.campaigns.finding import find_campaign
from services.competitions.queries.campaigns.forms import form_two_of
from services.competitions.rules import campaigns as rules
from services.competitions.service.campaigns.filing import find_filing
from services.competitions.store import db

PDF = "application/pdf"


def attach_form(who: Principal, campaign_id: UUID, filing_id: str, unit_id: UUID, store: Store) -> list[dict[str, Any]]:
    """The printed form as the entries stand now, with its total row; nothing where the filing is not made of them.

    A unit from which nobody has entered files an empty form: 零报送 is a filing too.
    """
    with db.read(who.tenant) as session:
        campaign = find_campaign(session, campaign_id)
        row = find_filing(session, campaign_id, filing_id, unit_id)
        allow(rules.may_report_for(who, row.unit_path), "not_reporting_for")
        filing = campaign.rules.filing(filing_id)
        if filing.made_from != "entries" or row.filed_on is not None:
            return []
        form = form_two_of(session, campaign.rules.runs, row.unit_path)
        union = directory.find_unit(session, unit_id).name
    lines = [
        EntriesLine(f"{each.employer} {each.team}".strip(), each.industry, each.participants, each.leader, each.phone)
        for each in form.lines
    ]
    content = entries_form(EntriesSheet(filing.title, union, lines, form.employers, form.workers))
    key = store.put(who.tenant, content)
    return [{"word": f"{filing.title}.pdf", "sha256": key.sha256, "size": len(content), "mime": PDF}]
