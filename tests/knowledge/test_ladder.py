"""What can be proposed: scenarios of commune officers, each with the provision it rests on.

Read next: `knowledge/ladder.py`, `knowledge/data/ladder.yaml`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from knowledge.articles import Certainty
from knowledge.awards import AwardKind, awards
from knowledge.errors import InvalidAnswer, RegistryInvalid
from knowledge.ladder import (
    Completion,
    Finding,
    Members,
    Proposal,
    Reason,
    Scope,
    State,
    Verdict,
    YearRecord,
    ladder,
    ladder_json,
)
from knowledge.regulations import registry
from knowledge.standards.models import (
    AnyOfCondition,
    CompletionCondition,
    Condition,
    FactCondition,
    InitiativesCondition,
    JudgedCondition,
    OccasionsCondition,
    StreakCondition,
    conditions_of,
    load_standards,
    standards,
)
from knowledge.text import squeeze
from knowledge.validity import Status, validity

EXCELLENT, GOOD, DONE = Completion.EXCELLENT, Completion.GOOD, Completion.DONE
CHAMPION, WORKER = "CSTĐCS", "LĐTT"


def champions(first: int, last: int, *, initiatives: int | None = None, scope: Scope | None = None) -> list[YearRecord]:
    """«Chiến sĩ thi đua cơ sở» in each of these years."""
    return [YearRecord(year, CHAMPION, EXCELLENT, initiatives, scope) for year in range(first, last + 1)]


def proposal(history: Iterable[YearRecord], year: int, slug: str, kind: AwardKind = AwardKind.INDIVIDUAL) -> Proposal:
    return ladder(history, year, kind=kind).proposal(slug)


def finding(found: Proposal, place: str) -> Finding:
    """The checked condition at that provision, of the most promising standard that has one."""
    checked = [
        item
        for standard in found.standards
        for item in standard.findings
        if str(item.condition.provision) == place and item.state is not State.JUDGED
    ]
    return checked[0]


# What is recorded, the year, the award, the verdict, then the deciding provision, its state and reason.
D22A, D22B = "06/2022/QH15#d22.k1.a", "06/2022/QH15#d22.k1.b"
D21A, D21B = "06/2022/QH15#d21.k1.a", "06/2022/QH15#d21.k1.b"
D23_1, D23_2 = "06/2022/QH15#d23.k1", "06/2022/QH15#d23.k2"
D24A, D73B, D74D = "06/2022/QH15#d24.k1.a", "06/2022/QH15#d73.k1.b", "06/2022/QH15#d74.k1.d"
PROVINCIAL_ROW: Final = [YearRecord(2022, "CSTĐ tỉnh"), YearRecord(2025, "CSTĐ tỉnh")]
Scenario = tuple[list[YearRecord], int, str, Verdict, str, Reason]
STATES: Final = {
    Reason.MET: State.MET,
    Reason.MET_TO_LAST_YEAR: State.MET,
    Reason.UNREAD: State.UNREAD,
    Reason.DELEGATED: State.DELEGATED,
    **dict.fromkeys(
        (
            Reason.BELOW_LEVEL,
            Reason.NO_PART_MET,
            Reason.TOO_FEW,
            Reason.TOO_FEW_INITIATIVES,
            Reason.NOT_FOR_MERIT,
            Reason.NEVER_HELD,
        ),
        State.MISSING,
    ),
}
SCENARIOS: Final[dict[str, Scenario]] = {
    # Lao động tiên tiến
    "a good year makes an advanced worker": (
        [YearRecord(2025, completion=GOOD)],
        2025,
        "advanced_worker",
        Verdict.POSSIBLE,
        D24A,
        Reason.MET,
    ),
    "a merely completed year does not": (
        [YearRecord(2025, completion=DONE)],
        2025,
        "advanced_worker",
        Verdict.NOT_YET,
        D24A,
        Reason.BELOW_LEVEL,
    ),
    "an unassessed year must be asked about": (
        [],
        2025,
        "advanced_worker",
        Verdict.ASK,
        D24A,
        Reason.COMPLETION_UNKNOWN,
    ),
    "a title already given this year is held": (
        [YearRecord(2025, WORKER)],
        2025,
        "advanced_worker",
        Verdict.HELD,
        D24A,
        Reason.MET,
    ),
    # Chiến sĩ thi đua cơ sở, before and after the amendment
    "excellent work alone was enough in 2025": (
        [YearRecord(2025, completion=EXCELLENT, initiatives=0)],
        2025,
        "grassroots_champion",
        Verdict.POSSIBLE,
        D23_2,
        Reason.MET,
    ),
    "an initiative alone was enough in 2025": (
        [YearRecord(2025, completion=GOOD, initiatives=1)],
        2025,
        "grassroots_champion",
        Verdict.POSSIBLE,
        D23_2,
        Reason.MET,
    ),
    "good work without an initiative is not enough": (
        [YearRecord(2025, completion=GOOD, initiatives=0)],
        2025,
        "grassroots_champion",
        Verdict.NOT_YET,
        D23_2,
        Reason.NO_PART_MET,
    ),
    "good work and nothing said of initiatives must be asked about": (
        [YearRecord(2025, completion=GOOD)],
        2025,
        "grassroots_champion",
        Verdict.ASK,
        D23_2,
        Reason.PARTS_UNKNOWN,
    ),
    "a champion must first be an advanced worker": (
        [YearRecord(2025, completion=DONE, initiatives=2)],
        2025,
        "grassroots_champion",
        Verdict.NOT_YET,
        D23_1,
        Reason.BELOW_LEVEL,
    ),
    "excellent work alone is not sure under the amended law": (
        [YearRecord(2026, completion=EXCELLENT, initiatives=0)],
        2026,
        "grassroots_champion",
        Verdict.ASK,
        D23_2,
        Reason.AMENDED_CHOICE,
    ),
    "an initiative alone is not sure under the amended law": (
        [YearRecord(2026, completion=GOOD, initiatives=1)],
        2026,
        "grassroots_champion",
        Verdict.ASK,
        D23_2,
        Reason.AMENDED_CHOICE,
    ),
    "both together are enough by either wording": (
        [YearRecord(2026, completion=EXCELLENT, initiatives=1)],
        2026,
        "grassroots_champion",
        Verdict.POSSIBLE,
        D23_2,
        Reason.MET,
    ),
    # Chiến sĩ thi đua cấp tỉnh
    "three years running and a provincial initiative": (
        champions(2023, 2025, initiatives=1, scope=Scope.PROVINCE),
        2025,
        "provincial_champion",
        Verdict.POSSIBLE,
        D22A,
        Reason.MET,
    ),
    "three years running up to last year": (
        champions(2023, 2025, initiatives=1, scope=Scope.PROVINCE),
        2026,
        "provincial_champion",
        Verdict.POSSIBLE,
        D22A,
        Reason.MET_TO_LAST_YEAR,
    ),
    "two years running while the third is not decided": (
        champions(2024, 2025, initiatives=1, scope=Scope.PROVINCE),
        2026,
        "provincial_champion",
        Verdict.ASK,
        D22A,
        Reason.THIS_YEAR_PENDING,
    ),
    "two years running after a year without the title": (
        [YearRecord(2023, WORKER), *champions(2024, 2025, initiatives=1, scope=Scope.PROVINCE)],
        2025,
        "provincial_champion",
        Verdict.NOT_YET,
        D22A,
        Reason.TOO_FEW,
    ),
    "two years running and nothing said of the year before": (
        champions(2024, 2025, initiatives=1, scope=Scope.PROVINCE),
        2025,
        "provincial_champion",
        Verdict.ASK,
        D22A,
        Reason.YEAR_UNKNOWN,
    ),
    "a row that ended last year because this year brought less": (
        [*champions(2023, 2025, initiatives=1, scope=Scope.PROVINCE), YearRecord(2026, WORKER)],
        2026,
        "provincial_champion",
        Verdict.ASK,
        D22A,
        Reason.STREAK_ENDED,
    ),
    "a row already used for the same title": (
        [*champions(2022, 2025, initiatives=1, scope=Scope.PROVINCE), YearRecord(2024, "CSTĐ tỉnh")],
        2025,
        "provincial_champion",
        Verdict.ASK,
        D22A,
        Reason.ROW_USED,
    ),
    "three years without any initiative": (
        champions(2023, 2025, initiatives=0),
        2025,
        "provincial_champion",
        Verdict.NOT_YET,
        D22B,
        Reason.TOO_FEW_INITIATIVES,
    ),
    "a grassroots initiative is too narrow": (
        champions(2023, 2025, initiatives=1, scope=Scope.GRASSROOTS),
        2025,
        "provincial_champion",
        Verdict.NOT_YET,
        D22B,
        Reason.TOO_FEW_INITIATIVES,
    ),
    "an initiative of unknown scope must be asked about": (
        champions(2023, 2025, initiatives=1),
        2025,
        "provincial_champion",
        Verdict.ASK,
        D22B,
        Reason.SCOPE_UNKNOWN,
    ),
    "initiatives nobody mentioned must be asked about": (
        champions(2023, 2025),
        2025,
        "provincial_champion",
        Verdict.ASK,
        D22B,
        Reason.INITIATIVES_UNKNOWN,
    ),
    "an initiative from before the last such title must be asked about": (
        [
            YearRecord(2021, initiatives=1, scope=Scope.PROVINCE),
            YearRecord(2022, "CSTĐ tỉnh", initiatives=0),
            *champions(2023, 2025, initiatives=0),
        ],
        2025,
        "provincial_champion",
        Verdict.ASK,
        D22B,
        Reason.INITIATIVES_OLDER,
    ),
    # Chiến sĩ thi đua toàn quốc
    "two provincial titles in an unbroken row": (
        [*champions(2020, 2025, initiatives=1, scope=Scope.NATION), *PROVINCIAL_ROW],
        2025,
        "national_champion",
        Verdict.POSSIBLE,
        D21A,
        Reason.MET,
    ),
    "two provincial titles with unknown years between": (
        [*PROVINCIAL_ROW, YearRecord(2025, initiatives=1, scope=Scope.NATION)],
        2025,
        "national_champion",
        Verdict.ASK,
        D21A,
        Reason.YEAR_UNKNOWN,
    ),
    "two provincial titles with a lesser year between": (
        [*champions(2020, 2025, initiatives=1, scope=Scope.NATION)[:4], YearRecord(2024, WORKER), *PROVINCIAL_ROW],
        2025,
        "national_champion",
        Verdict.ASK,
        D21A,
        Reason.ROW_BROKEN,
    ),
    "one provincial title is one of two": (
        [*champions(2023, 2025, initiatives=1, scope=Scope.NATION), YearRecord(2025, "CSTĐ tỉnh")],
        2025,
        "national_champion",
        Verdict.NOT_YET,
        D21A,
        Reason.TOO_FEW,
    ),
    "two provincial titles that lie years back": (
        [
            *champions(2018, 2024, initiatives=1, scope=Scope.NATION),
            YearRecord(2020, "CSTĐ tỉnh"),
            YearRecord(2023, "CSTĐ tỉnh"),
        ],
        2026,
        "national_champion",
        Verdict.ASK,
        D21A,
        Reason.STREAK_ENDED,
    ),
    "a provincial initiative is not national": (
        [*champions(2020, 2025, initiatives=1, scope=Scope.PROVINCE), *PROVINCIAL_ROW],
        2025,
        "national_champion",
        Verdict.NOT_YET,
        D21B,
        Reason.TOO_FEW_INITIATIVES,
    ),
    # Bằng khen cấp tỉnh
    "two years running as a champion": (
        champions(2024, 2025, initiatives=0),
        2025,
        "provincial_certificate",
        Verdict.POSSIBLE,
        D74D,
        Reason.MET,
    ),
    "two excellent years with an initiative each, one title": (
        [YearRecord(2024, WORKER, EXCELLENT, 1), YearRecord(2025, CHAMPION, EXCELLENT, 1)],
        2025,
        "provincial_certificate",
        Verdict.POSSIBLE,
        D74D,
        Reason.MET,
    ),
    "two excellent years with one initiative only": (
        [
            YearRecord(2023, WORKER, GOOD, 0),
            YearRecord(2024, WORKER, EXCELLENT, 0),
            YearRecord(2025, CHAMPION, EXCELLENT, 1),
        ],
        2025,
        "provincial_certificate",
        Verdict.NOT_YET,
        D74D,
        Reason.TOO_FEW,
    ),
    "two years running that an earlier certificate has used": (
        [*champions(2024, 2025, initiatives=0), YearRecord(2024, "BK tỉnh", for_merit=True)],
        2025,
        "provincial_certificate",
        Verdict.ASK,
        D74D,
        Reason.ROW_USED,
    ),
    "an earlier certificate for a sudden achievement uses nothing": (
        [*champions(2024, 2025, initiatives=0), YearRecord(2024, "BK tỉnh", for_merit=False)],
        2025,
        "provincial_certificate",
        Verdict.POSSIBLE,
        D74D,
        Reason.MET,
    ),
    # Bằng khen của Thủ tướng
    "five good years, three titles and a provincial certificate": (
        [
            YearRecord(2021, WORKER, GOOD),
            YearRecord(2022, WORKER, GOOD),
            *champions(2023, 2025),
            YearRecord(2024, "BK tỉnh", for_merit=True),
        ],
        2025,
        "prime_minister_certificate",
        Verdict.POSSIBLE,
        D73B,
        Reason.MET,
    ),
    "a certificate for a thematic achievement is no basis": (
        [
            YearRecord(2021, WORKER, GOOD),
            YearRecord(2022, WORKER, GOOD),
            *champions(2023, 2025),
            YearRecord(2024, "BK tỉnh", for_merit=False),
        ],
        2025,
        "prime_minister_certificate",
        Verdict.NOT_YET,
        D73B,
        Reason.NOT_FOR_MERIT,
    ),
    "a certificate of unknown kind must be asked about": (
        [
            YearRecord(2021, WORKER, GOOD),
            YearRecord(2022, WORKER, GOOD),
            *champions(2023, 2025),
            YearRecord(2024, "BK tỉnh"),
        ],
        2025,
        "prime_minister_certificate",
        Verdict.ASK,
        D73B,
        Reason.MERIT_UNKNOWN,
    ),
    "no provincial certificate yet": (
        [YearRecord(2021, WORKER, GOOD), YearRecord(2022, WORKER, GOOD), *champions(2023, 2025)],
        2025,
        "prime_minister_certificate",
        Verdict.NOT_YET,
        D73B,
        Reason.NEVER_HELD,
    ),
    # Texts that are not held, rules of the province
    "the labour order is not ours to judge": (
        champions(2015, 2025),
        2025,
        "labour_order_third",
        Verdict.UNREAD,
        "06/2022/QH15#d44.k1",
        Reason.UNREAD,
    ),
    "the letter of commendation is the province's": (
        champions(2025, 2025),
        2025,
        "commendation_letter",
        Verdict.DELEGATED,
        "06/2022/QH15#d75.k2",
        Reason.DELEGATED,
    ),
}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS.keys())
def test_a_scenario_ends_as_the_text_says(scenario: Scenario) -> None:
    history, year, slug, verdict, place, reason = scenario
    found = proposal(history, year, slug)
    assert found.verdict is verdict
    decided = finding(found, place)
    assert decided.reason is reason
    assert decided.state is STATES.get(reason, State.ASK)


def test_the_row_is_shown_with_its_years_and_count() -> None:
    row = finding(proposal(champions(2021, 2025), 2025, "provincial_champion"), D22A)
    assert (row.years, row.have, row.need) == ((2021, 2022, 2023, 2024, 2025), 5, 3)
    short = finding(proposal([YearRecord(2024, WORKER), *champions(2025, 2025)], 2025, "provincial_champion"), D22A)
    assert (short.years, short.have, short.need) == ((2025,), 1, 3)


def test_five_years_are_asked_for_year_by_year() -> None:
    found = proposal(
        [*champions(2023, 2025), YearRecord(2024, "BK tỉnh", for_merit=True)], 2025, "prime_minister_certificate"
    )
    asked = [item for item in found.standards[0].findings if item.state is State.ASK]
    assert [(item.reason, item.years) for item in asked] == [(Reason.COMPLETION_UNKNOWN, (2021, 2022))]


@pytest.mark.parametrize(("for_merit", "state"), [(True, State.MISSING), (None, State.ASK)])
def test_the_years_count_anew_from_the_same_award_given_before(for_merit: bool | None, state: State) -> None:
    """Nghị định 152/2025/NĐ-CP, khoản 7 Điều 33."""
    history = [
        YearRecord(2021, WORKER, GOOD), *champions(2022, 2025), YearRecord(2021, "BK tỉnh", for_merit=True),
        YearRecord(2023, "BK TTg", for_merit=for_merit),
    ]  # fmt: skip
    found = proposal(history, 2025, "prime_minister_certificate").standards[0].findings[1]
    assert (found.state, found.reason, found.years, found.have, found.need) == (state, Reason.SINCE_LAST, (2023,), 2, 5)


def test_a_national_title_uses_the_row_of_provincial_titles() -> None:
    history = [*champions(2020, 2025, initiatives=1, scope=Scope.NATION), *PROVINCIAL_ROW, YearRecord(2023, "CSTĐTQ")]
    row = finding(proposal(history, 2025, "national_champion"), D21A)
    assert (row.state, row.reason, row.years) == (State.ASK, Reason.ROW_USED, (2023,))


@pytest.mark.parametrize(
    ("titles", "state", "reason", "years"),
    [
        ({2021: WORKER, 2022: CHAMPION, 2023: CHAMPION, 2024: WORKER, 2025: CHAMPION}, State.MET, Reason.MET,
         (2022, 2023, 2025)),
        ({2023: CHAMPION, 2024: WORKER, 2025: CHAMPION}, State.ASK, Reason.YEAR_UNKNOWN, (2021, 2022)),
        ({2022: WORKER, 2023: WORKER, 2024: WORKER, 2025: CHAMPION}, State.MISSING, Reason.TOO_FEW, (2025,)),
        ({2020: CHAMPION, 2021: WORKER, 2022: WORKER, 2023: WORKER, 2024: CHAMPION, 2025: CHAMPION}, State.MISSING,
         Reason.TOO_FEW, (2024, 2025)),
    ],
)  # fmt: skip
def test_three_titles_are_counted_in_the_last_five_years(
    titles: dict[int, str], state: State, reason: Reason, years: tuple[int, ...]
) -> None:
    history = [YearRecord(year, award) for year, award in titles.items()]
    counted = proposal(history, 2025, "prime_minister_certificate").standards[0].findings[2]
    assert (counted.state, counted.reason, counted.years) == (state, reason, years)


def test_while_nothing_is_recorded_for_this_year_the_years_run_up_to_last_year() -> None:
    history = [YearRecord(year, WORKER, EXCELLENT, 1) for year in (2023, 2024)]
    found = proposal(history, 2025, "provincial_certificate")
    assert found.verdict is Verdict.POSSIBLE
    assert {item.years for item in found.standards[0].findings} == {(2023, 2024)}


def test_a_title_before_the_law_of_2022_does_not_tell_how_well_the_year_went() -> None:
    old, new = (
        proposal([YearRecord(year, WORKER) for year in (2022, 2023, 2024, 2025)], 2025, "prime_minister_certificate"),
        2024,
    )
    assert finding(old, D73B).reason is Reason.NEVER_HELD
    asked = old.standards[0].findings[1]
    assert asked.reason is Reason.COMPLETION_UNKNOWN
    assert asked.years == (2021, 2022, 2023)
    assert new not in asked.years


def test_a_dossier_received_before_october_2026_follows_the_old_words() -> None:
    history = [YearRecord(2026, completion=EXCELLENT, initiatives=0)]
    before = ladder(history, 2026, received_on=date(2026, 9, 30))
    after = ladder(history, 2026, received_on=date(2026, 10, 1))
    assert before.proposal("grassroots_champion").verdict is Verdict.POSSIBLE
    assert after.proposal("grassroots_champion").verdict is Verdict.ASK
    assert not before.amended_by
    assert [change.number for change in after.amended_by] == ["06/2026/QH16"]
    assert any(rule.received_before == date(2026, 10, 1) for rule in after.transitional)


def test_the_amended_law_is_told_for_a_whole_year_s_end() -> None:
    assert [change.number for change in ladder([], 2026).amended_by] == ["06/2026/QH16"]
    assert not ladder([], 2025).amended_by


def test_under_the_amended_law_every_verdict_rests_on_words_to_be_compared() -> None:
    """Nothing is «possible» for the grassroots champion by one half of the condition alone, whatever is said."""
    halves = [YearRecord(2026, completion=done, initiatives=count) for done, count in ((EXCELLENT, None), (GOOD, 3))]
    assert all(proposal([half], 2026, "grassroots_champion").verdict is Verdict.ASK for half in halves)


def test_a_secondary_standard_makes_the_answer_secondary() -> None:
    answer = ladder(champions(2024, 2025), 2025)
    secondary = {found.award.slug for found in answer.proposals if found.certainty is Certainty.SECONDARY}
    assert {"provincial_certificate", "prime_minister_certificate", "labour_order_third"} <= secondary
    assert not {"grassroots_champion", "provincial_champion", "national_champion"} & secondary


def test_further_routes_are_told_where_the_history_cannot_show_them() -> None:
    answer = ladder([], 2025)
    assert answer.proposal("provincial_certificate").other_routes
    assert not answer.proposal("provincial_champion").other_routes


def test_the_vote_stands_beside_the_awards_that_need_one() -> None:
    votes = {found.award.slug: found.vote.percent for found in ladder([], 2026).proposals if found.vote}
    assert votes == {"national_champion": 90}
    flags = ladder([], 2026, kind=AwardKind.COLLECTIVE).proposals
    assert {found.award.slug: found.vote.percent for found in flags if found.vote} == {"government_flag": 80}


MEMBERS: Final = "06/2022/QH15#d27"


@pytest.mark.parametrize(
    ("completion", "members", "verdict"),
    [
        (EXCELLENT, Members(20, 20, 14, 1), Verdict.POSSIBLE),
        (EXCELLENT, Members(20, 20, 13, 1), Verdict.NOT_YET),
        (EXCELLENT, Members(20, 19, 14, 1), Verdict.NOT_YET),
        (EXCELLENT, Members(20, 20, 14, 0), Verdict.NOT_YET),
        (EXCELLENT, Members(9, 9, 7, 1), Verdict.POSSIBLE),
        (EXCELLENT, Members(9, 9, 6, 1), Verdict.NOT_YET),
        (GOOD, Members(20, 20, 20, 5), Verdict.NOT_YET),
        (EXCELLENT, None, Verdict.ASK),
        (None, Members(20, 20, 14, 1), Verdict.ASK),
    ],
)
def test_an_excellent_collective_needs_its_members(
    completion: Completion | None, members: Members | None, verdict: Verdict
) -> None:
    history = [YearRecord(2025, completion=completion, members=members)]
    found = proposal(history, 2025, "excellent_collective", AwardKind.COLLECTIVE)
    assert found.verdict is verdict
    assert {str(item.condition.provision) for item in found.standards[0].findings} == {MEMBERS}


def test_the_share_of_members_is_counted_in_people() -> None:
    history = [YearRecord(2025, completion=EXCELLENT, members=Members(9, 9, 6, 1))]
    found = proposal(history, 2025, "excellent_collective", AwardKind.COLLECTIVE)
    (short,) = found.standards[0].of(State.MISSING)
    assert (short.reason, short.have, short.need) == (Reason.TOO_FEW_MEMBERS, 6, 7)


@pytest.mark.parametrize(
    ("slug", "verdict", "place"),
    [
        ("advanced_collective", Verdict.DELEGATED, "06/2022/QH15#d28.k3"),
        ("provincial_flag", Verdict.ASK, "06/2022/QH15#d26.k1"),
        ("government_flag", Verdict.ASK, "152/2025/NĐ-CP#d7.k1"),
        ("model_commune", Verdict.ASK, "152/2025/NĐ-CP#d8"),
        ("cultural_village", Verdict.DELEGATED, "06/2022/QH15#d30"),
        ("provincial_certificate", Verdict.UNREAD, "06/2022/QH15#d74"),
        ("prime_minister_certificate", Verdict.UNREAD, "06/2022/QH15#d73"),
        ("labour_order_third", Verdict.UNREAD, "06/2022/QH15#d44"),
    ],
)
def test_what_is_not_ours_to_say_of_a_collective_is_said_so(slug: str, verdict: Verdict, place: str) -> None:
    found = proposal([YearRecord(2025, "TTLĐXS", EXCELLENT)], 2025, slug, AwardKind.COLLECTIVE)
    assert found.verdict is verdict
    assert str(found.standards[0].findings[0].condition.provision) == place


@pytest.mark.parametrize(("day", "state"), [(date(2025, 6, 30), State.UNREAD), (date(2025, 7, 1), State.ASK)])
def test_a_provision_not_yet_in_force_is_not_applied(day: date, state: State) -> None:
    flag = ladder([], 2025, kind=AwardKind.COLLECTIVE, received_on=day).proposal("government_flag")
    assert flag.standards[0].findings[0].state is state


def test_a_household_is_answered_too() -> None:
    slugs = [found.award.slug for found in ladder([YearRecord(2025, "GĐVH")], 2026, kind=AwardKind.HOUSEHOLD).proposals]
    assert slugs == ["cultured_family", "commendation_letter", "provincial_certificate"]


def test_records_after_the_year_do_not_matter_to_it() -> None:
    history = champions(2023, 2025, initiatives=1, scope=Scope.PROVINCE)
    later = [YearRecord(2026, WORKER, DONE), YearRecord(2027, "CSTĐ tỉnh")]
    assert ladder_json(ladder([*history, *later], 2025)) == ladder_json(ladder(history, 2025))


def test_the_order_of_the_records_does_not_matter() -> None:
    history = [*champions(2023, 2025, initiatives=1), YearRecord(2024, "BK tỉnh"), YearRecord(2022, WORKER, GOOD)]
    assert ladder_json(ladder(history[::-1], 2025)) == ladder_json(ladder(history, 2025))


def test_general_rules_are_told_with_their_provision_while_in_force() -> None:
    places = {str(note.provision) for note in ladder([], 2026).notes}
    assert {"152/2025/NĐ-CP#d4.k4", "152/2025/NĐ-CP#d4.k5", "152/2025/NĐ-CP#d4.k1"} <= places
    assert "152/2025/NĐ-CP#d4.k4" not in {str(note.provision) for note in ladder([], 2027).notes}
    assert "152/2025/NĐ-CP#d4.k5" not in {
        str(note.provision) for note in ladder([], 2026, kind=AwardKind.COLLECTIVE).notes
    }


@pytest.mark.parametrize(
    ("history", "year", "key"),
    [
        ([], 2023, "ladder_year_unknown"),
        ([], 1900, "ladder_year_invalid"),
        ([], 20_26_0, "ladder_year_invalid"),
        ([YearRecord(25, CHAMPION)], 2025, "ladder_year_invalid"),
        ([YearRecord(2025, "TTLĐXS")], 2025, "ladder_wrong_kind"),
        ([YearRecord(2025, "danh hiệu lạ")], 2025, "award_unknown"),
        ([YearRecord(2025, "bằng khen")], 2025, "award_ambiguous"),
        ([YearRecord(2025, completion=GOOD), YearRecord(2025, completion=DONE)], 2025, "ladder_contradiction"),
        ([YearRecord(2025, initiatives=-1)], 2025, "ladder_number_invalid"),
        ([YearRecord(2025, members=Members(5, 6, 1, 1))], 2025, "ladder_number_invalid"),
        ([YearRecord(2025, members=Members(0, 0, 0, 0))], 2025, "ladder_number_invalid"),
        ([YearRecord(2025)] * 501, 2025, "ladder_too_long"),
    ],
)
def test_a_history_that_cannot_be_read_is_refused(history: list[YearRecord], year: int, key: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        ladder(history, year)
    assert refused.value.key == key
    assert refused.value.details["field"] in {"history", "year", "award"}


def test_the_json_has_only_plain_values() -> None:
    history = [*champions(2023, 2025, initiatives=1), YearRecord(2024, "BK tỉnh")]
    written = ladder_json(ladder(history, 2026))
    assert json.loads(json.dumps(written)) == written
    proposals = {item["award"]: item for item in written["proposals"]}
    assert proposals["national_champion"]["vote_percent"] == 90
    assert written["amended_by"] == ["06/2026/QH16"]


VERIFIED: Final = [
    condition
    for item in standards().ladders
    for condition in conditions_of(item)
    if condition.certainty is Certainty.VERIFIED
]


LEVELS: Final = {GOOD: "hoàn thành tốt nhiệm vụ trở lên", EXCELLENT: "hoàn thành xuất sắc nhiệm vụ"}
SCOPES: Final = {
    Scope.GRASSROOTS: "được cơ sở công nhận",
    Scope.PROVINCE: "trong bộ, ban, ngành, tỉnh",
    Scope.NATION: "trong toàn quốc",
}


def _must_say(condition: Condition) -> tuple[str, ...]:
    """What the article must say, whole words of it, for the condition to be right."""
    match condition:
        case StreakCondition() | OccasionsCondition():
            return f"{condition.times:02d} lần liên tục được tặng danh hiệu", awards().get(condition.award).name
        case CompletionCondition() if condition.provision.article == "23" and condition.level is GOOD:
            return 'đạt tiêu chuẩn danh hiệu "lao động tiên tiến"', "chiến sĩ tiên tiến"
        case CompletionCondition():
            return (LEVELS[condition.level],)
        case InitiativesCondition():
            return "có sáng kiến", SCOPES[condition.scope]
        case AnyOfCondition():
            return ("hoàn thành xuất sắc nhiệm vụ hoặc có sáng kiến được cơ sở công nhận hoặc có đề tài",)
        case JudgedCondition() if condition.provision.article == "24":
            return ("có tinh thần tự lực, tự cường, đoàn kết, tương trợ, tích cực tham gia phong trào thi đua",)
        case JudgedCondition():
            return ("có thành tích xuất sắc tiêu biểu được lựa chọn trong số những cá nhân",)
        case FactCondition() if condition.provision.article == "8":
            return ("dẫn đầu phong trào thi đua cấp tỉnh",)
        case FactCondition():
            return ("đánh giá, so sánh, bình xét, suy tôn là tập thể dẫn đầu cụm, khối thi đua",)
    raise AssertionError(condition.test)


@pytest.mark.parametrize("condition", VERIFIED, ids=lambda condition: f"{condition.provision}-{condition.test}")
def test_what_a_verified_condition_asks_stands_in_the_official_text(shared: Path, condition: Condition) -> None:
    names = {"06/2022/QH15": "06-2022-QH15.txt", "152/2025/NĐ-CP": "152-2025-ND-CP.txt"}
    text = (shared / "regulations" / "raw" / names[condition.provision.document]).read_text(encoding="utf-8")
    start = text.index(f"\nĐiều {condition.provision.article}. ")
    words = squeeze(text[start : text.index("\nĐiều ", start + 1)]).casefold()
    for phrase in _must_say(condition):
        assert phrase.casefold() in words


def test_every_provision_of_a_standard_was_in_force_in_2026() -> None:
    places = {condition.provision for item in standards().ladders for condition in conditions_of(item)}
    assert all(validity(registry(), place, date(2026, 12, 31)).status is Status.IN_FORCE for place in places)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("award: advanced_worker", "award: no_such_award"), "unknown award"),
        (("kind: individual", "kind: household"), "not given to"),
        (("06/2022/QH15#d24.k1.a", "999/2022/QH15#d24"), "unknown document"),
        (("test: completion", "test: guess"), "does not match"),
        (("level: good", "level: fair"), "Input should be"),
    ],
)
def test_a_broken_file_names_what_is_wrong(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    content = (
        "notes: []\nladders:\n  - award: advanced_worker\n    kind: individual\n    standards:\n      - conditions:\n"
        "          - {test: completion, level: good, text: x, provision: 06/2022/QH15#d24.k1.a}\n"
    )
    file = tmp_path / "ladder.yaml"
    file.write_text(content, encoding="utf-8")
    assert len(load_standards(file).ladders) == 1
    file.write_text(content.replace(*change), encoding="utf-8")
    with pytest.raises(RegistryInvalid) as refused:
        load_standards(file)
    assert problem in str(refused.value.details["problem"])
