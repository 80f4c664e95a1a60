"""Abbreviations spelt out in every spelling, and left alone where only a person could tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.abbreviations import _AbbreviationFile, expand, meanings, synonyms
from knowledge.datafiles import load
from knowledge.errors import RegistryInvalid
from knowledge.text import fold


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("TĐKT", "thi đua, khen thưởng"),
        ("TĐ-KT", "thi đua, khen thưởng"),
        ("LĐTT", "lao động tiên tiến"),
        ("CSTĐCS", "chiến sĩ thi đua cơ sở"),
        ("TTLĐXS", "tập thể lao động xuất sắc"),
        ("BK", "bằng khen"),
        ("GK", "giấy khen"),
        ("HTXSNV", "hoàn thành xuất sắc nhiệm vụ"),
        ("UBND", "Ủy ban nhân dân"),
        ("HĐND", "Hội đồng nhân dân"),
        ("CBCCVC", "cán bộ, công chức, viên chức"),
        ("NLĐ", "người lao động"),
        ("P.VHXH", "Phòng Văn hóa - Xã hội"),
        ("VP.HĐND&UBND", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
    ],
)
def test_marked_small_and_folded_spellings_mean_the_same(written: str, full: str) -> None:
    for spelling in (written, written.lower(), fold(written), fold(written).lower()):
        assert expand(f"hồ sơ {spelling}.") == f"hồ sơ {full}."


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("TT 15/2025/TT-BNV", "thông tư 15/2025/TT-BNV"),
        ("tt15", "thông tư 15"),
        ("khen thưởng TT và cá nhân", "khen thưởng tập thể và cá nhân"),
        ("tt ldxs", "tập thể lao động xuất sắc"),
        ("QĐ số 86/2025/QĐ-UBND", "quyết định số 86/2025/QĐ-UBND"),
        ("qd khen thuong", "quyết định khen thuong"),
        ("đúng QĐ", "đúng quy định"),
        ("QĐ của pháp luật", "quy định của pháp luật"),
        ("NĐ 152", "nghị định 152"),
        ("nd152/2025", "nghị định 152/2025"),
        ("BC thành tích", "báo cáo thành tích"),
        ("nộp BC", "nộp báo cáo"),
        ("HD thực hiện", "hướng dẫn thực hiện"),
        ("HĐ TĐKT", "hội đồng thi đua, khen thưởng"),
        ("cán bộ, CC, VC", "cán bộ, công chức, viên chức"),
        ("CT UBND xã", "chủ tịch Ủy ban nhân dân xã"),
        ("HC Lao động", "Huân chương Lao động"),
        ("SK cấp cơ sở", "sáng kiến cấp cơ sở"),
        ("k2 đ50 nđ152", "khoản 2 điều 50 nghị định 152"),
    ],
)
def test_the_words_around_it_decide_between_readings(written: str, full: str) -> None:
    assert expand(written) == full


@pytest.mark.parametrize(
    "text", ["theo QĐ", "TT", "BC", "CC", "HD", "qd", "nd xã", "tt", "bc", "theo HS", "Thứ tự (TT)", "CT xuất sắc"]
)
def test_what_nothing_decides_is_left_alone(text: str) -> None:
    assert expand(text) == text


@pytest.mark.parametrize(
    "text",
    ["152/2025/NĐ-CP", "5007/BNV-TĐKT", "41-CT/TW", "số 306/BTĐKT-THHC", "86/2025/QĐ-UBND", "QĐ-UBND", "lớp K65"],
)
def test_a_document_number_is_never_spelt_out(text: str) -> None:
    assert expand(text) == text


def test_what_is_typed_in_a_hurry_becomes_readable() -> None:
    assert expand("cstdcs dc tang gk ko, mức thưởng ldtt bn?") == (
        "chiến sĩ thi đua cơ sở được tang giấy khen không, mức thưởng lao động tiên tiến bao nhiêu?"
    )


def test_short_forms_of_typing_are_read_in_small_letters_only() -> None:
    assert expand("k có, bn, vs") == "không có, bao nhiêu, với"
    assert expand("K, BN, VS, J") == "K, BN, VS, J"
    assert expand("THÔNG TƯ, thông tư của TƯ") == "THÔNG TƯ, thông tư của Trung ương"


def test_titles_joined_by_a_slash_are_spelt_out_one_by_one() -> None:
    assert expand("LĐTT/CSTĐCS") == "lao động tiên tiến/chiến sĩ thi đua cơ sở"
    assert expand("LĐTT/Abc") == "LĐTT/Abc"


def test_ordinary_words_and_punctuation_stay_as_they_are() -> None:
    text = "Ban tổ chức đã họp; các ông, bà (có tên) được khen «kịp thời» 100%.\n\tVề sau…"
    assert expand(text) == text


def test_expanding_twice_changes_nothing_more(shared: Path) -> None:
    for report in sorted((shared / "reports").glob("*.txt")):
        once = expand(report.read_text(encoding="utf-8"))
        assert expand(once) == once


def test_a_real_report_keeps_its_document_numbers(shared: Path) -> None:
    text = (shared / "reports" / "seed-hoanh-son-2025.txt").read_text(encoding="utf-8")
    expanded = expand(text)
    for number in ("1665/NQ-UBTVQH15", "41-CT/TW", "15/2025/TT-BNV", "39/2024/QĐ-UBND"):
        assert expanded.count(number) == text.count(number) > 0


def test_every_spelling_is_listed_with_all_it_may_stand_for() -> None:
    assert meanings()["TĐ-KT"] == ("thi đua, khen thưởng",)
    assert set(meanings()["TT"]) >= {"thông tư", "tập thể"}
    assert set(meanings()["QĐ"]) == {"quyết định", "quy định"}
    assert all(meanings().values())


def test_what_an_abbreviation_stands_for_is_no_abbreviation() -> None:
    for full in {full for group in meanings().values() for full in group}:
        assert expand(full) == full


def test_synonyms_come_in_groups_without_repeats() -> None:
    groups = synonyms()
    assert any({"tặng", "trao", "công nhận"} <= set(group) for group in groups)
    assert any({"khen", "thưởng"} <= set(group) for group in groups)
    words = [word for group in groups for word in group]
    assert len(words) == len(set(words))
    assert all(len(group) > 1 for group in groups)


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ("[{short: TĐKT}]", "neither"),
        ("[{short: QĐ, readings: [{full: quyết định}]}]", "context"),
        ("[{short: BK, full: bằng khen}, {short: bk, full: biên khảo}]", "twice"),
        ("[{short: BK, full: bằng khen, meaning: x}]", "Extra"),
        ("[]", "at least 1"),
    ],
)
def test_a_broken_entry_names_its_file_and_what_is_wrong(tmp_path: Path, entries: str, problem: str) -> None:
    file = tmp_path / "abbreviations.yaml"
    file.write_text(f"abbreviations: {entries}\nsynonyms: []\n", encoding="utf-8")
    with pytest.raises(RegistryInvalid) as caught:
        load(file, _AbbreviationFile)
    assert caught.value.details["file"] == "abbreviations.yaml"
    assert problem in str(caught.value.details["problem"])


@pytest.mark.parametrize("unit", ["TT ", "a-", "TT/", "1/", "\u0301", "k2"])
def test_a_long_line_of_nonsense_is_read_to_its_end(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + " LĐTT"
    assert expand(text).endswith(" lao động tiên tiến")
