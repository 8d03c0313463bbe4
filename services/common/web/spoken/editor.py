"""What the item-by-item editor of regulations says beside the titles of the words."""

from typing import Final

from services.common.web.spoken.mark import pattern

SAID: Final = (
    pattern("第 %(n)s 项"),
    pattern("“%(word)s”（不认识）"),
    pattern("请填代号，只用小写英文字母、数字和“-”“_”，例如 worker-pioneer"),
    pattern("已经有代号为“%(word)s”的一项，请另取一个"),
    pattern("请选择要增加哪一种"),
)
