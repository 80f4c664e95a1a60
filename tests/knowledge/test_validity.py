"""Validity at a provision and day: boundaries, chains, partial ends, transitional rules, what is announced.

Read next: `knowledge/validity.py`.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.articles import Certainty
from knowledge.errors import UnknownRegulation
from knowledge.provisions import ProvisionId
from knowledge.regulations import Link, Registry, Regulation, load_registry, registry
from knowledge.validity import EXPIRES_SOON, Event, Status, in_force, successor_chain, validity

DAY = timedelta(days=1)
TODAY = date(2026, 11, 21)
LAW, DECREE, OLD_DECREE = "06/2022/QH15", "152/2025/NĐ-CP", "98/2023/NĐ-CP"

DOCUMENTS = list(registry())
ENDING_LINKS = [link for item in DOCUMENTS for link in registry().superseded_by(item.number) if not link.scope]
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def status(provision: str, on: date) -> Status:
    return validity(registry(), provision, on).status


def rules(provision: str, on: date) -> list[str]:
    return [str(rule.provision) for rule in validity(registry(), provision, on).transitional]


# --- boundaries of every dated fact


@pytest.mark.parametrize("number", [item.number for item in DOCUMENTS if item.effective])
def test_a_document_starts_on_its_day_and_not_the_day_before(number: str) -> None:
    effective = registry().get(number).effective
    assert effective is not None
    assert status(number, effective.day - DAY) is Status.NOT_YET
    assert in_force(registry(), number, effective.day - DAY) is False
    for on in (effective.day, effective.day + DAY):
        assert status(number, on) is Status.IN_FORCE
        assert in_force(registry(), number, on) is True


@pytest.mark.parametrize("number", [item.number for item in DOCUMENTS if item.expires])
def test_a_document_ends_on_its_day_and_not_the_day_before(number: str) -> None:
    expires = registry().get(number).expires
    assert expires is not None
    assert status(number, expires.day - DAY) is not Status.EXPIRED
    for on in (expires.day, expires.day + DAY):
        assert status(number, on) is Status.EXPIRED
        assert in_force(registry(), number, on) is False
        assert validity(registry(), number, on).certainty is expires.certainty


@pytest.mark.parametrize("number", [item.number for item in DOCUMENTS if item.effective and item.expires])
def test_the_last_day_of_a_document_is_the_day_before_it_expires(number: str) -> None:
    expires = registry().get(number).expires
    assert expires is not None
    assert status(number, expires.day - DAY) is Status.IN_FORCE


@pytest.mark.parametrize("number", [item.number for item in DOCUMENTS if item.doubt and not item.expires])
def test_a_doubtful_document_is_never_called_in_force(number: str) -> None:
    doubt = registry().get(number).doubt
    assert doubt is not None
    for on in (doubt.day, doubt.day + DAY, TODAY):
        if on < doubt.day:
            continue
        found = validity(registry(), number, on)
        assert found.status is Status.UNKNOWN
        assert found.doubt == doubt.reason
        assert in_force(registry(), number, on) is None
    assert validity(registry(), number, doubt.day - DAY).doubt == ""


@pytest.mark.parametrize("number", [item.number for item in DOCUMENTS if item.in_force_seen and not item.effective])
def test_a_document_without_a_start_is_in_force_from_the_day_it_was_seen_so(number: str) -> None:
    seen = registry().get(number).in_force_seen
    assert seen is not None
    assert status(number, seen.day - DAY) in (Status.UNKNOWN, Status.NOT_YET)
    assert status(number, seen.day) is Status.IN_FORCE
    assert status(number, seen.day + DAY) is Status.IN_FORCE


@pytest.mark.parametrize("number", [item.number for item in DOCUMENTS if item.issued and not item.effective])
def test_a_document_is_not_yet_there_before_it_was_issued(number: str) -> None:
    issued = registry().get(number).issued
    assert issued is not None
    assert status(number, issued.day - DAY) is Status.NOT_YET
    assert status(number, issued.day) is not Status.NOT_YET


def dated_amendments() -> list[Link]:
    links = [link for item in DOCUMENTS for link in registry().amended_by(item.number)]
    return [link for link in links if link.effective_on]


@pytest.mark.parametrize("link", dated_amendments(), ids=lambda link: f"{link.newer} amends {link.older}")
def test_an_amendment_counts_from_its_day(link: Link) -> None:
    assert link.effective_on is not None

    def amended(on: date) -> bool:
        return link.newer in [found.number for found in validity(registry(), link.older, on).amended_by]

    assert [amended(link.effective_on + offset) for offset in (-DAY, DAY * 0, DAY)] == [False, True, True]


# --- supersession


@given(st.sampled_from(ENDING_LINKS), days)
def test_two_documents_in_a_supersession_are_never_in_force_together(link: Link, on: date) -> None:
    older, newer = registry().get(link.older), registry().get(link.newer)
    if older.expires and older.expires.exception:
        return
    assert (status(older.number, on), status(newer.number, on)) != (Status.IN_FORCE, Status.IN_FORCE)


@given(st.sampled_from(ENDING_LINKS))
def test_the_successor_is_in_force_on_the_day_the_older_one_ends(link: Link) -> None:
    expires = registry().get(link.older).expires
    assert expires is not None
    if not expires.exception:
        assert status(link.newer, expires.day) is Status.IN_FORCE


@given(st.sampled_from(DOCUMENTS), days, days)
def test_what_has_expired_stays_expired(regulation: Regulation, one: date, other: date) -> None:
    first, later = sorted((one, other))
    if status(regulation.number, first) is Status.EXPIRED:
        assert status(regulation.number, later) is Status.EXPIRED


@given(st.sampled_from(DOCUMENTS), days)
def test_a_chain_leads_to_what_is_in_force_and_names_nothing_from_the_future(regulation: Regulation, on: date) -> None:
    chain = successor_chain(registry(), regulation.number, on)
    assert len(set(chain)) == len(chain) and regulation.number not in chain
    assert all(status(number, on) is not Status.NOT_YET for number in chain)
    if chain:
        assert status(chain[-1], on) is not Status.EXPIRED or registry().superseded_by(chain[-1]) == ()


@pytest.mark.parametrize(
    ("number", "on", "chain"),
    [
        ("91/2017/NĐ-CP", TODAY, ("98/2023/NĐ-CP", "152/2025/NĐ-CP")),
        ("91/2017/NĐ-CP", date(2025, 6, 30), ("98/2023/NĐ-CP",)),
        ("91/2017/NĐ-CP", date(2023, 12, 31), ()),
        ("98/2023/NĐ-CP", date(2025, 7, 1), ("152/2025/NĐ-CP",)),
        ("28/2024/NĐ-CP", date(2025, 7, 1), ("152/2025/NĐ-CP",)),
        ("01/2024/TT-BNV", TODAY, ("15/2025/TT-BNV",)),
        ("38/2019/NĐ-CP", TODAY, ("24/2023/NĐ-CP", "73/2024/NĐ-CP", "161/2026/NĐ-CP")),
        ("73/2024/NĐ-CP", date(2026, 7, 1), ("161/2026/NĐ-CP",)),
        ("73/2024/NĐ-CP", date(2026, 6, 30), ()),
        ("07/2024/TT-BNV", TODAY, ("13/2026/TT-BNV",)),
        ("15/2003/QH11", TODAY, ("06/2022/QH15",)),
        ("29/2023/TT-BGDĐT", date(2026, 4, 2), ("07/2026/TT-BGDĐT",)),
        ("13/2024/QĐ-UBND", date(2025, 12, 15), ("86/2025/QĐ-UBND",)),
        ("110/2004/NĐ-CP", TODAY, ("30/2020/NĐ-CP",)),
        ("152/2025/NĐ-CP", TODAY, ()),
        ("42/2010/NĐ-CP", TODAY, ()),
        ("12/2019/TT-BNV", TODAY, ()),
        ("34-CT/TW", TODAY, ()),
    ],
)
def test_the_chain_of_successors_is_nearest_first(number: str, on: date, chain: tuple[str, ...]) -> None:
    assert successor_chain(registry(), number, on) == chain


def test_successors_are_given_only_for_what_has_expired() -> None:
    assert validity(registry(), f"{OLD_DECREE}#d54.k1.c", TODAY).successors == (DECREE,)
    assert validity(registry(), f"{OLD_DECREE}#d54", date(2025, 6, 30)).successors == ()


# --- the law after its amendment


@pytest.mark.parametrize("place", ["", "#d23", "#d80.k2", "#d5.k2.c", "#d94"])
def test_every_article_of_the_law_carries_the_amendment_from_its_day_on(place: str) -> None:
    before = validity(registry(), LAW + place, date(2026, 9, 30))
    assert before.amended_by == ()
    assert [(event.event, event.number) for event in before.upcoming] == [(Event.AMENDMENT, "06/2026/QH16")]
    after = validity(registry(), LAW + place, date(2026, 10, 1))
    assert [(found.number, found.effective_on, found.certainty) for found in after.amended_by] == [
        ("06/2026/QH16", date(2026, 10, 1), Certainty.SECONDARY)
    ]
    assert "115/VBHN-VPQH" in after.amended_by[0].note
    assert after.status is Status.IN_FORCE and after.upcoming == ()


def test_an_amendment_is_not_announced_before_it_was_issued() -> None:
    assert validity(registry(), LAW, date(2026, 4, 22)).upcoming == ()
    assert validity(registry(), LAW, date(2026, 4, 23)).upcoming != ()


def test_an_article_whose_application_another_decree_changed_is_read_with_it() -> None:
    def read_with(place: str, on: date) -> list[str]:
        return [found.number for found in validity(registry(), LAW + place, on).read_with]

    assert read_with("#d80.k2", date(2025, 6, 30)) == []
    assert read_with("#d80.k2", date(2025, 7, 1)) == ["129/2025/NĐ-CP"]
    assert read_with("#d80", TODAY) == ["129/2025/NĐ-CP"]
    assert read_with("#d80.k1", TODAY) == []
    assert read_with("#d29.k1", TODAY) == [DECREE]


# --- the decree that ends by itself


def test_the_decree_ends_on_its_own_with_two_exceptions() -> None:
    found = validity(registry(), f"{DECREE}#d50.k1", TODAY)
    assert (found.status, found.effective_on, found.expires_on) == (
        Status.IN_FORCE, date(2025, 7, 1), date(2027, 3, 1),
    )  # fmt: skip
    assert [str(condition.provision) for condition in found.expiry_conditions] == [
        f"{DECREE}#d60.k1.a", f"{DECREE}#d60.k1.b",
    ]  # fmt: skip
    assert all(condition.text for condition in found.expiry_conditions)
    assert [(event.event, event.day) for event in found.upcoming] == [(Event.EXPIRY, date(2027, 3, 1))]
    assert found.expires_soon


def test_an_expiry_is_soon_within_the_span_and_not_before() -> None:
    end = date(2027, 3, 1)
    soon = [validity(registry(), DECREE, end - offset).expires_soon for offset in (EXPIRES_SOON + DAY, EXPIRES_SOON)]
    assert soon == [False, True]
    assert validity(registry(), DECREE, end - DAY).expires_soon
    assert not validity(registry(), DECREE, end).expires_soon


def test_an_end_that_a_later_decree_brings_is_announced_when_that_decree_is_issued() -> None:
    assert validity(registry(), OLD_DECREE, date(2025, 6, 13)).upcoming == ()
    announced = validity(registry(), OLD_DECREE, date(2025, 6, 14))
    assert [(event.event, event.number) for event in announced.upcoming] == [(Event.SUPERSESSION, DECREE)]
    assert announced.expires_soon and announced.status is Status.IN_FORCE


def test_a_document_that_has_not_started_says_when_it_will() -> None:
    found = validity(registry(), DECREE, date(2025, 6, 20))
    assert found.status is Status.NOT_YET
    assert (Event.EFFECT, date(2025, 7, 1)) in [(event.event, event.day) for event in found.upcoming]
    assert all(event.event is not Event.EFFECT for event in validity(registry(), DECREE, date(2025, 6, 13)).upcoming)


# --- transitional rules


def test_the_old_decree_lives_on_provisionally_to_the_end_of_2025() -> None:
    rule = f"{DECREE}#d60.k2"
    for number in (OLD_DECREE, "28/2024/NĐ-CP", DECREE):
        assert rule not in rules(number, date(2025, 6, 30))
        assert rule in rules(number, date(2025, 7, 1))
        assert rule in rules(f"{number}#d34", date(2025, 12, 31))
        assert rule not in rules(number, date(2026, 1, 1))
    assert status(OLD_DECREE, date(2025, 12, 31)) is Status.EXPIRED


def test_dossiers_received_before_the_decree_follow_the_old_one() -> None:
    found = validity(registry(), OLD_DECREE, TODAY).transitional
    kept = next(rule for rule in found if str(rule.provision) == f"{DECREE}#d60.k3")
    assert kept.received_before == date(2025, 7, 1)
    assert kept.keeps == (OLD_DECREE,) and kept.condition and kept.text
    assert f"{DECREE}#d60.k3" not in rules("28/2024/NĐ-CP", TODAY)


def test_dossiers_received_before_the_amendment_follow_the_unamended_law() -> None:
    assert not any(rule.startswith("06/2026/QH16") for rule in rules(LAW, date(2026, 9, 30)))
    assert {"06/2026/QH16#d4.k3", "06/2026/QH16#d4.k4"} <= set(rules(f"{LAW}#d23", date(2026, 10, 1)))
    found = validity(registry(), LAW, TODAY).transitional
    assert {rule.certainty for rule in found if rule.provision.document == "06/2026/QH16"} == {Certainty.SECONDARY}


def test_what_stays_recognised_for_good_is_told_about_the_older_document_only() -> None:
    assert f"{LAW}#d95" in rules("15/2003/QH11", TODAY)
    assert f"{LAW}#d95" not in rules(LAW, TODAY)


# --- parts that end on their own

PARTS = """
reviewed_on: 2026-01-01
regulations:
  - number: 1/2020/TT-X
    kind: Thông tư
    issuer: Bộ X
    title: Cũ
    effective: {day: 2020-02-01, certainty: verified, source: x}
  - number: 2/2022/TT-X
    kind: Thông tư
    issuer: Bộ X
    title: Thay một phần
    issued: {day: 2022-02-01, certainty: verified, source: x}
    effective: {day: 2022-03-01, certainty: verified, source: x}
    relations:
      - kind: supersedes
        target: 1/2020/TT-X
        scope: [1/2020/TT-X#d8.k2, 1/2020/TT-X#d9]
        certainty: secondary
        source: x
      - {kind: amends, target: 1/2020/TT-X, scope: [1/2020/TT-X#d3], certainty: verified, source: x}
  - number: 3/2024/TT-X
    kind: Thông tư
    issuer: Bộ X
    title: Bãi bỏ phần còn lại
    effective: {day: 2024-03-01, certainty: verified, source: x}
    relations:
      - {kind: repeals, target: 1/2020/TT-X, certainty: verified, source: x}
"""


@pytest.fixture
def parts(tmp_path: Path) -> Registry:
    file = tmp_path / "registry.yaml"
    file.write_text(PARTS, encoding="utf-8")
    return load_registry(file)


def test_a_part_ends_on_its_own_day_and_the_rest_lives_on(parts: Registry) -> None:
    def statuses(place: str) -> list[Status]:
        turns = (date(2022, 2, 28), date(2022, 3, 1), date(2024, 2, 29), date(2024, 3, 1))
        return [validity(parts, f"1/2020/TT-X{place}", on).status for on in turns]

    alive, ended = Status.IN_FORCE, Status.EXPIRED
    for place in ("#d8.k2", "#d8.k2.a", "#d9", "#d9.k1"):
        assert statuses(place) == [alive, ended, ended, ended]
    for place in ("", "#d8", "#d8.k1", "#d10"):
        assert statuses(place) == [alive, alive, alive, ended]


def test_a_whole_with_an_ended_part_says_which(parts: Registry) -> None:
    def ended(place: str, on: date) -> list[str]:
        return [str(part.scope) for part in validity(parts, f"1/2020/TT-X{place}", on).ended_parts]

    assert ended("", date(2022, 2, 28)) == []
    assert ended("", date(2022, 3, 1)) == ["1/2020/TT-X#d8.k2", "1/2020/TT-X#d9"]
    assert ended("#d8", date(2022, 3, 1)) == ["1/2020/TT-X#d8.k2"]
    assert ended("#d8.k1", date(2022, 3, 1)) == []


def test_only_the_ended_part_has_a_successor_and_a_bare_repeal_has_none(parts: Registry) -> None:
    found = validity(parts, "1/2020/TT-X#d8.k2", date(2023, 1, 1))
    assert (found.successors, found.expires_on, found.certainty) == (
        ("2/2022/TT-X",), date(2022, 3, 1), Certainty.SECONDARY,
    )  # fmt: skip
    assert successor_chain(parts, "1/2020/TT-X", date(2025, 1, 1)) == ()
    assert validity(parts, "1/2020/TT-X#d1", date(2025, 1, 1)).successors == ()
    assert [event.event for event in validity(parts, "1/2020/TT-X#d1", date(2024, 2, 1)).upcoming] == [Event.EXPIRY]


def test_an_amendment_of_one_article_leaves_the_others_alone(parts: Registry) -> None:
    def amended(place: str) -> bool:
        return bool(validity(parts, f"1/2020/TT-X{place}", date(2023, 1, 1)).amended_by)

    assert amended("#d3.k1") and amended("#d3") and amended("")
    assert not amended("#d4")


# --- asking


def test_a_provision_may_be_given_as_text_or_id_however_the_number_is_typed() -> None:
    as_text = validity(registry(), f"{DECREE}#d50", TODAY)
    assert validity(registry(), ProvisionId(DECREE, "50"), TODAY) == as_text
    assert validity(registry(), ProvisionId("152/2025/nd-cp", "50"), TODAY) == as_text
    assert as_text.provision == ProvisionId(DECREE, "50")


def test_an_unknown_document_is_an_error_or_not_known() -> None:
    with pytest.raises(UnknownRegulation):
        validity(registry(), "152/2026/NĐ-CP#d1", TODAY)
    with pytest.raises(UnknownRegulation):
        successor_chain(registry(), "152/2026/NĐ-CP", TODAY)
    assert in_force(registry(), "152/2026/NĐ-CP", TODAY) is None


def test_every_date_of_an_answer_has_its_source() -> None:
    for regulation in DOCUMENTS:
        found = validity(registry(), regulation.number, TODAY)
        said = {source.says for source in found.sources}
        assert found.effective_on is None or "effective_on" in said
        assert found.expires_on is None or "expires_on" in said
        assert not found.amended_by or "amended_by" in said
        assert all(source.provision or source.text for source in found.sources)
        assert Certainty.UNVERIFIED not in {source.certainty for source in found.sources}


def test_a_status_is_never_surer_than_its_dates() -> None:
    assert validity(registry(), "161/2026/NĐ-CP", TODAY).certainty is Certainty.VERIFIED
    assert validity(registry(), LAW, TODAY).certainty is Certainty.SECONDARY
    assert validity(registry(), "01/2026/QĐ-TTg", TODAY).certainty is Certainty.UNVERIFIED
    assert status("01/2026/QĐ-TTg", TODAY) is Status.UNKNOWN


def test_a_day_after_the_last_review_is_marked() -> None:
    reviewed_on = registry().reviewed_on
    assert not validity(registry(), DECREE, reviewed_on).after_review
    assert validity(registry(), DECREE, reviewed_on + DAY).after_review


def test_notes_hold_on_every_day_they_are_told() -> None:
    told = [note for item in DOCUMENTS for note in item.notes]
    told += [link.note for item in DOCUMENTS for link in registry().links_to(item.number)]
    assert told
    assert not any(phrase in note for note in told for phrase in ("ã hết hiệu lực", "ã được sửa đổi bởi", "hiện nay"))
