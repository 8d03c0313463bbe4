"""What services say in Chinese of their own accord, as patterns: sentences of regulations, tasks, messages, the log.

A sentence that is kept (a task, a message, a reason) stays as it was said; a reader in another language is told it
by its pattern. `n`, `m` and `k` are numbers, the other names hold words that are retold in their turn.
"""

from typing import Final

from services.common.web.spoken import (
    acts,
    campaigns,
    campaigns_titles,
    contests,
    contests_titles,
    editor,
    places,
    programmes_titles,
    rules,
    sheets_titles,
)

SPOKEN: Final = (
    *rules.SAID,
    *acts.SAID,
    *editor.SAID,
    *programmes_titles.SAID,
    *sheets_titles.SAID,
    *campaigns.SAID,
    *contests.SAID,
    *contests_titles.SAID,
    *places.SAID,
    *campaigns_titles.SAID,
)
