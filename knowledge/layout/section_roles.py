"""What a heading of a report says its section is: results, shortcomings, causes, next tasks …

It reads headings only, never the text below them, and keeps no order of sections.
Read next: `knowledge/reports.py`, which weighs headings against those above and below them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A canonical section of a report; results may hold the roles down to AWARDS_RECEIVED."""

    SITUATION = "situation"
    RESULTS = "results"
    LEADERSHIP = "leadership"
    MOVEMENTS = "movements"
    COMMENDATION = "commendation"
    MODELS = "models"
    ORGANISATION = "organisation"
    FUND = "fund"
    REFORM = "reform"
    INSPECTION = "inspection"
    INITIATIVES = "initiatives"
    AWARDS_RECEIVED = "awards_received"
    STRENGTHS = "strengths"
    SHORTCOMINGS = "shortcomings"
    CAUSES = "causes"
    SHORTCOMINGS_AND_CAUSES = "shortcomings_and_causes"
    """A section whose heading names both and whose text does not keep them apart."""
    LESSONS = "lessons"
    NEXT_TASKS = "next_tasks"
    RECOMMENDATIONS = "recommendations"


@dataclass(frozen=True, slots=True)
class Named:
    """What a heading names: its roles in order, and whether it says nothing else."""

    roles: tuple[Role, ...] = ()
    pure: bool = False
    forward: bool = False
    """Whether the tasks it names are plainly those to come («phương hướng», «năm 2026», «thời gian tới»)."""


# Folded words; the longest first where one begins another.
_TERMS: Final[tuple[tuple[str, Role | None], ...]] = (
    (r"dac diem(?: tinh hinh)?|tinh hinh chung|khai quat|so luoc|boi canh", Role.SITUATION),
    (r"thuan loi|kho khan|vuong mac|thach thuc", None),
    (r"uu diem|mat manh|diem manh|mat tich cuc|(?:mat |viec )?(?:da )?lam duoc|mat duoc", Role.STRENGTHS),
    (r"thanh tich (?:da )?dat duoc|thanh tich|thanh tuu|ket qua", Role.RESULTS),
    (
        r"ton tai|han che|khuyet diem|yeu kem|thieu sot|bat cap|nhuoc diem|diem yeu|mat yeu"
        r"|(?:mat |viec )?chua (?:(?:lam|dat|thuc hien) )?duoc|chua dat",
        Role.SHORTCOMINGS,
    ),
    (r"nguyen nhan", Role.CAUSES),
    (r"bai hoc(?: kinh nghiem)?|kinh nghiem", Role.LESSONS),
    (
        r"phuong huong|dinh huong|muc tieu|nhiem vu(?! duoc (?:giao|phan cong))|giai phap|bien phap|chi tieu"
        r"|ke hoach (?:cong tac|hoat dong|thuc hien|nhiem vu|trong tam|nam)|chuong trinh cong tac|cong viec trong tam",
        Role.NEXT_TASKS,
    ),
    (r"kien nghi|de xuat(?! (?:xep loai|danh gia|khen|tang|cac danh hieu|danh hieu))", Role.RECOMMENDATIONS),
)
_TERM: Final = re.compile("|".join(f"(?P<t{place}>{words})" for place, (words, _) in enumerate(_TERMS)) + r"(?![a-z])")
_PREFIX: Final = re.compile(
    r"(?:(?:ve|mot so|mot vai|nhung|cac|cai|(?:mat|viec|diem)(?= (?:con |han|ton|yeu kem|khuyet))|van de|con|phan"
    r"|noi dung|tu danh gia|danh gia|nhan dinh|phan tich|tom tat|tong hop|du kien|cu the|chu yeu|xac dinh|neu) )+"
)
_MODIFIER: Final = re.compile(
    r"(?: ?\((?:neu co|khach quan|chu quan)\)| (?:chu yeu|chinh|chung|cu the|chu quan|khach quan|con lai|noi bat|co ban"
    r"|dat duoc|trong tam|quan trong|nhu sau|sau day|can khac phuc|cong tac|tren|do|(?:duoc )?rut ra|nay|hien nay))+"
    r"(?![a-z])"
)
_JOINT: Final = re.compile(r" ?[,;/&+–-] ?(?:va |cung nhu )?| va (?:ca )?| cung nhu | dong thoi | kem theo ")
_OF: Final = re.compile(r" (?:cua|dan den|doi voi|gay ra)(?: (?:nhung|cac|mot so))? ")
_FORWARD: Final = re.compile(
    r"phuong huong|dinh huong|thoi gian toi|trong nam toi|nam (?:tiep theo|toi|sau)|tiep theo|sap toi|cuoi nam"
    r"|den nam 20\d\d|(?:tuan|thang|quy) (?:toi|sau|tiep)|nhiem ky moi|\b20\d\d\b"
)
_RESULT_WORDS: Final = re.compile(
    r"tinh hinh(?: va (?:nhung )?ket qua|,? (?:to chuc|thuc hien|trien khai|hoat dong|cong tac|phong trao))"
    r"|cong tac (?:trien khai|to chuc) (?:va )?thuc hien"
)
_LATER_RESULT: Final = re.compile(
    r"(?:,| va|;) (?:nhung )?ket qua "
    r"(?:dat duoc|thuc hien|noi bat|chu yeu|cu the|cong tac|to chuc|phong trao|hoat dong)"
)
_LATER_CAUSES: Final = re.compile(r"(?:,| va|;) (?:nhung |cac )?nguyen nhan")
_SUCCESS: Final = re.compile(r"\b(?:ket qua|thanh tich|thanh cong|thanh tuu|uu diem)\b")
_FAILURE: Final = re.compile(r"\b(?:ton tai|han che|khuyet diem|yeu kem|thieu sot|bat cap)\b")
_NEITHER: Final = re.compile(
    r"(?:nhung |cac )?(?:(?:ket qua|viec|tinh hinh) (?:thuc hien (?:viec )?)?khac phuc"
    r"|(?:bien phap|giai phap|nhiem vu)\b.{0,40}\b(?:da|hoac nguyen nhan|dat duoc|dat thanh tich)\b)"
)
_COMMENDATION: Final = re.compile(
    r"(?:(?:ve|ket qua|tinh hinh|viec|thuc hien|cong tac|to chuc|trien khai|hoat dong) )*"
    r"(?:khen thuong|(?:binh xet|xet tang|xet,? cong nhan|xet,? de nghi|binh bau)\b.{0,60}\b(?:khen|danh hieu))"
)
_AWARDS_RECEIVED: Final = re.compile(
    r"\b(?:da )?duoc (?:nha nuoc |cac cap )?(?:khen thuong|tang thuong|khen tang|ghi nhan)\b"
)
_SUBJECTS: Final = (
    (Role.MODELS, re.compile(r"\bdien hinh\b|\bguong nguoi tot\b|\bnhan rong\b")),
    (Role.FUND, re.compile(r"\bquy (?:thi dua|khen thuong|td)|\bkinh phi\b|\btrich lap\b")),
    (Role.ORGANISATION, re.compile(r"\bbo may\b|\bkien toan\b|\btap huan\b|\bhoi dong thi dua|\bcum,? khoi thi dua")),
    (Role.REFORM, re.compile(r"\bcai cach hanh chinh\b|\bchuyen doi so\b|\bcong nghe thong tin\b")),
    (Role.INSPECTION, re.compile(r"\b(?:kiem tra|thanh tra|giam sat)\b")),
    (Role.INITIATIVES, re.compile(r"\bsang kien\b")),
    (Role.LEADERSHIP, re.compile(r"\b(?:lanh dao|chi dao|quan triet|tuyen truyen|ban hanh)\b")),
    (Role.MOVEMENTS, re.compile(r"\bphong trao\b|\bto chuc .{0,40}thi dua\b")),
)


def named_by(heading: str) -> Named:
    """What the heading names. `heading` is folded, in lower case, without its number.

    Roles are read from the head of the phrase on, as long as they are listed side by side
    («tồn tại, hạn chế và nguyên nhân»); what follows «của», «khắc phục» or a verb only explains
    them: «nguyên nhân của hạn chế» names causes, «kết quả khắc phục hạn chế» names none of both.
    """
    words = heading.strip(" .:;*-–\"“”'").replace("“", "").replace("”", "").replace('"', "")
    forward = _FORWARD.search(words) is not None
    if _NEITHER.match(words):
        return Named()
    if _AWARDS_RECEIVED.search(words):
        return Named((Role.AWARDS_RECEIVED,), forward=forward)
    if _COMMENDATION.match(words):
        return Named((Role.COMMENDATION,), forward=forward)
    if _RESULT_WORDS.match(words):
        return Named((Role.RESULTS,), forward=forward)
    roles, pure = _listed(words)
    if not roles and _LATER_RESULT.search(words):
        roles = (Role.RESULTS,)
    if not roles and not pure and re.match(r"tinh hinh\b", words):
        roles = (Role.SITUATION,)
    return Named(roles, pure and bool(roles), forward)


def subject_of(heading: str) -> Role | None:
    """The field of work that the heading names, for headings among the results; None if none is told apart."""
    return next((role for role, words in _SUBJECTS if words.search(heading)), None)


def _listed(words: str) -> tuple[tuple[Role, ...], bool]:
    """The roles that the phrase lists from its head on, and whether the list is all there is."""
    roles: list[Role] = []
    at = _after(_PREFIX, words, 0)
    end = at
    while found := _TERM.match(words, at):
        role = _role_of(found)
        if role and role not in roles:
            roles.append(role)
        end = _after(_MODIFIER, words, found.end())
        joint = _JOINT.match(words, end)
        at = _after(_PREFIX, words, joint.end()) if joint else end + (words[end : end + 1] == " ")
        beside = _TERM.match(words, at)
        if not joint and beside and not _runs_on(role, _role_of(beside)):
            break
    if roles and roles[-1] is Role.CAUSES and _explained_by_success(words, end):
        return tuple(roles[:-1]), False
    if Role.SHORTCOMINGS in roles and Role.CAUSES not in roles and _LATER_CAUSES.search(words, end):
        roles.append(Role.CAUSES)
    return tuple(roles), end >= len(words) or _explains(words, end)


def _role_of(found: re.Match[str]) -> Role | None:
    return _TERMS[int((found.lastgroup or "t0")[1:])][1]


def _runs_on(role: Role | None, beside: Role | None) -> bool:
    """Whether two terms side by side without a comma still list: «tồn tại hạn chế nguyên nhân»."""
    return role is beside or role is None or (role is Role.SHORTCOMINGS and beside in (Role.CAUSES, None))


def _explained_by_success(words: str, at: int) -> bool:
    """Whether causes are those of what went well: «nguyên nhân của kết quả đạt được»."""
    rest = words[at:]
    return _SUCCESS.search(rest) is not None and _FAILURE.search(rest) is None


def _after(pattern: re.Pattern[str], words: str, at: int) -> int:
    found = pattern.match(words, at)
    return found.end() if found else at


def _explains(words: str, at: int) -> bool:
    """Whether the rest only says whose they are: «nguyên nhân của những tồn tại, hạn chế trên»."""
    of = _OF.match(words, at)
    start = of.end() if of else at + 1
    return words[at : at + 1] == " " and _only_terms(words, start)


def _only_terms(words: str, at: int) -> bool:
    at = _after(_PREFIX, words, at)
    while found := _TERM.match(words, at):
        end = _after(_MODIFIER, words, found.end())
        joint = _JOINT.match(words, end)
        if end >= len(words):
            return True
        at = _after(_PREFIX, words, joint.end()) if joint else end + (words[end : end + 1] == " ")
    return False
