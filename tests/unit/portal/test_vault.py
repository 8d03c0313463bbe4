import pytest
from cryptography.exceptions import InvalidTag

from services.portal.vault import Vault, hash_of

KEY, OTHER = "0" * 64, "1" * 64


def test_what_is_sealed_opens_for_its_owner() -> None:
    vault = Vault(KEY)

    assert vault.open(vault.seal("refresh-1", "session-1"), "session-1") == "refresh-1"


def test_the_same_secret_never_looks_the_same() -> None:
    vault = Vault(KEY)

    assert vault.seal("refresh-1", "s") != vault.seal("refresh-1", "s")
    assert b"refresh-1" not in vault.seal("refresh-1", "s")


def test_nobody_else_opens_it() -> None:
    sealed = Vault(KEY).seal("refresh-1", "session-1")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])

    for vault, owner, box in ((Vault(KEY), "session-2", sealed), (Vault(OTHER), "session-1", sealed)):
        with pytest.raises(InvalidTag):
            vault.open(box, owner)
    with pytest.raises(InvalidTag):
        Vault(KEY).open(changed, "session-1")


def test_a_cookie_is_kept_as_its_hash() -> None:
    assert hash_of("cookie") == "d7e83e28a04b537e64424546b14caf9b67bad2f28dabce68116e0d372319fa00"
    assert hash_of("cookie") != hash_of("cookie ")
