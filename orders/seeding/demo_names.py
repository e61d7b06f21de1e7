"""Names and numbers of people who do not exist."""

from __future__ import annotations

from random import Random

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗郑梁谢宋唐许邓"
    "冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜"
)
_FIRST = "志建国文明永德家春秋海金玉美丽秀桂素雪晓小海水木子新华光正立学宝长福贵荣青红兰梅菊凤翠爱月彩云"
_SECOND = "强军平辉勇华明伟芳英珍娟霞玲香花梅兰凤莲琴萍红燕云敏洁静梓涵宇轩浩生根发财旺祥顺林森山川龙虎"
_PREFIXES = (
    "134",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "152",
    "158",
    "159",
    "182",
    "183",
    "187",
    "188",
)


def full_name(chance: Random) -> str:
    given = chance.choice(_FIRST) + (chance.choice(_SECOND) if chance.random() < 0.8 else "")
    return chance.choice(_SURNAMES) + given


class Phones:
    """Mobile numbers, each given once."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def new(self) -> str:
        while True:
            number = f"{self._chance.choice(_PREFIXES)}{self._chance.randrange(10**8):08d}"
            if number not in self._given:
                self._given.add(number)
                return number
