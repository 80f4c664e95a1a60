"""The procedure cards: every fact is where its provisions say, and what nobody says is not said.

It knows no single card beyond a few it names. Read next: `knowledge/procedures.py`, `tests/knowledge/grounds.py`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from knowledge.articles import Certainty
from knowledge.awards import awards
from knowledge.digests import digests
from knowledge.errors import RegistryInvalid
from knowledge.procedures import (
    Aspect,
    Delegate,
    Delegation,
    Group,
    Procedure,
    Statement,
    Variant,
    certainty_of,
    load_procedures,
    procedure,
    procedures,
    provisions_on,
    weakest,
)
from knowledge.provisions import ProvisionId
from knowledge.regulations import registry
from knowledge.text import fold, plain
from knowledge.validity import Status, in_force
from tests.knowledge.grounds import digest_text, problems_of_place, ungrounded

TODAY: Final = date(2026, 11, 21)
FEWEST_PROCEDURES: Final = 60
TOLD_OF_ANOTHER_TIME: Final = ("notes", "left_open")
"""Parts of a card that may name a rule that has ended, to warn of it."""


def _cards() -> list[object]:
    return [pytest.param(entry, id=entry.id) for entry in procedures()]


each_procedure: Final = pytest.mark.parametrize("entry", _cards())


def _variants(entry: Procedure) -> Iterator[tuple[str, Variant]]:
    return ((f"{entry.id} from {variant.applies_from}", variant) for variant in entry.variants)


def _statements(entry: Procedure) -> Iterator[tuple[str, Statement]]:
    return ((where, statement) for where, variant in _variants(entry) for statement in variant.statements())


def _known(name: str) -> Procedure:
    found = procedure(name)
    assert found is not None
    return found


def _card(name: str, day: date) -> Variant:
    variant = _known(name).on(day)
    assert variant is not None
    return variant


def _told(statements: tuple[Statement, ...]) -> str:
    return " ".join(statement.text for statement in statements)


# ---- Grounds


def test_there_are_enough_procedures_for_an_officer_of_a_commune() -> None:
    assert len(procedures()) >= FEWEST_PROCEDURES


@each_procedure
def test_every_provision_of_a_card_is_one_we_hold(entry: Procedure) -> None:
    places = {place for _, variant in _variants(entry) for place in variant.provisions()}
    assert [problem for place in places for problem in problems_of_place(place)] == []


@each_procedure
def test_every_provision_of_a_card_stands_in_the_official_text(entry: Procedure, shared: Path) -> None:
    places = {place for _, variant in _variants(entry) for place in variant.provisions()}
    assert [problem for place in places for problem in problems_of_place(place, shared)] == []


@each_procedure
def test_every_figure_and_date_of_a_statement_stands_in_one_of_its_provisions(entry: Procedure) -> None:
    for where, statement in _statements(entry):
        assert not ungrounded(statement.text, statement.provisions), f"{where}: {statement.text}"


@each_procedure
def test_every_figure_and_date_of_a_statement_stands_in_the_official_text(entry: Procedure, shared: Path) -> None:
    for where, statement in _statements(entry):
        assert not ungrounded(statement.text, statement.provisions, shared), f"{where}: {statement.text}"


@each_procedure
def test_a_form_number_is_one_that_its_provision_names(entry: Procedure) -> None:
    for where, variant in _variants(entry):
        for paper in variant.papers:
            named = any(f"Mẫu số {paper.form_number}" in digest_text(place) for place in paper.provisions)
            assert not paper.form_number or named, f"{where}: {paper.text}"


@each_procedure
def test_no_statement_rests_on_what_is_only_remembered(entry: Procedure) -> None:
    for where, statement in _statements(entry):
        assert statement.certainty is not Certainty.UNVERIFIED, f"{where}: {statement.text}"
    assert all(variant.certainty is not Certainty.UNVERIFIED for variant in entry.variants)


@each_procedure
def test_no_statement_stands_twice_on_a_card(entry: Procedure) -> None:
    for where, variant in _variants(entry):
        twice = [text for text, count in Counter(part.text for part in variant.statements()).items() if count > 1]
        assert not twice, f"{where}: {twice}"


@each_procedure
def test_every_card_says_something(entry: Procedure) -> None:
    for where, variant in _variants(entry):
        assert any(variant.statements()), where


def test_a_figure_that_no_provision_says_is_found() -> None:
    place = ProvisionId.parse("152/2025/NĐ-CP#d50.k1.d")
    assert ungrounded("thưởng 0,3 lần mức lương cơ sở", [place]) == set()
    assert ungrounded("thưởng 0,4 lần mức lương cơ sở", [place]) == {"0,4", "0,4 lần"}
    assert ungrounded("thưởng 1,0 lần", [place]) == {"1,0", "1,0 lần"}


def test_days_are_not_taken_for_working_days() -> None:
    place = ProvisionId.parse("152/2025/NĐ-CP#d44.k2")
    assert ungrounded("ít nhất 10 ngày làm việc", [place]) == set()
    assert ungrounded("ít nhất 10 ngày trước khi họp", [place]) == {"10 ngày"}


def test_an_official_text_is_asked_point_by_point(shared: Path) -> None:
    flag, champion = (ProvisionId.parse(f"152/2025/NĐ-CP#d35.k1.{point}") for point in "ba")
    assert ungrounded("chậm nhất ngày 30 tháng 6", [flag], shared) == set()
    assert ungrounded("chậm nhất ngày 30 tháng 6", [champion], shared) != set()


@pytest.mark.parametrize(
    "place",
    ["152/2025/NĐ-CP#d62", "152/2025/NĐ-CP#d33.k14", "152/2025/NĐ-CP#d35.k1.e", "999/2025/NĐ-CP", "129/2025/NĐ-CP#d60"],
)
def test_a_place_that_does_not_exist_is_found(place: str) -> None:
    assert problems_of_place(ProvisionId.parse(place))


@each_procedure
def test_a_prize_is_the_one_of_the_award_the_card_is_about(entry: Procedure) -> None:
    for where, variant in _variants(entry):
        for statement in variant.prize:
            rows = [
                (award, row)
                for award in awards()
                for row in award.prizes
                if row.provision in statement.provisions and row.multiplier == 1
            ]
            about = [(award, row) for award, row in rows if award.slug in entry.subjects]
            assert about or not rows or entry.group is Group.MONEY, f"{where}: {statement.text}"
            for _, row in about:
                assert f"{row.coefficient} lần".replace(".", ",") in statement.text, f"{where}: {statement.text}"


# ---- Certainty


def test_a_statement_is_as_sure_as_the_least_sure_of_its_provisions() -> None:
    read, told = "152/2025/NĐ-CP#d8", "06/2022/QH15#d29.k1"
    assert Statement.model_validate({"text": "a", "provisions": [read]}).certainty is Certainty.VERIFIED
    assert Statement.model_validate({"text": "a", "provisions": [read, told]}).certainty is Certainty.SECONDARY


def test_a_document_without_a_digest_is_as_sure_as_the_registry() -> None:
    assert certainty_of(ProvisionId("35/2024/NĐ-CP")) is Certainty.SECONDARY
    assert certainty_of(ProvisionId("152/2025/NĐ-CP")) is Certainty.VERIFIED


def test_an_article_nobody_has_read_is_not_sure_though_its_document_is() -> None:
    assert certainty_of(ProvisionId("129/2025/NĐ-CP", "58")) is Certainty.UNVERIFIED
    assert weakest([]) is Certainty.UNVERIFIED


def test_what_is_known_of_the_cultured_family_from_the_press_is_told_as_secondary() -> None:
    card = _card("cultured_family", TODAY)
    assert {statement.certainty for statement in card.steps} == {Certainty.SECONDARY}
    assert {statement.certainty for statement in card.decides} == {Certainty.VERIFIED}


# ---- Time


@each_procedure
def test_governing_provisions_are_in_force_for_as_long_as_the_card_applies(entry: Procedure) -> None:
    for where, variant in _variants(entry):
        last = variant.applies_until - timedelta(days=1) if variant.applies_until else TODAY
        for day in {variant.applies_from, last}:
            ended = [str(place) for place in variant.governing if in_force(registry(), place, day) is not True]
            assert day == variant.applies_from or not ended, f"{where} on {day}: {ended}"
            begun = [str(place) for place in variant.governing if in_force(registry(), place, day) is False]
            assert not begun, f"{where} on {day}: {begun}"


@each_procedure
def test_no_statement_rests_on_a_rule_of_another_time(entry: Procedure) -> None:
    for where, variant in _variants(entry):
        warned = {statement.text for part in TOLD_OF_ANOTHER_TIME for statement in getattr(variant, part)}
        for statement in variant.statements():
            for place in statement.provisions:
                ended = in_force(registry(), place, variant.applies_from) is False
                assert not ended or statement.text in warned, f"{where}: {statement.text}"


@each_procedure
def test_today_every_procedure_has_a_card(entry: Procedure) -> None:
    valid = provisions_on(entry, registry(), TODAY)
    assert [check.provision for check in valid] == list(_card(entry.id, TODAY).governing)
    assert all(check.status is Status.IN_FORCE and check.as_of == TODAY for check in valid)


def test_a_day_before_every_card_has_none() -> None:
    entry = _known("grassroots_champion")
    assert entry.on(date(2023, 12, 31)) is None
    assert provisions_on(entry, registry(), date(2023, 12, 31)) == ()


def test_the_eighty_percent_for_a_grassroots_champion_is_of_the_old_decree_only() -> None:
    assert "80%" in _told(_card("grassroots_champion", date(2025, 6, 30)).votes)
    assert "80%" not in _told(_card("grassroots_champion", date(2025, 7, 1)).votes)


def test_since_the_law_is_amended_an_initiative_is_neither_required_nor_waived() -> None:
    before, after = (_card("grassroots_champion", date(2026, month, 1)) for month in (9, 10))
    assert after.covers(TODAY)
    assert Certainty.SECONDARY not in {statement.certainty for statement in before.conditions}
    warning = after.conditions[-1]
    assert warning.provisions == (ProvisionId.parse("06/2026/QH16#d3.k1"),)
    assert warning.certainty is Certainty.SECONDARY
    assert all("chưa gộp phần sửa đổi" in statement.text for statement in after.conditions[:-1])


def test_before_the_districts_were_abolished_the_commune_gave_no_collective_title() -> None:
    assert "cấp huyện" in _told(_card("advanced_collective", date(2025, 6, 30)).decides)
    assert "cấp huyện" not in _told(_card("advanced_collective", date(2025, 7, 1)).decides)


def test_the_base_salary_of_a_prize_follows_the_day() -> None:
    assert "2.340.000" in _told(_card("prize_calculation", date(2026, 6, 30)).money)
    assert "2.530.000" in _told(_card("prize_calculation", date(2026, 7, 1)).money)


# ---- Delegation


@each_procedure
def test_what_the_decree_leaves_to_others_names_its_article_six(entry: Procedure) -> None:
    clause = {Delegate.PROVINCE: "2", Delegate.PRIME_MINISTER: "1"}
    for where, variant in _variants(entry):
        for delegation in variant.delegated:
            by_decree = [place for place in delegation.provisions if place.document == "152/2025/NĐ-CP"]
            assert all((place.article, place.clause) == ("6", clause[delegation.to]) for place in by_decree), where
            by_law = delegation.aspect is Aspect.CONDITIONS and delegation.to is Delegate.PROVINCE
            assert by_decree or by_law, f"{where}: {delegation.aspect}"


def test_a_delegation_says_who_lays_it_down_and_what_to_look_for() -> None:
    (reissue, by_prime_minister) = _card("reissue", TODAY).delegated
    assert "Quyết định của Ủy ban nhân dân tỉnh" in reissue.look_for
    assert by_prime_minister.to is Delegate.PRIME_MINISTER
    assert by_prime_minister.delegate == "Thủ tướng Chính phủ"


def test_papers_of_the_commune_and_the_province_are_left_to_the_province() -> None:
    local = {"advanced_worker", "advanced_collective", "grassroots_champion", "cultural_village", "cultured_family",
             "commendation_letter", "provincial_certificate", "provincial_champion", "provincial_flag",
             "excellent_collective", "model_commune", "insignia"}  # fmt: skip
    for name in local:
        assert Aspect.PAPERS in {delegation.aspect for delegation in _card(name, TODAY).delegated}, name


def test_papers_of_the_state_are_not_left_to_the_province() -> None:
    for name in ("national_champion", "government_flag", "prime_minister_certificate", "labour_order", "labour_hero"):
        card = _card(name, TODAY)
        assert Aspect.PAPERS not in {delegation.aspect for delegation in card.delegated}, name
        assert len(card.papers) >= 3, name


# ---- Ways of asking, names, relations


@each_procedure
def test_ways_of_asking_are_written_as_a_search_reads_them(entry: Procedure) -> None:
    assert len(entry.asked_as) >= 5
    for way in entry.asked_as:
        assert way == way.strip()
        assert way != fold(way), f"{entry.id}: {way} has no tone marks"
        assert len(way.split()) >= 4, f"{entry.id}: {way}"


def test_no_way_of_asking_leads_to_two_procedures() -> None:
    counted = Counter(plain(way) for entry in procedures() for way in entry.asked_as)
    assert [way for way, count in counted.items() if count > 1] == []


def test_a_way_of_asking_for_an_article_belongs_to_a_card_that_rests_on_it() -> None:
    asked = {plain(way): article.id for article in digests() for way in article.asked_as}
    for entry in procedures():
        rests_on = {place.whole_article() for variant in entry.variants for place in variant.provisions()}
        for way in entry.asked_as:
            assert asked.get(plain(way)) in {None, *rests_on}, f"{entry.id}: {way}"


def test_no_way_of_asking_is_taken_from_the_cases(shared: Path) -> None:
    lines = (shared / "cases" / "questions.dev.jsonl").read_text(encoding="utf-8").splitlines()
    cases = {plain(json.loads(line)["question"]) for line in lines if line.strip()}
    assert not [way for entry in procedures() for way in entry.search_texts if plain(way) in cases]


@each_procedure
def test_subjects_are_awards_that_exist(entry: Procedure) -> None:
    assert not set(entry.subjects) - {award.slug for award in awards()}


def test_titles_and_award_forms_a_commune_meets_have_their_card() -> None:
    covered = {subject for entry in procedures() for subject in entry.subjects}
    met = {"advanced_worker", "advanced_soldier", "grassroots_champion", "provincial_champion", "national_champion",
           "advanced_collective", "excellent_collective", "provincial_flag", "government_flag", "model_commune",
           "cultural_village", "cultured_family", "commendation_letter", "provincial_certificate", "insignia",
           "prime_minister_certificate", "labour_order_first", "labour_order_third", "independence_order_third",
           "national_unity_order", "medal", "labour_hero", "merited_teacher", "heroic_mother"}  # fmt: skip
    assert met <= covered


def test_a_procedure_is_found_by_its_id_only() -> None:
    assert _known("commendation_letter").search_texts[0] == "Tặng Giấy khen của Chủ tịch Ủy ban nhân dân cấp xã"
    assert procedure("giấy khen") is None


# ---- The loader


def _entry(**changes: Any) -> dict[str, Any]:
    variant = {
        "applies_from": "2025-07-01",
        "governing": ["152/2025/NĐ-CP#d4"],
        "conditions": [{"text": "Có.", "provisions": ["152/2025/NĐ-CP#d4.k1"]}],
    }
    ways = [f"cách hỏi số {name}" for name in "abcde"]
    return {"id": "one", "name": "Một", "group": "review", "asked_as": ways, "variants": [variant], **changes}


def _load(folder: Path, *entries: dict[str, Any]) -> tuple[Procedure, ...]:
    file = folder / "some.yaml"
    file.write_text(yaml.safe_dump({"procedures": list(entries)}, allow_unicode=True), encoding="utf-8")
    return load_procedures([file])


def test_a_procedure_is_read_from_its_file(tmp_path: Path) -> None:
    (entry,) = _load(tmp_path, _entry())
    assert [str(place) for place in entry.variants[0].provisions()] == ["152/2025/NĐ-CP#d4", "152/2025/NĐ-CP#d4.k1"]


@pytest.mark.parametrize(
    "changes",
    [
        {"asked_as": ["một cách hỏi thôi"]},
        {"id": "Not a slug"},
        {"extra": "field"},
        {"related": ["one"]},
        {"related": ["nowhere"]},
        {"variants": []},
        {"variants": [{"applies_from": "2025-07-01", "governing": []}]},
        {"variants": [{"applies_from": "2025-07-01", "applies_until": "2025-07-01", "governing": ["152/2025/NĐ-CP"]}]},
        {"variants": [{"applies_from": "2025-07-01", "governing": ["152/2025/NĐ-CP#k1d4"]}]},
        {"asked_as": ["cách hỏi số a", "Cách hỏi số A", "cách hỏi số c", "cách hỏi số d", "cách hỏi số e"]},
    ],
)
def test_a_broken_procedure_is_refused_with_its_file_and_field(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(RegistryInvalid) as caught:
        _load(tmp_path, _entry(**changes))
    assert caught.value.details["file"] == "some.yaml"
    assert caught.value.details["field"]


def test_a_statement_without_a_provision_is_refused(tmp_path: Path) -> None:
    entry = _entry()
    entry["variants"][0]["conditions"][0]["provisions"] = []
    with pytest.raises(RegistryInvalid) as caught:
        _load(tmp_path, entry)
    assert caught.value.details["field"] == "procedures.0.variants.0.conditions.0.provisions"


def test_variants_that_overlap_are_refused(tmp_path: Path) -> None:
    (current,) = _entry()["variants"]
    earlier = {**current, "applies_from": "2024-01-01", "applies_until": "2025-07-02"}
    with pytest.raises(RegistryInvalid):
        _load(tmp_path, _entry(variants=[current, earlier]))
    (entry,) = _load(tmp_path, _entry(variants=[current, {**earlier, "applies_until": "2025-07-01"}]))
    assert entry.on(date(2025, 6, 30)) is entry.variants[1]
    assert entry.on(date(2025, 7, 1)) is entry.variants[0]


def test_two_procedures_do_not_share_an_id_or_a_way_of_asking(tmp_path: Path) -> None:
    with pytest.raises(RegistryInvalid, match="id one"):
        _load(tmp_path, _entry(), _entry())
    with pytest.raises(RegistryInvalid, match="cach hoi so a"):
        _load(tmp_path, _entry(), _entry(id="two"))


def test_a_delegation_goes_to_the_province_unless_told_otherwise() -> None:
    assert Delegation.model_validate({"aspect": "papers", "provisions": ["152/2025/NĐ-CP#d6.k2.c"]}).to == "province"
