"""The 师 by their official names: one division, however a cycle's list spells it (BT-a25)."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["NAMED", "division"]

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四")
# 师 and city are one body (师市合一): the cities that existed in 2016.
_CITIES = {
    "阿拉尔": "一",
    "铁门关": "二",
    "图木舒克": "三",
    "可克达拉": "四",
    "双河": "五",
    "五家渠": "六",
    "石河子": "八",
    "北屯": "十",
    "昆玉": "十四",
}
_NOISE = re.compile(r"[\s()\[\]〔〕【】《》·・,，、/\-－—]|新疆生产建设|兵团")
_NUMBERED = re.compile(r"(?:农(?:业建设)?)?第?(十?[一二三四五六七八九十]|1[0-4]|[1-9])师市?(?P<city>.*)")

# The three that 5(3) names: 一师阿拉尔市, 三师图木舒克市, 十四师 (昆玉市).
NAMED = ("一师", "三师", "十四师")


def division(code: str) -> str:
    """The 师 that a code names ("第一师阿拉尔市", "1师", "阿拉尔市" -> "一师"); any other code is itself."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", code))
    found = _NUMBERED.fullmatch(plain)
    city = (plain if found is None else found["city"]).removesuffix("市")
    by_city = _CITIES.get(city)
    if found is None:
        return code if by_city is None else f"{by_city}师"
    number = _NUMERALS[int(found[1]) - 1] if found[1].isdecimal() else found[1]
    # A number with another division's city, or with anything else behind it (a 团), is no name of a 师.
    return f"{number}师" if number in _NUMERALS and (not city or by_city == number) else code
