"""The registry: what it may say, how documents are found in it, and which contradictions stop it.

Read next: `knowledge/regulations.py`, `knowledge/registry/checks.py`, `knowledge/data/registry.yaml`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.articles import Certainty
from knowledge.datafiles import data_file
from knowledge.errors import RegistryInvalid, UnknownRegulation
from knowledge.provisions import ProvisionId
from knowledge.regulations import (
    Basis,
    DatedFact,
    Registry,
    Regulation,
    RelationKind,
    Status,
    load_registry,
    registry,
)
from knowledge.text import fold, squeeze

TODAY = date(2026, 11, 21)
FACTS = ("issued", "effective", "expires", "in_force_seen")
RETOLD = ("thu-cap", "tom-luoc", "tom-tat", "danh-muc", "15-2025-TT-BNV")
"""Files of the folder of official texts that only retell a document."""

EVERYTHING = load_registry(data_file("registry.yaml"), include_unverified=True)


def numbers(found: tuple[Regulation, ...]) -> list[str]:
    return [regulation.number for regulation in found]


# --- what is marked verified stands in an official text


@pytest.fixture(scope="module")
def official(shared: Path) -> dict[str, str]:
    """Official texts by file name, white space squeezed per line."""
    folder = shared / "regulations" / "raw"
    files = [file for file in folder.glob("*.txt") if not any(word in file.name for word in RETOLD)]
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def text_of(official: dict[str, str], number: str) -> str:
    """The official text of that document; empty when there is none."""
    name = fold(number).replace("/", "-")
    return next((text for file, text in official.items() if file.startswith(name)), "")


def article_of(text: str, label: str) -> str:
    match = re.search(rf"^Điều {label}\..*?(?=^Điều \d+\.|\Z)", text, re.M | re.S)
    return match[0] if match else ""


def spellings(day: date) -> list[str]:
    """The ways official texts write that day."""
    months = {f"{day.month}", f"{day.month:02}"}
    days = {f"{day.day}", f"{day.day:02}"}
    long = [f"{d} tháng {m} năm {day.year}" for d in days for m in months]
    return long + [f"{d}/{m}/{day.year}" for d in days for m in months]


def verified_facts() -> Iterator[tuple[str, str]]:
    for regulation in EVERYTHING:
        for field in FACTS:
            fact = getattr(regulation, field)
            if fact and fact.certainty is Certainty.VERIFIED:
                yield regulation.number, field


@pytest.mark.parametrize(("number", "field"), list(verified_facts()))
def test_a_verified_date_stands_where_the_registry_says(number: str, field: str, official: dict[str, str]) -> None:
    fact: DatedFact = getattr(EVERYTHING.get(number), field)
    if fact.provision:
        text = text_of(official, fact.provision.document)
        article = article_of(text, fact.provision.article)
        assert article, f"{fact.provision} is not in the official text"
        assert number in article or fact.provision.document == number
        heading = text[: text.find("Điều 1.")]
        assert any(spelling in article or spelling in heading for spelling in spellings(fact.day))
    elif text_of(official, number) and "phần đầu" in fact.source:
        text = text_of(official, number)
        assert any(spelling in text[: text.find("Điều 1.")] for spelling in spellings(fact.day))
    else:
        naming = [text for text in official.values() if number in text]
        assert any(spelling in text for text in naming for spelling in spellings(fact.day))


@pytest.mark.parametrize("number", [item.number for item in EVERYTHING if item.certainty is Certainty.VERIFIED])
def test_a_verified_number_stands_in_an_official_text(number: str, official: dict[str, str]) -> None:
    assert any(number in text for text in official.values())


@pytest.mark.parametrize("number", [item.number for item in EVERYTHING if item.title_certainty is Certainty.VERIFIED])
def test_a_verified_title_is_the_official_one_letter_by_letter(number: str, official: dict[str, str]) -> None:
    title = squeeze(EVERYTHING.get(number).title).casefold()
    assert any(title in squeeze(text.translate({0x201C: '"', 0x201D: '"'})).casefold() for text in official.values())


def test_a_verified_relation_names_an_article_that_names_the_older_document(official: dict[str, str]) -> None:
    checked = 0
    for regulation in EVERYTHING:
        for relation in regulation.relations:
            if relation.certainty is not Certainty.VERIFIED or relation.provision is None:
                continue
            article = article_of(text_of(official, relation.provision.document), relation.provision.article)
            law = relation.target == "06/2022/QH15" and "Luật Thi đua, khen thưởng" in article
            adjusted = relation.kind is RelationKind.ADJUSTS and "tiêu biểu" in article
            assert relation.target in article or law or adjusted, (regulation.number, relation.target)
            checked += 1
    assert checked >= 8


def test_a_held_text_is_really_there(official: dict[str, str]) -> None:
    full = [item.number for item in registry() if item.held == "full"]
    assert full and all(text_of(official, number) for number in full)


# --- nothing unverified is told


def test_nothing_unverified_is_in_the_registry_that_answers() -> None:
    told = "\n".join(item.model_dump_json(exclude={"title_certainty"}) for item in registry())
    assert Certainty.UNVERIFIED.value not in told
    assert all(
        link.certainty is not Certainty.UNVERIFIED for item in registry() for link in registry().links_to(item.number)
    )


def test_a_title_that_is_only_remembered_is_left_empty() -> None:
    assert EVERYTHING.get("39/2012/NĐ-CP").title
    assert registry().get("39/2012/NĐ-CP").title == ""


def test_a_maintainer_can_ask_for_what_waits_for_a_source() -> None:
    expires = EVERYTHING.get("12/2019/TT-BNV").expires
    assert expires is not None and expires.certainty is Certainty.UNVERIFIED
    assert registry().get("12/2019/TT-BNV").expires is None
    assert EVERYTHING.find("72/2018/NĐ-CP") is not None
    assert registry().find("72/2018/NĐ-CP") is None


@pytest.mark.parametrize("number", ["42/2010/NĐ-CP", "12/2019/TT-BNV", "2/2023/TT-BNV", "45/2025/NĐ-CP", "34-CT/TW"])
def test_an_unverified_successor_is_not_named(number: str) -> None:
    assert registry().superseded_by(number) == ()
    assert EVERYTHING.superseded_by(number) != ()


# --- finding documents


@pytest.mark.parametrize("number", [item.number for item in registry()])
def test_a_document_is_found_by_its_number_however_it_is_typed(number: str) -> None:
    typed = [number, fold(number), number.lower(), number.replace("-", " "), f" {number.replace('/', ' / ')} "]
    assert {registry().get(text).number for text in typed} == {number}


def test_a_leading_zero_makes_no_other_document() -> None:
    assert registry().get("02/2023/TT-BNV").number == "2/2023/TT-BNV"
    assert registry().get("6/2022/QH15").number == "06/2022/QH15"


@pytest.mark.parametrize(
    "number",
    ["152/2026/NĐ-CP", "118/2025/TT-BTC", "66/2023/NĐ-CP", "152/2025/TT-BNV", "999/2025/NĐ-CP", "152", "", "Luật"],
)
def test_a_document_that_is_not_registered_is_not_found(number: str) -> None:
    assert registry().find(number) is None
    with pytest.raises(UnknownRegulation) as caught:
        registry().get(number)
    assert caught.value.details == {"number": number}


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ({"kind": "Nghị định", "number": "152"}, "152/2025/NĐ-CP"),
        ({"kind": "NĐ", "number": "98"}, "98/2023/NĐ-CP"),
        ({"kind": "nghi dinh", "number": "73"}, "73/2024/NĐ-CP"),
        ({"kind": "Nghị định", "number": "30", "year": 2020}, "30/2020/NĐ-CP"),
        ({"kind": "Thông tư", "number": "15/2025"}, "15/2025/TT-BNV"),
        ({"kind": "Luật", "name": "Luật Thi đua - Khen thưởng", "year": 2022}, "06/2022/QH15"),
        ({"kind": "Luật", "name": "Thi đua, Khen thưởng", "year": 2003}, "15/2003/QH11"),
        ({"kind": "Luật", "name": "Luật Thi đua, khen thưởng"}, "06/2022/QH15"),
        ({"kind": "Luật", "name": "Luật Thi đua, khen thưởng năm 2022"}, "06/2022/QH15"),
        ({"kind": "Luật", "name": "luat tdkt"}, "06/2022/QH15"),
        ({"kind": "Luật", "name": "Luật Thi đua, khen thưởng", "year": 2026}, "06/2026/QH16"),
        ({"kind": "Luật", "name": "Luật Thi đua, khen thưởng", "issued_on": date(2003, 11, 26)}, "15/2003/QH11"),
        ({"kind": "Nghị định", "name": "Nghị định về công tác văn thư"}, "30/2020/NĐ-CP"),
        ({"kind": "Nghị định", "name": "quy định về phân cấp, phân quyền trong lĩnh vực thi đua"}, "152/2025/NĐ-CP"),
        ({"name": "NĐ 152"}, "152/2025/NĐ-CP"),
        ({"kind": "Chỉ thị", "number": "41-CT/TW"}, "41-CT/TW"),
        ({"kind": "Nghị định", "issued_on": date(2025, 6, 14)}, "152/2025/NĐ-CP"),
        ({"kind": "Nghị định", "number": "152/2025/NĐ-CP", "issued_on": date(2025, 6, 15)}, "152/2025/NĐ-CP"),
    ],
)  # fmt: skip
def test_a_citation_means_the_likeliest_document_first(asked: dict[str, object], first: str) -> None:
    found = registry().resolve(on=TODAY, **asked)  # type: ignore[arg-type]
    assert numbers(found)[:1] == [first]


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "Nghị định", "number": "152", "year": 2026},
        {"kind": "Thông tư", "number": "152"},
        {"kind": "Nghị định", "number": "152/2026/NĐ-CP"},
        {"kind": "Luật", "name": "Luật Điện lực", "year": 2024},
        {"kind": "Luật", "name": "Luật"},
        {"kind": "Luật", "name": "Luật Thi đua, khen thưởng", "year": 2019},
        {"kind": "Quyết định", "number": "86"},
        {"kind": "Luật"},
        {},
    ],
)
def test_a_citation_of_an_unregistered_document_means_nothing(asked: dict[str, object]) -> None:
    assert registry().resolve(on=TODAY, **asked) == ()  # type: ignore[arg-type]


def test_an_ambiguous_citation_gives_every_meaning() -> None:
    found = registry().resolve(kind="Thông tư", number="15/2025", on=TODAY)
    assert numbers(found) == ["15/2025/TT-BNV", "15/2025/TT-BXD"]


def test_a_name_means_the_law_that_was_in_force_on_the_day_asked_about() -> None:
    def first(on: date) -> str:
        return registry().resolve(kind="Luật", name="Luật Thi đua, khen thưởng", on=on)[0].number

    assert first(date(2023, 12, 31)) == "15/2003/QH11"
    assert first(date(2024, 1, 1)) == "06/2022/QH15"


def test_a_document_by_its_own_dates_is_in_force_up_to_the_day_before_it_expires() -> None:
    decree = registry().get("152/2025/NĐ-CP")
    turns = (date(2025, 6, 30), date(2025, 7, 1), date(2027, 2, 28), date(2027, 3, 1))
    assert [decree.status_on(day) for day in turns] == [
        Status.NOT_YET, Status.IN_FORCE, Status.IN_FORCE, Status.EXPIRED,
    ]  # fmt: skip


def test_the_same_number_of_another_date_is_another_document() -> None:
    resolve = registry().resolve
    assert resolve(kind="Chỉ thị", number="34-CT/TW", issued_on=date(2024, 5, 24), on=TODAY) == ()
    assert numbers(resolve(kind="Chỉ thị", number="34-CT/TW", issued_on=date(2014, 4, 7), on=TODAY)) == ["34-CT/TW"]


def test_a_number_that_is_easily_mistaken_is_explained() -> None:
    def said(number: str, issued_on: date | None = None) -> list[str]:
        return [confusion.regulation for confusion in registry().confusions(number, issued_on)]

    assert said("152/2026/ND-CP") == ["152/2025/NĐ-CP"]
    assert said("118/2025/TT-BTC") == ["28/2025/TT-BTC"]
    assert said("15/2025/TT-BXD") == ["15/2025/TT-BNV"]
    assert said("34-CT/TW", date(2024, 5, 24)) == ["34-CT/TW"]
    assert said("34-CT/TW", date(2014, 4, 7)) == []
    assert said("30/2020/NĐ-CP") == []


@pytest.mark.parametrize(
    ("number", "alias"),
    [(item.number, alias) for item in registry() for alias in item.short_names],
)
def test_every_way_of_saying_it_means_its_document(number: str, alias: str) -> None:
    regulation = registry().get(number)
    found = registry().resolve(kind=regulation.kind, name=alias, year=regulation.of_year, on=TODAY)
    assert number in numbers(found)


def test_the_citations_of_real_reports_find_their_document(shared: Path) -> None:
    checked = 0
    for line in (shared / "cases" / "citations.dev.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)["gold"]
        wanted = gold.get("resolves_to") or gold["number"]
        if wanted is None or registry().find(wanted) is None:
            continue
        issued_on = date.fromisoformat(gold["date"]) if gold["date"] else None
        said = {"kind": gold["type"], "number": gold["number"], "year": gold["year"], "name": gold.get("name")}
        found = registry().resolve(**said, issued_on=issued_on, on=TODAY)
        assert numbers(found)[:1] == [wanted], line
        checked += 1
    assert checked >= 8


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=60))
def test_any_text_is_answered_without_an_error(kind: str, number: str, name: str) -> None:
    registry().find(number)
    registry().resolve(kind=kind, number=number, name=name, on=TODAY)
    registry().resolve(kind=kind, name=name, on=TODAY)
    registry().confusions(number)


# --- relations


def test_a_relation_is_stored_once_and_seen_from_both_ends() -> None:
    link = next(link for link in registry().superseded_by("98/2023/NĐ-CP"))
    assert (link.newer, link.effective_on, link.certainty) == ("152/2025/NĐ-CP", date(2025, 7, 1), Certainty.VERIFIED)
    assert link in registry().supersedes("152/2025/NĐ-CP")
    assert [found.newer for found in registry().amended_by("06/2022/QH15")] == ["06/2026/QH16"]
    assert [found.newer for found in registry().consolidated_in("06/2026/QH16")] == ["115/VBHN-VPQH"]
    assert {"152/2025/NĐ-CP", "15/2025/TT-BNV"} <= {found.newer for found in registry().details_of("06/2022/QH15")}


def test_an_end_that_only_the_newer_document_states_is_filled_in() -> None:
    expires = registry().get("01/2024/TT-BNV").expires
    assert expires is not None and (expires.day, expires.certainty) == (date(2025, 8, 5), Certainty.SECONDARY)


def test_letters_and_directives_are_no_legal_basis() -> None:
    assert {item.number for item in registry() if item.kind in ("Công văn", "Chỉ thị")} == {
        "5007/BNV-TĐKT", "2902/BNV-VP", "34-CT/TW", "41-CT/TW",
    }  # fmt: skip
    assert not any(item.normative for item in registry() if item.kind in ("Công văn", "Chỉ thị", "Văn bản hợp nhất"))


def test_every_statement_says_how_it_is_known() -> None:
    stated: list[Basis] = [fact for item in EVERYTHING for field in FACTS if (fact := getattr(item, field))]
    stated += [relation for item in EVERYTHING for relation in item.relations]
    assert all(basis.provision or basis.source for basis in stated)
    assert all(basis.provision for basis in stated if basis.certainty is Certainty.VERIFIED and not basis.source)


# --- contradictions stop the loading

SMALL = """
reviewed_on: 2026-11-21
regulations:
  - number: 2/2024/NĐ-CP
    kind: Nghị định
    issuer: Chính phủ
    title: Mới
    aliases: [Nghị định mới]
    issued: {day: 2024-05-01, certainty: verified, source: phần đầu}
    effective: {day: 2024-07-01, certainty: verified, provision: 2/2024/NĐ-CP#d9}
    relations:
      - {kind: supersedes, target: 1/2020/NĐ-CP, certainty: verified, provision: 2/2024/NĐ-CP#d9}
  - number: 1/2020/NĐ-CP
    kind: Nghị định
    issuer: Chính phủ
    title: Cũ
    issued: {day: 2020-01-01, certainty: verified, source: phần đầu}
    effective: {day: 2020-02-01, certainty: verified, source: phần đầu}
    expires: {day: 2024-07-01, certainty: verified, provision: 2/2024/NĐ-CP#d9}
"""


def loaded(tmp_path: Path, change: str, to: str) -> Registry:
    assert change in SMALL
    file = tmp_path / "registry.yaml"
    file.write_text(SMALL.replace(change, to, 1), encoding="utf-8")
    return load_registry(file)


def test_a_sound_registry_loads(tmp_path: Path) -> None:
    assert len(loaded(tmp_path, "Mới", "Mới")) == 2


NEWER, OLDER = "2/2024/NĐ-CP", "1/2020/NĐ-CP"
LINK = f"{{kind: supersedes, target: {OLDER}, certainty: verified, "
BACK = f"relations: [{{kind: supersedes, target: {NEWER}, certainty: verified, source: x}}]"
SEEN = "in_force_seen: {{day: {}, certainty: secondary, source: x}}"


@pytest.mark.parametrize(
    ("change", "to", "field", "problem"),
    [
        (f"target: {OLDER}", "target: 9/2020/NĐ-CP", f"{NEWER}.relations", "unknown document"),
        (f"{NEWER}#d9}}\n    rel", "9/2024/NĐ-CP#d9}\n    rel", f"{NEWER}.effective", "unknown document"),
        ("effective: {day: 2024-07-01", "effective: {day: 2024-04-30", f"{NEWER}.effective", "before it was issued"),
        ("expires: {day: 2024-07-01", "expires: {day: 2020-02-01", f"{OLDER}.expires", "before it is effective"),
        ("expires: {day: 2024-07-01", "expires: {day: 2024-06-01", f"{OLDER}.expires", "later than the expiry"),
        ("expires: {day: 2024-07-01", "expires: {day: 2024-08-01", f"{OLDER}.expires", "dates disagree"),
        (f"target: {OLDER}", f"target: {NEWER}", f"{NEWER}.relations", "circle"),
        ("title: Cũ", f"title: Cũ\n    {BACK}", f"{OLDER}.relations", "circle"),
        (f"number: {OLDER}", "number: 02/2024/ND-CP", "02/2024/ND-CP.number", "twice"),
        ("issued: {day: 2020-01-01", "issued: {day: 2019-12-31", f"{OLDER}.issued", "another year"),
        (LINK, LINK + "day: 2024-01-01, ", f"{NEWER}.relations", "before it was issued"),
        (LINK, LINK + f"scope: [{NEWER}#d1], ", f"{NEWER}.relations", "no provision of"),
        (LINK, LINK + f"scope: [{OLDER}], ", f"{NEWER}.relations", "no provision of"),
        ("title: Cũ", f"title: Cũ\n    {SEEN.format('2024-07-01')}", f"{OLDER}.in_force_seen", "after it expired"),
        ("title: Cũ", f"title: Cũ\n    {SEEN.format('2020-01-15')}", f"{OLDER}.in_force_seen", "before it was"),
        (", source: phần đầu}", "}", "regulations.0.issued", "needs the provision or the source"),
        ("title: Cũ", "title: Cũ\n    colour: red", "regulations.1.colour", "not permitted"),
        (f"{NEWER}#d9}}\n    rel", f"{NEWER}#dX}}\n    rel", "regulations.0.effective.provision", "not a provision id"),
    ],
)
def test_a_contradiction_names_file_field_and_problem(
    tmp_path: Path, change: str, to: str, field: str, problem: str
) -> None:
    with pytest.raises(RegistryInvalid) as caught:
        loaded(tmp_path, change, to)
    assert caught.value.details["file"] == "registry.yaml"
    assert caught.value.details["field"] == field
    assert problem in str(caught.value.details["problem"])


def test_an_expiry_that_says_why_need_not_meet_its_successor(tmp_path: Path) -> None:
    to = "expires: {exception: bỏ trước khi có văn bản mới, day: 2024-06-01"
    assert loaded(tmp_path, "expires: {day: 2024-07-01", to).get("1/2020/NĐ-CP").expires is not None


def test_an_end_that_may_not_be_told_needs_a_doubt(tmp_path: Path) -> None:
    unsure = SMALL.replace(LINK, LINK.replace("verified", "unverified"))
    ending = "expires: {day: 2024-07-01, certainty: "
    unsure = unsure.replace(ending + "verified", ending + "unverified")
    file = tmp_path / "registry.yaml"
    file.write_text(unsure, encoding="utf-8")
    with pytest.raises(RegistryInvalid) as caught:
        load_registry(file)
    assert caught.value.details["field"] == "1/2020/NĐ-CP.doubt"
    file.write_text(unsure + "    doubt: {day: 2024-07-01, reason: chưa rõ}\n", encoding="utf-8")
    assert load_registry(file).get("1/2020/NĐ-CP").expires is None


def test_two_documents_of_a_kind_and_year_may_not_share_an_alias(tmp_path: Path) -> None:
    content = yaml.safe_load(SMALL)
    other = {"number": "3/2024/NĐ-CP", "kind": "Nghị định", "issuer": "Chính phủ", "title": "Khác"}
    content["regulations"].append({**other, "aliases": ["nghi dinh MOI"]})
    file = tmp_path / "registry.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RegistryInvalid) as caught:
        load_registry(file)
    assert caught.value.details["field"] == "3/2024/NĐ-CP.aliases"
    content["regulations"][-1]["number"] = "3/2025/NĐ-CP"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert len(load_registry(file)) == 3


def test_the_registry_cites_only_provisions_that_can_be_written_out() -> None:
    cited = [link.provision for item in registry() for link in registry().links_from(item.number) if link.provision]
    assert cited and all(ProvisionId.parse(str(provision)) == provision for provision in cited)
