"""The typefaces of an official document, by the names that Word and typst know them by.

An office's machine has 仿宋, 楷体, 小标宋, 黑体 and 宋体 (Windows, WPS); any other machine draws
with the two open fonts that come with the package pylopdf-fonts-zh-cn.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SERIF = "Noto Serif SC"
SANS = "Noto Sans SC"


@dataclass(frozen=True)
class Face:
    """A typeface: its Chinese family name, its English ones by preference, and the font that stands in."""

    chinese: str
    english: tuple[str, ...]
    substitute: str

    def families(self, at_hand: Collection[str]) -> tuple[str, ...]:
        """The English names among `at_hand` and then the substitute, for typst to try in turn.

        >>> HEITI.families({"SimHei", "Arial"})
        ('SimHei', 'Noto Sans SC')
        """
        return (*(name for name in self.english if name in at_hand), self.substitute)


FANGSONG = Face("仿宋", ("FangSong_GB2312", "FangSong", "STFangsong", "FandolFang R"), SERIF)
KAITI = Face("楷体", ("KaiTi_GB2312", "KaiTi", "STKaiti", "FandolKai"), SERIF)
XIAOBIAOSONG = Face("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"), SERIF)
HEITI = Face("黑体", ("SimHei", "STHeiti", "FandolHei"), SANS)
SONGTI = Face("宋体", ("SimSun", "STSong", "FandolSong"), SERIF)
FACES = {"fangsong": FANGSONG, "kaiti": KAITI, "xiaobiaosong": XIAOBIAOSONG, "heiti": HEITI, "songti": SONGTI}


def font_files() -> tuple[Path, Path]:
    """The files of the two open fonts: serif, sans."""
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    return serif_path(), sans_path()


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of `text` that neither open font can draw, sorted; spaces and control characters aside.

    >>> missing_glyphs("太莪乡受理 2 件\\n")
    ()
    >>> missing_glyphs("好😀")
    ('😀',)
    """
    return tuple(sorted(char for char in set(text) if not _invisible(char) and ord(char) not in _drawable()))


def _invisible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}


@cache
def _drawable() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    maps = []
    for path in font_files():
        with TTFont(path, lazy=True) as font:
            maps.append(frozenset(font.getBestCmap() or {}))
    return frozenset().union(*maps)
