from example import example_blocks

from hotline_analysis.bulletin.text import plain_text
from hotline_analysis.publish.fonts import FACES, FANGSONG, SERIF, font_files, missing_glyphs


def test_the_open_fonts_draw_the_whole_bulletin():
    assert missing_glyphs("".join(plain_text(block) for block in example_blocks())) == ()


def test_a_missing_glyph_is_named_once():
    assert missing_glyphs("受理😀2件😀\n\t\u3000\u200b") == ("😀",)


def test_the_open_fonts_are_there():
    assert all(path.is_file() for path in font_files())


def test_a_face_prefers_the_fonts_of_the_machine():
    assert FANGSONG.families(["FangSong", "Arial"]) == ("FangSong", SERIF)


def test_every_face_has_a_chinese_and_an_english_name():
    assert all(not face.chinese.isascii() and all(name.isascii() for name in face.english) for face in FACES.values())
