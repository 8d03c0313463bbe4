"""Chinese search without an index of words: every two neighbouring characters (bigrams)."""

import re


def bigrams(*texts: str) -> list[str]:
    """Of 装配二班: 装配, 配二, 二班. A lone character counts as itself, letters in lower case."""
    found: dict[str, None] = {}
    for text in texts:
        for part in re.findall(r"[\w]+", text.lower()):
            for index in range(max(len(part) - 1, 1)):
                found[part[index : index + 2]] = None
    return list(found)


def search_words(*texts: str) -> list[str]:
    """What a row is found by: its bigrams and its single characters, so that one character finds it too."""
    singles = {character: None for text in texts for character in re.findall(r"\w", text.lower())}
    return list(dict.fromkeys([*bigrams(*texts), *singles]))
