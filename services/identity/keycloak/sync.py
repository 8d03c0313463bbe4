"""The worker's turn: what is due is done in Keycloak, outside every transaction, and crossed off."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, partial

import structlog
from keycloak.exceptions import KeycloakConnectionError, KeycloakError
from prometheus_client import Gauge
from requests import RequestException

from services.common.clock import Clock
from services.common.config import Settings
from services.common.runtime import Tick
from services.identity.issuer.secrets import client_secret
from services.identity.keycloak.credential import hashed_credential
from services.identity.keycloak.due import Due, Ledger, Wanted
from services.identity.keycloak.portal import keep_portal
from services.identity.keycloak.programs import keep_program
from services.identity.keycloak.realm import CLIENT, NotOurs, Realm, User, fresh
from services.identity.keycloak.sealing import Sealing
from services.identity.store import db

log = structlog.get_logger(__name__)
waiting = Gauge("pioneer_identity_accounts_due_count", "changes that Keycloak has not heard yet")


def keep_in_step(settings: Settings) -> Tick:
    """The tick. Keycloak may be started after us and may be away: what is due waits."""
    realm_name = settings.issuer.rstrip("/").rpartition("/")[2]
    secret = client_secret(settings.master_key, CLIENT)
    realm = Realm(settings.keycloak_admin_url, realm_name, secret)
    step = InStep(Ledger(db), realm, Sealing(settings.master_key), settings.origin)

    def accounts_in_step(clock: Clock) -> None:
        step.run(today=clock.today())

    return accounts_in_step


class InStep:
    def __init__(self, ledger: Ledger, realm: Realm, sealing: Sealing, origin: str) -> None:
        self._ledger, self._realm, self._sealing, self._origin = ledger, realm, sealing, origin
        self._knows_where = False

    def run(self, *, today: date) -> None:
        """Everything that is due, federations before their people."""
        due = self._ledger.next()
        waiting.set(self._ledger.waiting() if due else 0)
        if not due and self._knows_where:
            return
        try:
            self._realm.greet()
            if not self._knows_where:
                keep_portal(self._realm.admin, self._origin)
                self._knows_where = True
        except (KeycloakError, RequestException) as away:
            log.warning("keycloak_away", error=type(away).__name__, waiting=len(due))
            return
        try:
            for each in due:
                if each.kind == "federation":
                    self._attempt(each, self._federation)
                elif each.kind == "program":
                    self._attempt(each, self._program)
            self._people([each for each in due if each.kind == "person"], today)
        except (KeycloakConnectionError, RequestException) as away:
            log.warning("keycloak_away", error=type(away).__name__, waiting=len(due))

    def _federation(self, due: Due) -> bool:
        name = self._ledger.federation(due.id)
        if name is not None:
            self._realm.group(due.id, name)
        return True

    def _program(self, due: Due) -> bool:
        handed = self._ledger.handed(due.id)
        secret = self._sealing.open(handed.sealed, due.id) if handed else ""
        keep_program(self._realm.admin, self._ledger.program(due.id), secret)
        if handed:
            self._ledger.forget(due.id, handed)
        return True

    def _people(self, due: list[Due], today: date) -> None:
        by_tenant: dict[str, list[Due]] = defaultdict(list)
        for each in due:
            by_tenant[each.tenant].append(each)
        for tenant, all_ in by_tenant.items():
            wanted = self._ledger.wanted(tenant, [each.id for each in all_], today=today)
            known = {each: self._attempt(each, partial(self._change, wanted.get(each.id))) for each in all_}
            self._add([each for each in all_ if known[each] is False], wanted)

    def _change(self, wanted: Wanted | None, due: Due) -> bool:
        """False for somebody Keycloak does not know yet. Who has no login name needs no user."""
        if wanted is None:
            return True
        found = self._realm.find(due.id)
        if found is None:
            return False
        self._realm.change(found, wanted)
        handed = self._ledger.handed(due.id)
        if handed is not None:
            password = self._sealing.open(handed.sealed, due.id)
            self._realm.set_password(due.id, password, is_temporary=handed.is_temporary)
            self._ledger.forget(due.id, handed)
        return True

    def _add(self, missing: list[Due], wanted: dict[str, Wanted]) -> None:
        """Those who are new, at once: a federation's first import has hundreds."""
        if not missing:
            return
        for tenant in {each.tenant for each in missing}:
            self._realm.group(tenant)
        handed = {each.id: self._ledger.handed(each.id) for each in missing}
        # One password for many is hashed once: the demo's.
        hashed = cache(hashed_credential)
        users: list[User] = []
        for each in missing:
            given = handed[each.id]
            credential = hashed(self._sealing.open(given.sealed, each.id)) if given else None
            users.append(fresh(wanted[each.id], credential, is_temporary=bool(given and given.is_temporary)))
        try:
            added = self._realm.add(users)
        except KeycloakConnectionError:
            raise
        except KeycloakError as refused:
            if len(missing) > 1:
                self._add_each(missing, wanted)
            else:
                self._fail(missing, refused)
            return
        for each in missing:
            given = handed[each.id]
            if each.id not in added:
                self._fail([each], NotOurs(wanted[each.id].username))
                continue
            if given:
                self._ledger.forget(each.id, given)
            self._ledger.done(each)

    def _add_each(self, missing: list[Due], wanted: dict[str, Wanted]) -> None:
        """One that Keycloak refuses must not keep the others out."""
        for each in missing:
            self._add([each], wanted)

    def _attempt(self, due: Due, act: Callable[[Due], bool]) -> bool | None:
        """True and crossed off, False and still to be done, None and failed. Raises where Keycloak is away."""
        try:
            is_done = act(due)
        except KeycloakConnectionError:
            raise
        except (KeycloakError, NotOurs) as refused:
            self._fail([due], refused)
            return None
        if is_done:
            self._ledger.done(due)
        return is_done

    def _fail(self, due: Iterable[Due], error: Exception) -> None:
        for each in due:
            log.warning("account_not_kept", kind=each.kind, subject=each.id, error=type(error).__name__)
            self._ledger.failed(each, f"{type(error).__name__}: {error}")
