from services.portal.domain.searching import asked_of, number_of, pairs_of


def test_a_chinese_text_is_kept_as_characters_and_pairs() -> None:
    assert pairs_of("装配班") == sorted(["装", "配", "班", "装配", "配班"])


def test_letters_and_digits_are_found_by_their_beginning() -> None:
    assert pairs_of("3 路 ABC") == sorted(["3", "路", "a", "ab", "abc"])


def test_what_is_asked_is_all_pairs_of_a_run() -> None:
    assert asked_of("装配二班") == sorted(["装配", "配二", "二班"])
    assert asked_of("班") == ["班"]
    assert asked_of("  ！") == []


def test_every_part_of_a_name_finds_it() -> None:
    kept = set(pairs_of("安徽皖东智能装备有限公司 装配二班"))

    assert set(asked_of("智能装备")) <= kept
    assert set(asked_of("皖东 二班")) <= kept
    assert not set(asked_of("装配一班")) <= kept


def test_a_rare_character_of_a_name_is_a_character() -> None:
    assert asked_of("𬭎堃") == sorted(["𬭎堃"])


def test_a_number_is_found_however_its_brackets_are_typed() -> None:
    typed = ["来工先〔2025〕018 号", "来工先[2025]018号", "来工先（２０２５）018号", " 来工先【2025】018号 "]

    assert {number_of(each) for each in typed} == {"来工先2025018号"}
