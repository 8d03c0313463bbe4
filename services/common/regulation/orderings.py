"""By what names stand in order, and what is done with those who are level at the last place."""

from __future__ import annotations

from typing import Final

TIES: Final = {
    "share": "并列的一并入选",
    "next_rule": "按下一条规则排序",
    "widen": "扩大名额",
    "fewer": "并列的都不入选",
}
ORDERINGS: Final = {
    "score": "考核分",
    "kept": "保持荣誉年限",
    "recommended_rank": "推荐名次",
    "earlier": "申报先后",
    "drawn": "抽签",
}
