"""The past reports of invented units that ship as examples: shape, law, arithmetic, and words of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from knowledge.citations import Citation, parse_citations
from knowledge.datafiles import data_file
from knowledge.layout.letterheads import read_letterhead
from knowledge.layout.lines import split_lines
from knowledge.provisions import ProvisionId
from knowledge.regulations import Regulation, Status, registry
from knowledge.reports import Report, Role, looks_like_report, read_report
from knowledge.text import normalise, squeeze
from knowledge.validity import validity


@dataclass(frozen=True)
class Expected:
    """What an example must say of itself, and the law that a report of its date stands on."""

    file: str
    unit: str
    year: int
    reported_on: date
    stands_on: frozenset[str]


COMMUNE = Expected(
    "hac-khe-2024.txt",
    "xã Hạc Khê",
    2024,
    date(2024, 12, 12),
    frozenset({"06/2022/QH15", "98/2023/NĐ-CP", "01/2024/TT-BNV"}),
)
WARD = Expected(
    "truc-dam-2025.txt",
    "phường Trúc Đàm",
    2025,
    date(2025, 12, 15),
    frozenset({"06/2022/QH15", "152/2025/NĐ-CP", "15/2025/TT-BNV", "129/2025/NĐ-CP", "41-CT/TW"}),
)
EXAMPLES = (COMMUNE, WARD)
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.file)

MAIN_ROLES = frozenset(Role) - {Role.AWARDS_RECEIVED, Role.SHORTCOMINGS_AND_CAUSES}
# Who signs documents of the invented units themselves and of those above them in the invented province.
LOCAL_SYMBOLS = re.compile(r"\d+/(?:QĐ-UBND|KH-UBND|BC-UBND|UBND-NV|SNV-TĐKT)")
NUMBER = r"\d+(?:[.,]\d+)*"
QUOTED = re.compile(r"“[^”]*”")
LONGEST_SHARED_RUN = 12
EMPTY_WORDS = ("cơ bản", "từng bước", "tích cực", "không ngừng", "sâu rộng", "sôi nổi", "chuyển biến", "nhìn chung")


@cache
def text_of(example: Expected) -> str:
    return data_file("examples").joinpath(example.file).read_text(encoding="utf-8")


@cache
def report_of(example: Expected) -> Report:
    return read_report(text_of(example))


def section(example: Expected, role: Role) -> str:
    report = report_of(example)
    return "\n".join(report.text[piece.start : piece.end] for piece in report.role(role))


def value(written: str) -> Decimal:
    """The number as Vietnamese writes it: dots for thousands, a comma for decimals."""
    return Decimal(written.replace(".", "").replace(",", "."))


def is_percentage(part: str, whole: str, percentage: str) -> bool:
    """Whether the percentage is right, rounded to as many decimals as are written."""
    places = len(percentage.partition(",")[2])
    off = value(part) / value(whole) * 100 - value(percentage)
    return abs(off) <= Decimal(5).scaleb(-places - 1)


def meant_by(citation: Citation, on: date) -> Regulation | None:
    found = registry().resolve(
        kind=citation.kind,
        number=citation.number,
        name=citation.name,
        year=citation.document_year,
        issued_on=citation.issued_on,
        on=on,
    )
    return found[0] if found else None


def national_citations(example: Expected) -> list[tuple[Citation, Regulation]]:
    """What is cited of the law, with the registered document; fails on what is neither registered nor local."""
    cited = []
    for citation in parse_citations(text_of(example)):
        if citation.number and LOCAL_SYMBOLS.fullmatch(citation.number):
            continue
        regulation = meant_by(citation, example.reported_on)
        assert regulation is not None, citation.text
        cited.append((citation, regulation))
    return cited


# What they are.


def test_every_file_in_the_folder_is_one_of_the_examples_tested_here() -> None:
    assert {file.name for file in data_file("examples").iterdir()} == {example.file for example in EXAMPLES}


@each_example
def test_an_example_says_before_anything_else_that_its_unit_is_invented(example: Expected) -> None:
    note, letterhead, _ = text_of(example).partition("\n\nỦY BAN NHÂN DÂN")
    lines = note.splitlines()
    assert letterhead
    assert all(line.startswith("[") and line.endswith("]") for line in lines)
    assert lines[0].startswith("[VÍ DỤ - ĐƠN VỊ HƯ CẤU")
    assert "không có thật" in note
    assert "không dùng làm căn cứ" in note
    assert example.unit.casefold() in note.casefold()


@each_example
def test_an_example_is_read_as_the_annual_report_of_its_unit(example: Expected) -> None:
    report = report_of(example)
    assert looks_like_report(report.text)
    assert report.unit == example.unit
    assert report.year == str(example.year)
    assert report.period == f"năm {example.year}"
    assert report.title == (
        f"BÁO CÁO Tổng kết công tác thi đua, khen thưởng năm {example.year};"
        f" phương hướng, nhiệm vụ năm {example.year + 1}"
    )


@each_example
def test_an_example_carries_its_date(example: Expected) -> None:
    text = text_of(example)
    assert read_letterhead(split_lines(text), text).issued_on == example.reported_on


@each_example
def test_an_example_has_every_main_section(example: Expected) -> None:
    found = {piece.role for piece in report_of(example).sections}
    assert found >= MAIN_ROLES


@each_example
def test_no_person_is_named_under_an_example(example: Expected) -> None:
    assert text_of(example).splitlines()[-3:] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(đã ký)"]


@each_example
def test_an_example_is_written_without_empty_words(example: Expected) -> None:
    plain = text_of(example).casefold()
    assert [word for word in EMPTY_WORDS if word in plain] == []


@each_example
def test_an_example_is_in_the_form_that_the_project_keeps(example: Expected) -> None:
    text = text_of(example)
    assert text == normalise(text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


# The law they stand on.


@each_example
def test_every_regulation_an_example_cites_is_in_force_on_its_date(example: Expected) -> None:
    for citation, regulation in national_citations(example):
        place = ProvisionId(regulation.number, (*citation.articles, "")[0], (*citation.clauses, "")[0])
        found = validity(registry(), place, example.reported_on)
        # A plan for one campaign has no date of effect: it must be issued by then, and not have ended.
        allowed = {Status.IN_FORCE} if regulation.normative else {Status.IN_FORCE, Status.UNKNOWN}
        assert found.status in allowed, citation.text
        assert regulation.issued is None or regulation.issued.day <= example.reported_on


@each_example
def test_an_example_gives_each_regulation_its_true_date(example: Expected) -> None:
    dated = [(cited, found) for cited, found in national_citations(example) if cited.issued_on]
    assert {found.number for _, found in dated} == {found.number for _, found in national_citations(example)}
    for citation, regulation in dated:
        assert regulation.issued is not None
        assert citation.issued_on == regulation.issued.day, citation.text


@each_example
def test_an_example_stands_on_the_law_of_its_year(example: Expected) -> None:
    assert {regulation.number for _, regulation in national_citations(example)} >= example.stands_on


@each_example
def test_the_documents_of_the_invented_units_are_dated_within_the_year(example: Expected) -> None:
    local = [
        citation
        for citation in parse_citations(text_of(example))
        if citation.number and LOCAL_SYMBOLS.fullmatch(citation.number) and citation.issued_on
    ]
    assert len(local) >= 4
    for citation in local:
        assert citation.issued_on
        assert date(example.year, 1, 1) <= citation.issued_on <= example.reported_on, citation.text


# Their arithmetic.

UNIT_WORDS = ("Xã", "Phường")
OBJECTS = ("tập thể", "cá nhân", "hộ gia đình")
ITEM = re.compile(rf"^- (?P<name>.+): (?P<total>{NUMBER}) \((?P<parts>[^()]+)\)[;.]$", re.MULTILINE)
SHARE = re.compile(rf"(?<![\d/.,])({NUMBER})/({NUMBER})(?![/\d])[^()/;\n]{{0,80}}\(({NUMBER})%\)")
AGAINST_PLAN = re.compile(
    rf"thực hiện ({NUMBER}) [^/\d]+/kế hoạch ({NUMBER}) [^,\d]+, bằng ({NUMBER})% kế hoạch"
    rf"(?: và bằng ({NUMBER})% năm \d{{4}} \(({NUMBER}) [^)]*\))?"
)
REDUCED = re.compile(rf"giảm ({NUMBER}) hộ[^.;]*?, bằng ({NUMBER})% kế hoạch giảm ({NUMBER}) hộ")
WHOLE = re.compile(rf"({NUMBER}) [^\d;().]{{2,40}}, gồm ([^;\n]+?)(?:[;.](?=\s)|$)", re.MULTILINE)
PRODUCT = re.compile(rf"(?:([^:;,×]+?):? )({NUMBER}) × ({NUMBER}) đồng = ({NUMBER}) đồng")
FIGURE = re.compile(rf"(?<![\d/.,]){NUMBER}(?:/{NUMBER}(?!/)|%)")
# Điều 50 and Điều 54 of Nghị định 152/2025/NĐ-CP, times the base salary; the first is the same in Điều 54 of
# Nghị định 98/2023/NĐ-CP. What is asked for: the coefficient, and to whom.
BASE_SALARY = Decimal(2_340_000)
COEFFICIENTS = {
    "“Lao động tiên tiến”": Decimal("0.3"),
    "“Chiến sĩ thi đua cơ sở”": Decimal("1.0"),
    "“Tập thể lao động tiên tiến”": Decimal("0.8"),
    "tổ dân phố văn hóa": Decimal("1.5"),
    "Giấy khen tập thể": Decimal("0.6"),
    "cá nhân": Decimal("0.3"),
    "hộ gia đình": Decimal("0.45"),
}
FORMER_UNITS = re.compile(
    rf"xã Hạc Khê (?P<commune>{NUMBER}) (?P<unit>[^\s,]+)[^,;()\d]*,"
    rf" phường Mộc Đàm (?P<other>{NUMBER})[^,;()\d]*, cộng (?P<sum>{NUMBER})"
)

Award = dict[str, Decimal]


def by_object(parts: str) -> Award:
    """«6 tập thể, 14 cá nhân» as numbers; anything else written there fails."""
    pairs = [part.split(" ", 1) for part in parts.split(", ")]
    assert all(kind in OBJECTS for _, kind in pairs), parts
    return {kind: value(number) for number, kind in pairs}


def commendation_lists(example: Expected) -> list[tuple[list[tuple[str, Award]], Award]]:
    """The lists of awards: the lines of each with their name, and what its last line says is the sum."""
    lists: list[tuple[list[tuple[str, Award]], Award]] = []
    lines: list[tuple[str, Award]] = []
    for found in ITEM.finditer(section(example, Role.COMMENDATION)):
        award = by_object(found["parts"])
        assert sum(award.values()) == value(found["total"]), found[0]
        if found["name"] == "Cộng":
            lists.append((lines, award))
            lines = []
        else:
            lines.append((found["name"], award))
    assert lines == []
    return lists


@each_example
def test_every_list_of_awards_adds_up_by_row_and_by_column(example: Expected) -> None:
    lists = commendation_lists(example)
    assert len(lists) >= 3
    for lines, said in lists:
        assert len(lines) >= 2
        for kind in OBJECTS:
            assert sum(award.get(kind, 0) for _, award in lines) == said.get(kind, 0), kind


@each_example
def test_the_letters_of_commendation_told_in_words_are_those_of_the_lists(example: Expected) -> None:
    told = [value(number) for number in re.findall(rf"tặng ({NUMBER}) Giấy khen", section(example, Role.COMMENDATION))]
    own = [
        sum(
            sum(award.values())
            for name, award in lines
            if name.startswith("Giấy khen") or name.split()[0] in UNIT_WORDS
        )
        for lines, _ in commendation_lists(example)
        if not any("thị xã" in name or "tỉnh" in name for name, _ in lines)
    ]
    assert told == own
    assert told


@each_example
def test_fewer_are_grassroots_champions_than_advanced_workers(example: Expected) -> None:
    awarded = {
        name.split("”")[0].strip("“"): award for lines, _ in commendation_lists(example) for name, award in lines
    }
    assert awarded["Chiến sĩ thi đua cơ sở"]["cá nhân"] < awarded["Lao động tiên tiến"]["cá nhân"]


@each_example
def test_every_share_is_the_percentage_of_its_parts(example: Expected) -> None:
    shares = SHARE.findall(text_of(example))
    assert len(shares) >= 15
    for part, whole, percentage in shares:
        assert value(part) <= value(whole)
        assert is_percentage(part, whole, percentage), (part, whole, percentage)


@each_example
def test_every_result_is_compared_rightly_with_the_plan_and_the_year_before(example: Expected) -> None:
    results = AGAINST_PLAN.findall(section(example, Role.MOVEMENTS))
    assert len(results) >= 5
    assert len(results) == section(example, Role.MOVEMENTS).count("/kế hoạch ")
    for done, planned, of_plan, of_last_year, last_year in results:
        assert is_percentage(done, planned, of_plan), (done, planned, of_plan)
        assert not last_year or is_percentage(done, last_year, of_last_year), (done, last_year, of_last_year)
    reductions = REDUCED.findall(section(example, Role.MOVEMENTS))
    assert len(reductions) == 1
    for reduced, of_plan, planned in reductions:
        assert is_percentage(reduced, planned, of_plan)


@each_example
def test_what_a_number_is_made_of_adds_up_to_it(example: Expected) -> None:
    checked = 0
    for total, parts in WHOLE.findall(text_of(example)):
        numbers = [value(number) for number in re.findall(NUMBER, parts)]
        if len(numbers) > 1:
            chairman = int(parts.startswith("Chủ tịch Hội đồng"))
            assert sum(numbers) + chairman == value(total), parts
            checked += 1
    assert checked >= 5


@each_example
def test_the_units_that_registered_add_up(example: Expected) -> None:
    found = re.search(rf"({NUMBER})/({NUMBER}) đơn vị đăng ký thi đua \([^)]+\), gồm ([^.]+)\.", text_of(example))
    assert found
    parts = re.findall(rf"({NUMBER})/({NUMBER}) ", found[3])
    assert sum(value(registered) for registered, _ in parts) == value(found[1])
    assert sum(value(units) for _, units in parts) == value(found[2])


def amount(example: Expected, pattern: str) -> Decimal:
    found = re.search(pattern, section(example, Role.FUND))
    assert found, pattern
    return value(found[1])


@each_example
def test_the_fund_balances_and_its_prizes_are_those_listed(example: Expected) -> None:
    fund = section(example, Role.FUND)
    income = amount(example, rf"Nguồn quỹ: ({NUMBER}) đồng")
    spent = amount(example, rf"Đã chi: ({NUMBER}) đồng")
    assert income - spent == amount(example, rf"Số dư ước đến ngày 31/12/{example.year}: ({NUMBER}) đồng")
    products = PRODUCT.findall(fund)
    assert products
    for _, count, rate, product in products:
        assert value(count) * value(rate) == value(product)
    others = [value(number) for number in re.findall(rf"Giấy khen các loại chi ({NUMBER}) đồng", fund)]
    listed = sum(value(product) for *_, product in products) + sum(others)
    assert listed == amount(example, rf"tiền thưởng ({NUMBER}) đồng")
    organising = amount(example, rf"tổ chức phong trào, tuyên truyền và hội nghị ({NUMBER}) đồng")
    share = re.search(rf"tổ chức phong trào bằng ({NUMBER})% tổng nguồn, trong giới hạn 20%", fund)
    assert share
    assert is_percentage(str(organising), str(income), share[1])


def awarded_by_the_chairman(example: Expected) -> dict[str, Award]:
    """The list with «Lao động tiên tiến»: titles by name, all letters of commendation as one."""
    lines = next(lines for lines, _ in commendation_lists(example) if any("“Lao động" in name for name, _ in lines))
    titles = {f"{name.split('”')[0]}”": award for name, award in lines if "”" in name}
    letters = [award for name, award in lines if name.startswith("Giấy khen")]
    return {
        **titles,
        "Giấy khen": {kind: sum((of.get(kind, Decimal(0)) for of in letters), Decimal(0)) for kind in OBJECTS},
    }


@each_example
def test_every_prize_is_the_coefficient_of_the_decree_rounded_up_for_those_awarded(example: Expected) -> None:
    awarded = awarded_by_the_chairman(example)
    letters = awarded["Giấy khen"]
    counts = {
        **{name: sum(award.values()) for name, award in awarded.items()},
        "Giấy khen tập thể": letters["tập thể"],
        "cá nhân": letters["cá nhân"],
        "hộ gia đình": letters["hộ gia đình"],
    }
    for context, count, rate, _ in PRODUCT.findall(section(example, Role.FUND)):
        name = next(name for name in COEFFICIENTS if context.endswith(name))
        exact = COEFFICIENTS[name] * BASE_SALARY
        assert exact <= value(rate) < exact + 10_000, context
        assert value(rate) % 10_000 == 0, context
        assert counts.get(name, value(count)) == value(count), context


@each_example
def test_what_the_assessment_says_in_figures_stands_in_the_results(example: Expected) -> None:
    results = section(example, Role.RESULTS)
    for role in (Role.STRENGTHS, Role.SHORTCOMINGS):
        told = FIGURE.findall(SHARE.sub("", section(example, role)))
        assert told
        assert [figure for figure in told if not re.search(rf"(?<![\d.,]){figure}", results)] == []


# What shortcomings, causes and tasks owe to one another.


@each_example
def test_every_shortcoming_has_a_cause_and_a_task_of_its_own(example: Expected) -> None:
    named = re.findall(r"^- Hạn chế thứ (\w+):", section(example, Role.SHORTCOMINGS), re.MULTILINE)
    tasks = re.findall(r"^- Khắc phục hạn chế thứ (\w+):", section(example, Role.NEXT_TASKS), re.MULTILINE)
    causes = re.findall(r"thứ (\w+)(?=[,)])", section(example, Role.CAUSES))
    assert len(named) >= 5
    assert named == tasks
    assert set(causes) == set(named)


@each_example
def test_every_shortcoming_is_measured(example: Expected) -> None:
    for line in section(example, Role.SHORTCOMINGS).splitlines():
        if line.startswith("- "):
            assert re.search(r"\d|một nửa", line), line


# What the two say of the same commune.


def test_the_ward_adds_the_former_units_and_repeats_the_figures_of_the_commune() -> None:
    commune = text_of(COMMUNE)
    compared = list(FORMER_UNITS.finditer(text_of(WARD)))
    assert len(compared) >= 10
    for found in compared:
        assert value(found["commune"]) + value(found["other"]) == value(found["sum"]), found[0]
        said = rf"(?<![\d.,/]){re.escape(found['commune'])}(?:/{NUMBER})? {re.escape(found['unit'])}"
        assert re.search(said, commune), found[0]
    changes = re.findall(
        rf"({NUMBER})/{NUMBER} [^.]*?(tăng|giảm) ({NUMBER}) hộ so với (?:cuối )?năm 2024 \([^)]*cộng ({NUMBER}) hộ\)",
        text_of(WARD),
    )
    assert len(changes) == 4
    for now, way, change, before in changes:
        assert value(now) - value(before) == (value(change) if way == "tăng" else -value(change))
    shares = re.findall(rf"xã Hạc Khê năm 2024 đạt ({NUMBER})%", text_of(WARD))
    assert len(shares) == 2
    assert all(f"({share}%)" in commune for share in shares)


def test_the_letters_of_commendation_of_both_halves_of_the_year_are_added_up() -> None:
    found = re.search(
        rf"hai đơn vị cũ tặng ({NUMBER}) Giấy khen, phường tặng ({NUMBER}) Giấy khen, cộng ({NUMBER}) Giấy khen,"
        rf" bằng ({NUMBER})% năm 2024: [^.]*cộng ({NUMBER}) Giấy khen",
        section(WARD, Role.COMMENDATION),
    )
    assert found
    former, own, both, percentage, last_year = found.groups()
    assert value(former) + value(own) == value(both)
    assert is_percentage(both, last_year, percentage)


def test_the_fund_of_the_commune_is_handed_over_to_the_last_dong() -> None:
    found = re.search(
        rf"xã Hạc Khê: số dư đầu năm ({NUMBER}) đồng, được cấp ({NUMBER}) đồng, đã chi ({NUMBER}) đồng,"
        rf" còn ({NUMBER}) đồng; phường Mộc Đàm còn ({NUMBER}) đồng",
        section(WARD, Role.FUND),
    )
    assert found
    opening, granted, spent, left, other = map(value, found.groups())
    assert opening == amount(COMMUNE, rf"Số dư ước đến ngày 31/12/2024: ({NUMBER}) đồng")
    assert opening + granted - spent == left
    assert left + other == amount(WARD, rf"bàn giao số dư quỹ ({NUMBER}) đồng")
    assert left + other == amount(WARD, rf"số dư nhận bàn giao ({NUMBER}) đồng")


def test_what_the_commune_left_pending_the_ward_reports_as_decided() -> None:
    pending, total = commendation_lists(COMMUNE)[-1]
    found = re.search(r"đủ (\d+) trường hợp mà xã Hạc Khê đang trình cuối năm 2024: ([^.]+)\.", text_of(WARD))
    assert found
    assert value(found[1]) == sum(total.values())
    assert [value(number) for number in re.findall(r"\b(\d+) [“B]", found[2])] == [
        sum(award.values()) for _, award in pending
    ]


# Whose words they are.


def movements_of_the_prime_minister(example: Expected) -> list[str]:
    """The names in quotes in the headings below «Phong trào do Thủ tướng Chính phủ phát động»."""
    report = report_of(example)
    headings = list(report.headings)
    above = next(place for place, heading in enumerate(headings) if "Thủ tướng Chính phủ" in heading.text)
    names: list[str] = []
    for heading in headings[above + 1 :]:
        if heading.level <= headings[above].level:
            break
        names += [name.strip("“”") for name in QUOTED.findall(heading.text)]
    return names


@each_example
def test_every_movement_of_the_prime_minister_is_named_as_the_sources_name_it(example: Expected, shared: Path) -> None:
    folders = (("reports", "*.txt"), ("regulations/raw", "*.txt"), ("research", "*.md"))
    files = [file for folder, pattern in folders for file in (shared / folder).glob(pattern)]
    sources = squeeze(normalise("\n".join(file.read_text(encoding="utf-8") for file in files)))
    names = movements_of_the_prime_minister(example)
    assert len(names) >= 6
    assert [name for name in names if name not in sources] == []


def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", normalise(text).casefold()))


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of one syllable more than may be shared."""
    said, length = words(text), LONGEST_SHARED_RUN + 1
    return {said[place : place + length] for place in range(len(said) - length + 1)}


def titles_of_the_law(example: Expected) -> set[tuple[str, ...]]:
    """Runs that stand in the title of a document cited, with its issuer before it as a citation has it."""
    cited = {regulation.number: regulation for _, regulation in national_citations(example)}
    return set().union(*(runs(f"của {found.issuer} {found.title}") for found in cited.values()))


def own_words(example: Expected) -> list[str]:
    """The report below its title, without names in quotes and citations, in the pieces that are left."""
    body = text_of(example).partition("\nKính gửi:")[2]
    names = [(found.start(), found.end()) for found in QUOTED.finditer(body)]
    cited = [(citation.start, citation.end) for citation in parse_citations(body)]
    pieces, place = [], 0
    for start, end in sorted(names + cited):
        pieces.append(body[place:start])
        place = max(place, end)
    return [*pieces, body[place:]]


@each_example
def test_no_run_of_words_is_copied_from_a_real_report(example: Expected, shared: Path) -> None:
    real = [file.read_text(encoding="utf-8") for file in sorted((shared / "reports").glob("*.txt"))]
    assert len(real) >= 2
    theirs = set().union(*map(runs, real)) - titles_of_the_law(example)
    ours = set().union(*map(runs, own_words(example)))
    assert len(ours) > 1000
    assert {" ".join(run) for run in ours & theirs} == set()
