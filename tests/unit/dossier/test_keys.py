import json

import pytest

from services.common.dossier import KeySealBroken, PublicKey, generate_key, open_private, seal_private

MASTER = b"m" * 32


def test_a_public_key_is_handed_out_as_one_line_and_read_again():
    public = generate_key("341122").public

    assert PublicKey.from_json(public.to_json()) == public
    assert public.key_id.startswith("341122-")


@pytest.mark.parametrize("change", [{"tenant": "3411"}, {"public": "AAAA"}, {"key_id": "x"}, {"algorithm": "RSA"}])
def test_a_public_key_whose_parts_do_not_fit_is_refused(change):
    line = json.loads(generate_key("341122").public.to_json())

    with pytest.raises(ValueError, match="not a public key"):
        PublicKey.from_json(json.dumps({**line, **change}))


def test_a_private_key_is_locked_and_opened_by_the_master_key_alone():
    key = generate_key("341122")
    sealed = seal_private(key, MASTER)

    opened = open_private(sealed, MASTER)

    assert (opened.key_id, opened.tenant, opened.public) == (key.key_id, key.tenant, key.public)
    assert opened.sign(b"x") == key.sign(b"x")
    assert seal_private(key, MASTER) != sealed
    with pytest.raises(KeySealBroken):
        open_private(sealed, b"n" * 32)


@pytest.mark.parametrize("change", [{"tenant": "3411"}, {"key_id": "x"}, {"nonce": "AAAA"}, {"locked": "AAAA"}])
def test_a_locked_key_cannot_be_moved_to_another_tenant_or_changed(change):
    sealed = json.loads(seal_private(generate_key("341122"), MASTER))

    with pytest.raises(KeySealBroken):
        open_private(json.dumps({**sealed, **change}).encode(), MASTER)


def test_a_private_key_does_not_show_in_a_log_line():
    key = generate_key("341122")

    assert repr(key) == f"SigningKey(key_id='{key.key_id}', tenant='341122')"


def test_a_signature_holds_for_its_bytes_alone():
    key = generate_key("341122")
    signature = key.sign(b"manifest")

    assert key.public.accepts(signature, b"manifest")
    assert not key.public.accepts(signature, b"manifesT")
    assert not generate_key("341122").public.accepts(signature, b"manifest")
