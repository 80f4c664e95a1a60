"""Known faults put into clean drafts at places, and in wordings, that a seed chooses.

It knows no check: a fault names the kinds of finding that it may bring about, and the place it must touch.
Read next: `tests/knowledge/checks/test_seeded_everywhere.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from knowledge.checks.letters import new_style, old_style
from knowledge.checks.spelling import spelling


@dataclass(frozen=True, slots=True)
class Seeded:
    """A draft with one fault: the range that was changed, and the kinds of finding that may touch it."""

    text: str
    start: int
    end: int
    kinds: frozenset[str]


Maker = Callable[[Random, str], Seeded | None]

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_PAIR: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,7}) ([^\W\d_]{2,7})(?![^\W\d_])")


def _put(text: str, start: int, end: int, by: str, *kinds: str) -> Seeded:
    return Seeded(text[:start] + by + text[end:], start, start + len(by), frozenset(kinds))


def _one(random: Random, pattern: str, text: str) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text))
    return random.choice(found) if found else None


def _compound(random: Random, text: str) -> re.Match[str] | None:
    """A place where a word of two syllables stands in running text."""
    known = spelling().compounds
    found = [one for one in _PAIR.finditer(text) if (one[1], one[2]) in known]
    return random.choice(found) if found else None


def _swapped(pattern: str, by: Callable[[Random, re.Match[str]], str], *kinds: str) -> Maker:
    def make(random: Random, text: str) -> Seeded | None:
        found = _one(random, pattern, text)
        return _put(text, found.start(), found.end(), by(random, found), *kinds) if found else None

    return make


def _added(sentence: Callable[[Random], str], *kinds: str) -> Maker:
    """A sentence at the end of a paragraph of running text."""

    def make(random: Random, text: str) -> Seeded | None:
        found = _one(random, r"(?<=[^\W\d_]{3})\.(?=\n)", text)
        return _put(text, found.end(), found.end(), " " + sentence(random), *kinds) if found else None

    return make


def doubled_word(random: Random, text: str) -> Seeded | None:
    found = _compound(random, text)
    return _put(text, found.start(), found.end(), f"{found[0]} {found[0]}", "doubled") if found else None


def doubled_syllable(random: Random, text: str) -> Seeded | None:
    found = _compound(random, text)
    if not found or found[1] in spelling().reduplicated:
        return None
    return _put(text, found.start(), found.end(), f"{found[1]} {found[0]}", "doubled")


def joined_words(random: Random, text: str) -> Seeded | None:
    found = _compound(random, text)
    return _put(text, found.start(), found.end(), found[1] + found[2], "joined", "syllable_odd") if found else None


def wrong_tone(random: Random, text: str) -> Seeded | None:
    """Another tone mark on one syllable of a word: «tập thế», «tuyên trưyền»."""
    found = _compound(random, text)
    if not found:
        return None
    which = random.choice((1, 2))
    apart = unicodedata.normalize("NFD", found[which])
    toned = [mark for mark in apart if mark in _TONES]
    if not toned:
        return None
    by = unicodedata.normalize("NFC", apart.replace(toned[0], random.choice([m for m in _TONES if m != toned[0]]), 1))
    known = spelling()
    pair = (by, found[2]) if which == 1 else (found[1], by)
    if pair in known.company or pair in known.real:
        return None
    return _put(text, *found.span(which), by, "misspelt", "syllable_odd", "word_missing", "tone_marks")


def lost_tone(random: Random, text: str) -> Seeded | None:
    """«viêc», «đươc»: the mark left out where a syllable cannot do without."""
    found = _one(random, r"(?<![^\W\d_])[a-zđà-ỹ]*[ếệắặấậốộứựớợ][pct](?:h)?(?![^\W\d_])", text)
    if not found:
        return None
    apart = unicodedata.normalize("NFD", found[0])
    by = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES))
    return _put(text, *found.span(), by, "syllable_odd", "misspelt")


def page_number(random: Random, text: str) -> Seeded | None:
    found = _compound(random, text)
    by = f"{found[1]} {random.randint(2, 15)} {found[2]}" if found else ""
    return _put(text, found.start(), found.end(), by, "page_number") if found else None


def letters_apart(random: Random, text: str) -> Seeded | None:
    found = _one(random, r"(?<![^\W\d_])[a-z]*[à-ỹ][a-zà-ỹ]*(?: [a-zà-ỹ]+){0,3}", text)
    by = unicodedata.normalize("NFD", found[0]) if found else ""
    return _put(text, *found.span(), by, "letters_apart") if found else None


def other_tone_style(random: Random, text: str) -> Seeded | None:
    places = [one for one in re.finditer(r"[^\W\d_]+", text) if new_style(one[0]) != one[0]]
    if len(places) < 3 or any(old_style(one[0]) != one[0] for one in re.finditer(r"[^\W\d_]+", text)):
        return None
    found = random.choice(places)
    return _put(text, *found.span(), new_style(found[0]), "tone_marks")


def unclosed_quote(random: Random, text: str) -> Seeded | None:
    found = _one(random, "“[^“”\n]{5,80}”", text)
    if not found:
        return None
    broken = text[: found.end() - 1] + text[found.end() :]
    return Seeded(broken, found.start(), found.end() - 1, frozenset({"quote_open"}))


def unopened_quote(random: Random, text: str) -> Seeded | None:
    found = _one(random, "“[^“”\n]{5,80}”", text)
    by = found[0][1:] if found else ""
    return _put(text, *found.span(), by, "quote_close") if found else None


def jumping_number(random: Random, text: str) -> Seeded | None:
    found = _one(random, r"(?m)^([2-6])(?=\. [A-ZĐÀ-Ỹ])", text)
    by = str(int(found[1]) + random.choice((1, 2))) if found else ""
    return _put(text, *found.span(), by, "numbering_jump") if found else None


def jumping_roman(random: Random, text: str) -> Seeded | None:
    found = _one(random, r"(?m)^(II|III)(?=\. [A-ZĐÀ-Ỹ])", text)
    by = {"II": "III", "III": "V"}[found[1]] if found else ""
    return _put(text, *found.span(), by, "numbering_jump") if found else None


def _number(random: Random, low: int = 12, high: int = 95) -> int:
    return random.randint(low, high)


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def wrong_parts(random: Random) -> str:
    one, two, three = (_number(random) for _ in range(3))
    total = one + two + three + random.choice((-5, 3, 4, 7))
    noun = random.choice(("hộ", "người", "ha", "công trình", "mô hình", "lượt người", "triệu đồng"))
    link = random.choice(("gồm", "bao gồm:", "trong đó:", "cụ thể:", "chia ra:"))
    parts = random.choice(
        (
            f"nhóm một {one} {noun}, nhóm hai {two} {noun}, nhóm ba {three} {noun}",
            f"nhóm một: {one} {noun}; nhóm hai: {two} {noun}; nhóm ba: {three} {noun}",
            f"{one} {noun} nhóm một, {two} {noun} nhóm hai và {three} {noun} nhóm ba",
        )
    )
    return f"Đợt rà soát đã ghi nhận {total} {noun}, {link} {parts}."


def wrong_percent(random: Random) -> str:
    whole = random.randint(200, 900)
    part = random.randint(100, whole - 20)
    told = f"{100 * part / whole + random.choice((-9.4, 6.3, 11.2)):.1f}".replace(".", ",")
    return random.choice(
        (
            f"Có {part}/{whole} hộ đăng ký, đạt {told}%.",
            f"Đã giải quyết {part}/{whole} hồ sơ ({told}%).",
            f"Toàn xã có {part}/{whole} gia đình văn hóa, chiếm {told}% số hộ.",
            f"Số học sinh được khen là {part}/{whole} em, bằng {told}%.",
        )
    )


def confused_rise(random: Random) -> str:
    told = f"{random.randint(101, 148)},{random.randint(1, 9)}"
    tail = random.choice(("so với cùng kỳ", "so với năm trước", "so cùng kỳ", "so với kế hoạch"))
    return f"Giá trị sản xuất tăng {told}% {tail}."


def wrong_way(random: Random) -> str:
    low = _number(random, 20, 60)
    high = low + random.randint(10, 60)
    noun = random.choice(("hộ", "người", "vụ", "%"))
    gap = "" if noun == "%" else " "
    return random.choice(
        (
            f"Chỉ số này giảm từ {low}{gap}{noun} xuống còn {high}{gap}{noun}.",
            f"Kết quả tăng từ {high}{gap}{noun} lên {low}{gap}{noun}.",
        )
    )


def wrong_change(random: Random) -> str:
    low = _number(random, 20, 60)
    by = random.randint(8, 30)
    noun = random.choice(("hộ", "người", "vụ", "mô hình"))
    return f"Số liệu tăng từ {low} {noun} lên {low + by} {noun}, tăng {by + random.choice((-3, 2, 5))} {noun}."


def wrong_harvest(random: Random) -> str:
    area, rate = random.randint(20, 90), random.randint(48, 66)
    crop = random.choice(("lúa vụ Đông xuân", "lúa vụ Hè thu", "ngô", "lạc"))
    output = round(area * rate / 10 * random.choice((0.8, 1.2, 1.35)))
    return f"Diện tích {crop} {area} ha, năng suất {rate} tạ/ha, sản lượng {output} tấn."


def wrong_structure(random: Random) -> str:
    one, two = random.randint(35, 50), random.randint(25, 35)
    three = 100 - one - two + random.choice((-4, 3, 6))
    return f"Cơ cấu kinh tế: công nghiệp chiếm {one}%, dịch vụ chiếm {two}%, nông nghiệp chiếm {three}%."


def wrong_words(random: Random) -> str:
    value, word = random.choice(
        ((5, "sáu"), (12, "mười ba"), (8, "bảy"), (25, "hai mươi bốn"), (105, "một trăm linh sáu"))
    )
    return f"Đã trao {value:02d} ({word}) suất quà."


def more_than_all(random: Random) -> str:
    whole = random.randint(8, 20)
    noun = random.choice(("thôn", "tổ dân phố", "chi bộ", "trường", "đơn vị"))
    return f"Có {whole + random.randint(1, 4)}/{whole} {noun} đạt chuẩn."


def told_twice(random: Random) -> str:
    one = _number(random)
    what = random.choice(
        (
            "Diện tích cây ăn quả có múi",
            "Sản lượng tôm nước lợ",
            "Chiều dài đường hoa kiểu mẫu",
            "Diện tích rừng ngập mặn",
        )
    )
    unit = random.choice(("ha", "tấn", "km"))
    return f"{what} đạt {one} {unit}. Nhìn lại cả năm cho thấy nhiều chuyển biến. {what} đạt {one + 9} {unit}."


def _decimal(random: Random, found: re.Match[str]) -> str:
    return found[0].replace(",", ".")


def _citation(random: Random) -> str:
    where = random.choice(("Căn cứ", "Thực hiện", "Theo", "Trên cơ sở"))
    how = random.choice(
        (
            "Nghị định số 98/2023/NĐ-CP ngày 31/12/2023",
            "Nghị định 98/2023/NĐ-CP",
            "Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ",
            "Thông tư số 01/2024/TT-BNV ngày 24/02/2024 của Bộ Nội vụ",
            "khoản 2 Điều 24 Nghị định số 98/2023/NĐ-CP",
        )
    )
    return f"{where} {how}, công tác khen thưởng được triển khai."


def _misdated(random: Random) -> str:
    return random.choice(
        (
            "Thực hiện Nghị định số 152/2025/NĐ-CP ngày 14/7/2025 của Chính phủ.",
            "Theo Thông tư số 15/2025/TT-BNV ngày 14/8/2025 của Bộ Nội vụ.",
            "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 15 tháng 3 năm 2020 của Chính phủ.",
        )
    )


def _no_article(random: Random) -> str:
    number = random.randint(63, 190)
    return random.choice(
        (
            f"Theo Điều {number} Nghị định số 152/2025/NĐ-CP.",
            f"Căn cứ khoản 2 Điều {number} của Nghị định 152/2025/NĐ-CP.",
        )
    )


def _unknown(random: Random) -> str:
    return f"Thực hiện Nghị định số {random.randint(700, 999)}/20{random.randint(14, 24)}/NĐ-CP của Chính phủ."


def _malformed(random: Random) -> str:
    number = random.choice(
        ("152/2025/NĐ CP", "152/2025/ NĐ-CP", "152 /2025/NĐ-CP", "152/2025/NĐ - CP", "152 / 2025/NĐ-CP")
    )
    return f"Thực hiện Nghị định số {number} của Chính phủ."


def _district(random: Random) -> str:
    body = random.choice(("UBND huyện", "UBND thị xã", "Huyện ủy", "HĐND huyện", "Ủy ban nhân dân huyện"))
    return f"Ngày {random.randint(10, 28)}/10/2025, {body} đã kiểm tra công tác này."


def _law(random: Random) -> str:
    name = random.choice(
        (
            "Luật thi đua, khen thưởng",
            "Luật Thi đua - Khen thưởng",
            "Luật Thi đua Khen thưởng",
            "Luật Thi Đua, Khen Thưởng",
        )
    )
    return f"Cán bộ được tập huấn về {name}."


def _misnamed(random: Random) -> str:
    name = random.choice(
        (
            "Cả nước chung tay xây dựng nông thôn mới",
            "Cả nước thi đua đổi mới, sáng tạo và chuyển đổi số quốc gia",
            "Người Việt Nam ưu tiên sử dụng hàng Việt Nam",
            "Cán bộ, công chức, viên chức thi đua thực hành văn hóa công sở",
        )
    )
    return f"Phong trào thi đua “{name}” được hưởng ứng."


def _gap(random: Random, found: re.Match[str]) -> str:
    return random.choice(("……", ".......", "[số liệu]", "XXX", "{{so_lieu}}", "____", "[cần bổ sung]"))


def _after_stop(random: Random, found: re.Match[str]) -> str:
    return found[0].lower()


def _fault_in_capitals(random: Random, found: re.Match[str]) -> str:
    return f"; {found[1].capitalize()}"


def _impossible(random: Random) -> str:
    day = random.choice(("31/11/2025", "30/02/2025", "32/5/2025", "15/13/2025", "ngày 31 tháng 9 năm 2025"))
    return f"Đợt kiểm tra diễn ra {day}."


MAKERS: Final[dict[str, Maker]] = {
    "doubled word": doubled_word,
    "doubled syllable": doubled_syllable,
    "joined words": joined_words,
    "wrong tone mark": wrong_tone,
    "lost tone mark": lost_tone,
    "page number in a word": page_number,
    "letters and marks apart": letters_apart,
    "other place of the tone mark": other_tone_style,
    "space before a comma": _swapped(r"(?<=[^\W\d_]),(?= [^\W\d_])", lambda r, f: " ,", "space_before"),
    "no space after a comma": _swapped(r"(?<=[^\W\d_]{2}), (?=[^\W\d_]{3})", lambda r, f: ",", "space_missing"),
    "two spaces": _swapped(r"(?<=[a-zà-ỹ]{2}) (?=[a-zà-ỹ]{2}[^\n\t]{60})", lambda r, f: "   ", "spaces"),
    "quote not closed": unclosed_quote,
    "quote not opened": unopened_quote,
    "two kinds of quotes": _swapped("“(?=[^“”\n]{5,80}”)", lambda r, f: '"', "quote_mixed"),
    "space in a quote": _swapped("“(?=[^“”\n]{5,80}”)", lambda r, f: "“ ", "space_in_quotes"),
    "capital after a semicolon": _swapped(
        r"; (tổ chức|thực hiện|tiếp tục|tăng cường|xây dựng|phối hợp|đẩy mạnh|nâng cao|các|chú trọng|kịp thời)(?= )",
        _fault_in_capitals,
        "capital_after_semicolon",
    ),
    "small letter after a stop": _swapped(
        r"(?<=[a-zà-ỹ]{2}\. )[A-ZĐÀ-Ỹ](?=[a-zà-ỹ]{1,5} )", _after_stop, "capital_after_stop"
    ),
    "gap": _swapped(r"(?<= )\d{2,3}(?= [a-zà-ỹ])", _gap, "gap"),
    "decimal point": _swapped(r"(?<=[ (])\d{1,3},\d(?=%| tỷ| triệu| ha)", _decimal, "figure_decimal"),
    "number of a heading": jumping_number,
    "number of a part": jumping_roman,
    "day that is none": _added(_impossible, "day_impossible"),
    "document no longer in force": _added(_citation, "citation_expired"),
    "wrong date of a document": _added(_misdated, "citation_date"),
    "article that is none": _added(_no_article, "citation_article"),
    "unknown document": _added(_unknown, "citation_unknown"),
    "malformed number of a document": _added(_malformed, "citation_number"),
    "district": _added(_district, "unit_abolished"),
    "name of the law": _added(_law, "name_written"),
    "name of a movement": _added(_misnamed, "movement_name", "movement_doubted"),
    "parts and total": _added(wrong_parts, "number_sum"),
    "percentage": _added(wrong_percent, "number_percent"),
    "rise for share": _added(confused_rise, "number_rise"),
    "direction": _added(wrong_way, "number_direction"),
    "amount of change": _added(wrong_change, "number_change"),
    "harvest": _added(wrong_harvest, "number_harvest"),
    "structure beyond hundred": _added(wrong_structure, "number_hundred"),
    "number in words": _added(wrong_words, "number_words"),
    "part beyond the whole": _added(more_than_all, "number_more_than_all"),
    "told twice": _added(told_twice, "number_differs"),
    "last year in the title": _swapped(
        r"(?<=thi đua, khen thưởng năm )2025(?= của|;|,|\n)", lambda r, f: "2024", "last_year"
    ),
    "no «TM.»": _swapped(r"TM\. (?=ỦY BAN NHÂN DÂN)", lambda r, f: "", "signature_on_behalf"),
    "no post of the signer": _swapped(
        r"(?<=TM\. ỦY BAN NHÂN DÂN)\s(?:KT\. CHỦ TỊCH PHÓ CHỦ TỊCH|CHỦ TỊCH)", lambda r, f: "", "signature_post"
    ),
    "no colon after «Lưu»": _swapped(r"Lưu: (?=VT)", lambda r, f: "Lưu ", "copies_colon"),
    "no mark of the end": _swapped(r"\./\.", lambda r, f: ".", "closing_mark"),
}
"""Each kind of fault by its name."""
