"""Province profiles: every fact is where the decision says, and what it does not say stays open.

It knows Bắc Ninh, the worked example. Read next: `knowledge/provinces.py`, `tests/knowledge/grounds.py`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from knowledge.articles import Certainty
from knowledge.errors import RegistryInvalid
from knowledge.procedures import Aspect, Delegate, Procedure, Statement, procedure, procedures
from knowledge.provinces import Bound, Deadline, Profile, Unit, aspects_for, load_provinces, profile, provinces
from knowledge.provisions import ProvisionId
from tests.knowledge.grounds import problems_of_place, ungrounded

TODAY: Final = date(2026, 11, 21)
BEFORE_THE_DECISION: Final = date(2025, 12, 14)
each_province: Final = pytest.mark.parametrize("province", [pytest.param(entry, id=entry.id) for entry in provinces()])


def _bac_ninh() -> Profile:
    found = profile("Bắc Ninh")
    assert found is not None
    return found


def _known(name: str) -> Procedure:
    found = procedure(name)
    assert found is not None
    return found


def _statements(province: Profile) -> tuple[Statement, ...]:
    return (*province.facts, *province.deadlines, *province.silences)


# ---- Grounds


@each_province
def test_every_statement_rests_on_the_decision_of_the_province(province: Profile) -> None:
    for statement in _statements(province):
        assert {place.document for place in statement.provisions} == {province.decision}, statement.text
        assert [problem for place in statement.provisions for problem in problems_of_place(place)] == []


@each_province
def test_every_provision_stands_in_the_official_text(province: Profile, shared: Path) -> None:
    places = {place for statement in _statements(province) for place in statement.provisions}
    assert [problem for place in places for problem in problems_of_place(place, shared)] == []


@each_province
def test_every_figure_and_date_stands_in_its_provisions(province: Profile) -> None:
    for statement in _statements(province):
        assert not ungrounded(statement.text, statement.provisions), statement.text


@each_province
def test_every_figure_and_date_stands_in_the_official_text(province: Profile, shared: Path) -> None:
    for statement in _statements(province):
        assert not ungrounded(statement.text, statement.provisions, shared), statement.text


@each_province
def test_a_deadline_says_in_figures_what_its_text_says(province: Profile) -> None:
    for deadline in province.deadlines:
        said = f"{deadline.day}/{deadline.month}" if deadline.month else f"{deadline.n} ngày"
        assert said in deadline.text, deadline.text
        assert ("trước ngày" in deadline.text) == (deadline.bound is Bound.BEFORE), deadline.text


@each_province
def test_no_statement_rests_on_what_is_only_remembered(province: Profile) -> None:
    assert all(statement.certainty is not Certainty.UNVERIFIED for statement in _statements(province))


@each_province
def test_what_is_left_to_the_province_is_settled_by_the_provisions_that_leave_it(province: Profile) -> None:
    leaving = {
        (delegation.aspect, place)
        for entry in procedures()
        for variant in entry.variants
        for delegation in variant.delegated
        for place in delegation.provisions
    }
    for fact in province.facts:
        assert {(fact.aspect, place) for place in fact.delegated_by} <= leaving, fact.text


# ---- Bắc Ninh


def test_the_decision_of_bac_ninh_is_known_from_the_registry() -> None:
    decision = _bac_ninh().regulation
    assert decision.number == "86/2025/QĐ-UBND"
    assert decision.issuer == "Ủy ban nhân dân tỉnh Bắc Ninh"
    assert decision.effective is not None
    assert decision.effective.day == date(2025, 12, 15)


def test_every_article_of_the_regulation_is_used() -> None:
    used = {place.whole_article() for statement in _statements(_bac_ninh()) for place in statement.provisions}
    regulation = {ProvisionId("86/2025/QĐ-UBND", str(number), attached=True) for number in range(1, 12)}
    assert regulation <= used


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("advanced_worker", "kt.d4.k1.a"),
        ("advanced_collective", "kt.d4.k2.b"),
        ("excellent_collective", "kt.d3.k2.b"),
        ("provincial_flag", "kt.d3.k1.b"),
        ("provincial_certificate", "kt.d3.k3.a"),
        ("commendation_letter", "kt.d4.k3.a"),
        ("household", "kt.d4.k3.c"),
    ],
)
def test_conditions_are_added_to_the_title_they_are_for(name: str, place: str) -> None:
    found = [fact for fact in aspects_for(_known(name), _bac_ninh()).facts if fact.aspect is Aspect.CONDITIONS]
    assert ProvisionId.parse(f"86/2025/QĐ-UBND#{place}") in {ground for fact in found for ground in fact.provisions}


def test_who_approves_in_the_province() -> None:
    facts = aspects_for(_known("excellent_collective"), _bac_ninh()).facts
    (authority,) = (fact for fact in facts if fact.aspect is Aspect.AUTHORITY)
    assert "Chủ tịch Ủy ban nhân dân tỉnh quyết định" in authority.text


def test_the_yearly_deadline_of_the_province() -> None:
    deadlines = aspects_for(_known("excellent_collective"), _bac_ninh(), TODAY).deadlines
    assert [(entry.month, entry.day, entry.bound) for entry in deadlines] == [
        (12, 10, Bound.BEFORE),
        (7, 10, Bound.BEFORE),
    ]


def test_the_deadline_before_a_conference_is_counted_from_it() -> None:
    (deadline,) = aspects_for(_known("movement_commendation"), _bac_ninh()).deadlines
    assert (deadline.n, deadline.unit, deadline.bound) == (10, Unit.DAY, Bound.BY)
    assert "hội nghị" in deadline.anchor


def test_a_sudden_commendation_has_no_such_deadline() -> None:
    additions = aspects_for(_known("sudden_commendation"), _bac_ninh())
    assert additions.deadlines == ()
    assert any(fact.aspect is Aspect.DEADLINE and "Khen đột xuất không" in fact.text for fact in additions.facts)


def test_the_council_of_a_commune_reaches_every_title_the_commune_gives() -> None:
    for name in ("commune_council", "advanced_worker", "grassroots_champion", "commendation_letter"):
        facts = aspects_for(_known(name), _bac_ninh()).facts
        assert any(fact.aspect is Aspect.COUNCIL and "cấp cơ sở" in fact.text for fact in facts), name


def test_the_eighty_percent_of_the_province_is_of_those_present_not_of_votes() -> None:
    facts = aspects_for(_known("council_votes"), _bac_ninh()).facts
    assert any(fact.aspect is Aspect.VOTES and "không phải tỷ lệ phiếu" in fact.text for fact in facts)
    settled = aspects_for(_known("grassroots_champion"), _bac_ninh()).facts
    assert not any("80%" in fact.text for fact in settled)


def test_papers_which_the_decision_does_not_name_stay_open_and_the_card_says_so() -> None:
    additions = aspects_for(_known("commendation_letter"), _bac_ninh())
    assert {delegation.aspect for delegation in additions.still_open} == {Aspect.PAPERS, Aspect.DEADLINE}
    assert any("thành phần hồ sơ" in silence.text for silence in additions.silences)


def test_what_is_left_to_the_prime_minister_is_not_asked_of_the_province() -> None:
    open_aspects = aspects_for(_known("reissue"), _bac_ninh()).still_open
    assert [delegation.to for delegation in open_aspects] == [Delegate.PROVINCE]
    assert aspects_for(_known("certificate_design"), _bac_ninh()).still_open == ()


def test_before_the_decision_took_effect_it_adds_nothing() -> None:
    additions = aspects_for(_known("excellent_collective"), _bac_ninh(), BEFORE_THE_DECISION)
    assert (additions.facts, additions.deadlines, additions.silences) == ((), (), ())
    assert Aspect.COMPLETION in {delegation.aspect for delegation in additions.still_open}


def test_a_procedure_of_the_central_offices_is_left_as_it_is() -> None:
    additions = aspects_for(_known("document_number"), _bac_ninh(), TODAY)
    assert additions == type(additions)()


# ---- Names and the loader


@pytest.mark.parametrize("name", ["Bắc Ninh", "tỉnh Bắc Ninh", "bac ninh", "TỈNH BẮC NINH", "bac_ninh"])
def test_a_profile_is_found_however_the_province_is_written(name: str) -> None:
    assert profile(name) is _bac_ninh()


@pytest.mark.parametrize("name", ["Hà Tĩnh", "Ninh Bình", "Bắc", ""])
def test_a_province_without_a_profile_has_none(name: str) -> None:
    assert profile(name) is None


def _content(**changes: Any) -> dict[str, Any]:
    fact = {
        "aspect": "council",
        "text": "Có Hội đồng.",
        "provisions": ["86/2025/QĐ-UBND#kt.d9"],
        "procedures": ["commune_council"],
    }
    return {"id": "one", "name": "Bắc Ninh", "decision": "86/2025/QĐ-UBND", "facts": [fact], **changes}


def _load(folder: Path, *contents: dict[str, Any]) -> tuple[Profile, ...]:
    files = [folder / f"{place}.yaml" for place in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return load_provinces(files, {"commune_council"})


_DEADLINE: Final = {
    "what": "Hồ sơ",
    "text": "Gửi hồ sơ.",
    "bound": "by",
    "to": "Sở Nội vụ",
    "provisions": ["86/2025/QĐ-UBND#kt.d6"],
    "procedures": ["commune_council"],
}


@pytest.mark.parametrize(
    "when",
    [
        {},
        {"month": 12},
        {"n": 10, "unit": "day"},
        {"month": 12, "day": 10, "n": 10, "unit": "day", "anchor": "hội nghị"},
        {"month": 13, "day": 1},
        {"month": 12, "day": 10, "procedures": []},
    ],
)
def test_a_deadline_must_be_a_day_of_the_year_or_a_distance(tmp_path: Path, when: dict[str, Any]) -> None:
    with pytest.raises(RegistryInvalid) as caught:
        _load(tmp_path, _content(deadlines=[{**_DEADLINE, **when}]))
    assert str(caught.value.details["field"]).startswith("deadlines.0")


def test_a_deadline_of_either_kind_is_read(tmp_path: Path) -> None:
    yearly, relative = {"month": 12, "day": 10}, {"n": 5, "unit": "working_day", "anchor": "hội nghị"}
    (province,) = _load(tmp_path, _content(deadlines=[{**_DEADLINE, **yearly}, {**_DEADLINE, **relative}]))
    first, second = province.deadlines
    assert isinstance(first, Deadline)
    assert (first.month, second.unit) == (12, Unit.WORKING_DAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision": "1/2025/QĐ-UBND"}, "decision"),
        ({"name": "Hà Tĩnh"}, "decision"),
        ({"facts": []}, "facts"),
        ({"extra": "field"}, "extra"),
        ({"id": "Bắc Ninh"}, "id"),
    ],
)
def test_a_broken_profile_is_refused_with_its_file_and_field(
    tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(RegistryInvalid) as caught:
        _load(tmp_path, _content(**changes))
    assert caught.value.details["file"] == "0.yaml"
    assert caught.value.details["field"] == field


def test_a_fact_for_a_procedure_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    content = _content()
    content["facts"][0]["procedures"] = ["nowhere"]
    with pytest.raises(RegistryInvalid, match="nowhere"):
        _load(tmp_path, content)


def test_two_profiles_do_not_share_a_province(tmp_path: Path) -> None:
    with pytest.raises(RegistryInvalid, match="is taken"):
        _load(tmp_path, _content(), _content(id="two"))
