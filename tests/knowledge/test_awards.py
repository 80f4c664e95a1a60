"""Titles and award forms as data: every figure, name and body stands in the text it cites.

Read next: `knowledge/awards.py`, `knowledge/data/awards.yaml`, `knowledge/data/base_salary.yaml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from knowledge.articles import Certainty
from knowledge.awards import (
    Award,
    AwardKind,
    AwardType,
    Level,
    PrizeRow,
    awards,
    base_salaries,
    base_salary_on,
    load_awards,
    load_base_salaries,
)
from knowledge.digests import digests
from knowledge.errors import InvalidAnswer, RegistryInvalid
from knowledge.provisions import ProvisionId
from knowledge.structure import RegulationText, parse_regulation
from knowledge.text import normalise, squeeze

DECREE: Final = "152/2025/NĐ-CP"
OLD_DECREE: Final = "98/2023/NĐ-CP"
OFFICIAL_TEXTS: Final = {
    DECREE: "152-2025-ND-CP.txt",
    "06/2022/QH15": "06-2022-QH15.txt",
    "129/2025/NĐ-CP": "129-2025-ND-CP-trich.txt",
    "161/2026/NĐ-CP": "161-2026-ND-CP.txt",
}
AWARDS: Final = tuple(awards())
PRIZES: Final = [(award, row) for award in AWARDS for row in award.prizes]


def _named(rows: Iterable[tuple[Award, PrizeRow]]) -> list[object]:
    return [pytest.param(award, row, id=f"{award.slug}-{row.kind.value}-{row.provision}") for award, row in rows]


@cache
def _official(folder: Path, document: str) -> RegulationText:
    path = folder / "regulations" / "raw" / OFFICIAL_TEXTS[document]
    return parse_regulation(normalise(path.read_text(encoding="utf-8")))


def _plain(text: str) -> str:
    """The words without quotation marks, in lower case."""
    return squeeze(re.sub('["“”]', "", text)).casefold()


def _words_of(folder: Path, place: ProvisionId) -> str:
    """The official words at that place; a point comes with the sentence that leads its clause."""
    official = _official(folder, place.document)
    (article,) = (span for span in official.articles if span.id == place.whole_article())
    if not place.clause:
        return f"{article.heading} {official.text[article.body_start : article.end]}"
    spans = [clause for clause in article.clauses if clause.label == place.clause]
    if not place.point:
        return " ".join(official.text[clause.start : clause.end] for clause in spans)
    points = [(clause, point) for clause in spans for point in clause.points if point.label == place.point]
    ((clause, point),) = points
    lead = official.text[clause.start : clause.points[0].start]
    return f"{lead} {official.text[point.start : point.end]}"


def _in_vietnamese(row: PrizeRow) -> str:
    return str(row.coefficient).replace(".", ",")


@pytest.mark.parametrize(("award", "row"), _named(item for item in PRIZES if item[1].provision.document == DECREE))
def test_a_coefficient_stands_in_the_official_text_of_its_provision(shared: Path, award: Award, row: PrizeRow) -> None:
    words = _plain(_words_of(shared, row.provision))
    assert f"{_in_vietnamese(row)} lần mức lương cơ sở" in words
    assert ("không quá" in words) == row.ceiling


@pytest.mark.parametrize(("award", "row"), _named(item for item in PRIZES if item[1].multiplier_provision))
def test_a_multiplier_stands_in_the_text_of_its_provision(shared: Path, award: Award, row: PrizeRow) -> None:
    assert row.multiplier_provision is not None
    place = row.multiplier_provision
    words = _plain(_words_of(shared, place) if place.document == DECREE else _digest_words(place))
    said = {"2": "gấp hai lần", "1.5": "1,5 lần mức tiền thưởng tương ứng"}[str(row.multiplier)]
    who = {AwardKind.COLLECTIVE: "tập thể", AwardKind.HOUSEHOLD: "hộ gia đình"}[row.kind]
    assert said in words
    assert who in words


@pytest.mark.parametrize(("award", "row"), _named(item for item in PRIZES if item[1].provision.document == DECREE))
def test_what_comes_with_a_prize_stands_in_the_official_text(shared: Path, award: Award, row: PrizeRow) -> None:
    words = _plain(_words_of(shared, row.provision))
    if row.multiplier_provision:
        words += " " + _plain(_words_of(shared, row.multiplier_provision))
    for thing in row.comes_with:
        assert re.search(rf"(?<!\w){re.escape(thing.casefold())}(?!\w)", words), thing


@pytest.mark.parametrize(("award", "row"), _named(item for item in PRIZES if item[1].provision.document == DECREE))
def test_the_name_of_an_award_stands_in_the_provision_that_sets_its_prize(
    shared: Path, award: Award, row: PrizeRow
) -> None:
    assert _plain(award.name) in _plain(_words_of(shared, row.provision))


def test_no_prize_of_the_decree_is_left_out(shared: Path) -> None:
    """Every «… lần mức lương cơ sở» of Điều 50 to 55 is a row, and there are no others."""
    found: set[tuple[str, str]] = set()
    official = _official(shared, DECREE)
    for article in official.articles:
        if article.id.article not in {"50", "51", "52", "53", "54", "55"}:
            continue
        for figure in re.finditer(r"([\d,]+) lần mức lương cơ sở", official.text[article.body_start : article.end]):
            found.add((article.id.article, figure[1].replace(",", ".")))
    held = {(row.provision.article, str(row.coefficient)) for _, row in PRIZES if row.provision.document == DECREE}
    assert held == found


@pytest.mark.parametrize(("kind", "coefficient"), [("nhân dân", "12,5"), ("ưu tú", "9,0")])
def test_the_two_honorary_grades_have_their_own_figures(shared: Path, kind: str, coefficient: str) -> None:
    words = _plain(_words_of(shared, ProvisionId.parse(f"{DECREE}#d52.k3")))
    assert re.search(rf"danh hiệu {kind} là:? {coefficient} lần", words)
    graded = [award for award in AWARDS if award.prizes and award.prizes[0].provision.clause == "3"
              and award.prizes[0].provision.article == "52" and award.name.endswith(kind)]  # fmt: skip
    assert len(graded) == 4
    assert {_in_vietnamese(row) for award in graded for row in award.prizes} == {coefficient}


def _digest_words(place: ProvisionId) -> str:
    (article,) = (article for article in digests() if article.id == place.whole_article())
    clause = article.clause(place.clause)
    assert clause is not None
    if not place.point:
        return clause.text
    (words,) = re.findall(rf"(?ms)^điểm {place.point}: (.*?)(?=^điểm \w+:|\Z)", clause.text)
    return str(words)


@pytest.mark.parametrize(("award", "row"), _named(item for item in PRIZES if item[1].provision.document == OLD_DECREE))
def test_a_coefficient_of_the_old_decree_stands_in_what_others_quote_of_it(award: Award, row: PrizeRow) -> None:
    words = _plain(_digest_words(row.provision))
    assert f"{_in_vietnamese(row)} lần" in words
    assert awards().document(row.provision).certainty is Certainty.SECONDARY
    for thing in row.comes_with:
        assert thing.casefold() in words


@pytest.mark.parametrize("award", AWARDS, ids=[award.slug for award in AWARDS])
def test_an_award_is_called_so_where_it_is_listed(shared: Path, award: Award) -> None:
    assert _plain(award.name) in _plain(_words_of(shared, award.listed_in))


@pytest.mark.parametrize("award", [a for a in AWARDS if a.authorities], ids=[a.slug for a in AWARDS if a.authorities])
def test_who_decides_is_named_by_the_provision_cited(shared: Path, award: Award) -> None:
    for authority in award.authorities:
        assert _plain(authority.who) in _plain(_words_of(shared, authority.provision))


@pytest.mark.parametrize("award", [a for a in AWARDS if a.votes], ids=[a.slug for a in AWARDS if a.votes])
def test_a_vote_is_asked_for_by_the_paragraph_that_names_the_award(shared: Path, award: Award) -> None:
    for vote in award.votes:
        if vote.provision.document == DECREE:
            paragraphs = _words_of(shared, vote.provision).splitlines()
            named = [line for line in paragraphs if "tỷ lệ phiếu" in line and _plain(award.name) in _plain(line)]
            assert any(f"từ {vote.percent}% trở lên tính trên tổng số thành viên" in line for line in named)
        else:
            assert f"{vote.percent}%" in _digest_words(vote.provision)


def test_the_limit_on_the_government_flag_is_the_decree_s(shared: Path) -> None:
    flag = awards().get("government_flag")
    assert flag.quota is not None
    assert f"không quá {flag.quota.percent}% tổng số tập thể dẫn đầu" in _words_of(shared, flag.quota.provision)
    assert [award.slug for award in AWARDS if award.quota] == ["government_flag"]


def test_awards_of_the_state_are_those_the_decree_counts_so(shared: Path) -> None:
    words = _plain(_words_of(shared, ProvisionId.parse(f"{DECREE}#d3.k1")))
    words += _plain(_words_of(shared, ProvisionId.parse(f"{DECREE}#d3.k2")))
    families = (
        "huân chương", "huy chương", "giải thưởng hồ chí minh", "giải thưởng nhà nước",
        "bằng khen của thủ tướng chính phủ",
        "cờ thi đua của chính phủ", "chiến sĩ thi đua toàn quốc",
    )  # fmt: skip
    assert all(family in words for family in families)
    assert "danh hiệu vinh dự nhà nước" in words
    for award in AWARDS:
        honorary = award.listed_in.article == "59"
        of_state = honorary or _plain(award.name).startswith(families)
        assert (award.level is Level.STATE) == of_state, award.slug


def test_a_title_is_listed_among_the_titles() -> None:
    for award in AWARDS:
        if award.listed_in.document == "06/2022/QH15":
            assert (award.type is AwardType.TITLE) == (award.listed_in.article in {"19", "20"}), award.slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("LĐTT", "advanced_worker"),
        ("ldtt", "advanced_worker"),
        ("Lao động tiên tiến", "advanced_worker"),
        ("danh hiệu “Lao động tiên tiến”", "advanced_worker"),
        ("lao dong tien tien", "advanced_worker"),
        ("advanced_worker", "advanced_worker"),
        ("CSTĐCS", "grassroots_champion"),
        ("CSTĐ cơ sở", "grassroots_champion"),
        ("CSTĐCT", "provincial_champion"),
        ("chiến sĩ thi đua cấp tỉnh", "provincial_champion"),
        ("CSTĐTQ", "national_champion"),
        ("TTLĐXS", "excellent_collective"),
        ("TT LĐXS", "excellent_collective"),
        ("TTLĐTT", "advanced_collective"),
        ("BK tỉnh", "provincial_certificate"),
        ("BK UBND tỉnh", "provincial_certificate"),
        ("Bằng khen của Chủ tịch UBND tỉnh", "provincial_certificate"),
        ("BK TTg", "prime_minister_certificate"),
        ("BKTTg", "prime_minister_certificate"),
        ("GK", "commendation_letter"),
        ("giấy khen của Chủ tịch UBND xã", "commendation_letter"),
        ("HCLĐ III", "labour_order_third"),
        ("hcld hang 3", "labour_order_third"),
        ("HCLĐ hạng Nhì", "labour_order_second"),
        ("GĐVH", "cultured_family"),
        ("thôn văn hóa", "cultural_village"),
        ("xã, phường, thị trấn tiêu biểu", "model_commune"),
        ("Cờ CP", "government_flag"),
        ("cờ thi đua của UBND tỉnh", "provincial_flag"),
        ("KNC", "insignia"),
        ("NGƯT", "merited_teacher"),
        ("BMVNAH", "heroic_mother"),
        ("Huy chương Hữu nghị", "medal"),
    ],
)
def test_an_award_is_found_as_officers_write_it(name: str, slug: str) -> None:
    assert awards().get(name).slug == slug


def test_a_name_that_may_mean_several_awards_offers_them() -> None:
    with pytest.raises(InvalidAnswer) as refused:
        awards().get("Huân chương Lao động")
    assert refused.value.key == "award_ambiguous"
    assert refused.value.details["choices"] == tuple(
        f"Huân chương Lao động hạng {rank}" for rank in ("Nhất", "Nhì", "Ba")
    )


@pytest.mark.parametrize("name", ["", "   ", "xyz", "«»", "!!!", "giấy khen loại đặc biệt", "152/2025/NĐ-CP"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        awards().get(name)
    assert refused.value.key == "award_unknown"
    assert refused.value.details == {"field": "award", "given": name}


def test_many_candidates_are_cut_to_a_list_one_can_read() -> None:
    with pytest.raises(InvalidAnswer) as refused:
        awards().get("Huân chương")
    assert len(refused.value.details["choices"]) == 8


@pytest.mark.parametrize(
    ("name", "day", "who"),
    [
        ("CSTĐCS", date(2025, 7, 1), "Chủ tịch Ủy ban nhân dân cấp xã"),
        ("TTLĐTT", date(2026, 11, 21), "Chủ tịch Ủy ban nhân dân cấp xã"),
        ("GĐVH", date(2025, 6, 30), "Chủ tịch Ủy ban nhân dân cấp xã"),
        ("CSTĐTQ", date(2026, 11, 21), "Thủ tướng Chính phủ"),
        ("HCLĐ III", date(2026, 11, 21), "Chủ tịch nước"),
    ],
)
def test_who_decides_on_a_day(name: str, day: date, who: str) -> None:
    assert who in [authority.who for authority in awards().get(name).authorities_on(day)]


def test_before_two_level_government_the_commune_gave_no_grassroots_title() -> None:
    before = awards().get("CSTĐCS").authorities_on(date(2025, 6, 30))
    assert before
    assert "Chủ tịch Ủy ban nhân dân cấp xã" not in [authority.who for authority in before]


@pytest.mark.parametrize(
    ("name", "day", "percent"),
    [
        ("CSTĐTQ", date(2026, 11, 21), 90),
        ("AHLĐ", date(2025, 7, 1), 90),
        ("Cờ CP", date(2025, 7, 1), 80),
        ("CSTĐCS", date(2025, 6, 30), 80),
        ("CSTĐ tỉnh", date(2025, 6, 30), 90),
        ("CSTĐCS", date(2025, 7, 1), None),
        ("LĐTT", date(2026, 11, 21), None),
    ],
)
def test_the_vote_asked_for_on_a_day(name: str, day: date, percent: int | None) -> None:
    vote = awards().get(name).vote_on(day)
    assert (vote.percent if vote else None) == percent


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2026, 7, 1), 2_530_000),
        (date(2026, 6, 30), 2_340_000),
        (date(2024, 7, 1), 2_340_000),
        (date(2024, 6, 30), None),
        (date(2020, 1, 1), None),
        (date(1990, 1, 1), None),
    ],
)
def test_the_base_salary_of_a_day_is_one_known_from_a_source(day: date, amount: int | None) -> None:
    level = base_salary_on(day)
    assert (level.amount if level else None) == amount


def test_an_unverified_base_salary_is_kept_but_never_used() -> None:
    unverified = [level for level in base_salaries() if level.certainty is Certainty.UNVERIFIED]
    assert unverified
    assert all(base_salary_on(level.start) is None for level in unverified)


def test_the_base_salary_stands_in_the_text_cited(shared: Path) -> None:
    for level in base_salaries():
        amount = f"{level.amount:,}".replace(",", ".")
        if level.certainty is Certainty.VERIFIED:
            day = f"ngày {level.start.day:02d} tháng {level.start.month} năm {level.start.year}"
            assert f"Từ {day}, mức lương cơ sở là {amount} đồng/tháng" in _words_of(shared, level.provision)
        elif level.certainty is Certainty.SECONDARY:
            assert amount in _digest_words(level.provision)


AWARD = """
  - slug: {slug}
    name: {name}
    type: title
    level: commune
    kinds: [individual]
    listed_in: 06/2022/QH15#d19.k4
"""
PRIZE = "    prizes: [{{kind: {kind}, coefficient: {coefficient}, provision: {place}}}]\n"
DOCUMENTS = "documents: [{document: 152/2025/NĐ-CP, certainty: verified}]\nawards:"
GOOD = AWARD.format(slug="one", name="Một") + PRIZE.format(
    kind="individual", coefficient='"0.3"', place="152/2025/NĐ-CP#d50.k1.d"
)


def _load(tmp_path: Path, content: str) -> int:
    file = tmp_path / "awards.yaml"
    file.write_text(content, encoding="utf-8")
    return len(load_awards(file))


def test_a_good_file_loads(tmp_path: Path) -> None:
    assert _load(tmp_path, DOCUMENTS + GOOD) == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (DOCUMENTS + GOOD + AWARD.format(slug="two", name="Một") + "    note: x\n", "already means 'one'"),
        (DOCUMENTS + AWARD.format(slug="one", name="Một"), "the note must say why"),
        (DOCUMENTS + GOOD.replace("kind: individual", "kind: household"), "is not given to"),
        (DOCUMENTS + GOOD.replace('"0.3"', "0.3"), "written as a text"),
        (DOCUMENTS + GOOD.replace('"0.3"', '"0.333"'), "decimal"),
        (DOCUMENTS + GOOD.replace('"0.3"', '"-1"'), "greater than 0"),
        (DOCUMENTS + GOOD.replace("152/2025/NĐ-CP#d50.k1.d", "999/2025/NĐ-CP#d1"), "unknown document"),
        (DOCUMENTS + GOOD.replace("152/2025/NĐ-CP#d50.k1.d", "129/2025/NĐ-CP#d59"), "not among the documents"),
        (DOCUMENTS + GOOD.replace('"0.3"', '"0.3", multiplier: "2"'), "needs the provision"),
        ("documents: []\nawards: []\n", "at least 1 item"),
    ],
)  # fmt: skip
def test_a_broken_file_names_what_is_wrong(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(RegistryInvalid) as refused:
        _load(tmp_path, content)
    assert problem in str(refused.value.details["problem"])
    assert refused.value.details["file"] == "awards.yaml"


def test_one_decree_may_not_set_a_prize_twice(tmp_path: Path) -> None:
    row = '{kind: individual, coefficient: "0.3", provision: 152/2025/NĐ-CP#d50.k1.d}'
    with pytest.raises(RegistryInvalid, match="twice"):
        _load(tmp_path, DOCUMENTS + AWARD.format(slug="one", name="Một") + f"    prizes: [{row}, {row}]\n")


def test_base_salaries_out_of_order_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "base_salary.yaml"
    row = "  - {{from: {}, amount: 1000000, provision: 161/2026/NĐ-CP#d3.k2, certainty: verified}}\n"
    file.write_text("levels:\n" + row.format("2026-07-01") + row.format("2024-07-01"), encoding="utf-8")
    with pytest.raises(RegistryInvalid, match="in the order of their days"):
        load_base_salaries(file)


def test_every_award_has_its_own_slug_and_names() -> None:
    slugs = Counter(award.slug for award in AWARDS)
    assert set(slugs.values()) == {1}
    assert all(awards().get(name) is award for award in AWARDS for name in award.names())
