import hashlib

import pytest

from services.common.files import FileDamaged, FileKey, FileMissing, ObstoreStore


@pytest.fixture(params=["folder", "url", "memory"])
def store(request, tmp_path):
    if request.param == "memory":
        return ObstoreStore.in_memory()
    folder = tmp_path / "files"
    folder.mkdir()
    return ObstoreStore.at(str(folder) if request.param == "folder" else folder.as_uri())


def test_bytes_come_back_as_they_were_put(store):
    content = bytes(range(256)) * 5000

    key = store.put("341122", content)

    sha256 = hashlib.sha256(content).hexdigest()
    assert key == FileKey("341122", sha256)
    assert key.path == f"341122/{sha256[:2]}/{sha256}"
    assert store.get(key) == content
    assert b"".join(store.stream(key)) == content
    assert store.put("341122", content) == key


def test_a_file_of_one_tenant_is_not_found_in_another(store):
    key = store.put("341122", b"ours")
    other = FileKey("330522", key.sha256)

    assert (store.exists(key), store.exists(other)) == (True, False)
    with pytest.raises(FileMissing):
        store.get(other)


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store):
    key, kept = store.put("341122", b"one"), store.put("341122", b"two")

    store.delete(key)
    store.delete(key)

    assert (store.exists(key), store.get(kept)) == (False, b"two")


def test_bytes_changed_on_disk_are_not_handed_out(tmp_path):
    store = ObstoreStore.at(str(tmp_path))
    key = store.put("341122", b"the deeds")
    (tmp_path / key.path).write_bytes(b"the deed5")

    with pytest.raises(FileDamaged):
        store.get(key)

    store.put("341122", b"the deeds")
    assert store.get(key) == b"the deeds"


@pytest.mark.parametrize(
    ("tenant", "sha256"),
    [
        ("..", "0" * 64),
        ("34/1122", "0" * 64),
        ("", "0" * 64),
        ("341122\n", "0" * 64),
        ("341122", "../" + "0" * 61),
        ("341122", "A" * 64),
    ],
)
def test_a_key_cannot_name_a_path(tenant, sha256):
    with pytest.raises(ValueError, match="not a file key"):
        FileKey(tenant, sha256)
