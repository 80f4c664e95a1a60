from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.access import (
    INVITATION_LASTS,
    Directory,
    Invitation,
    Member,
    OfficeOfPerson,
    Principal,
    Role,
    require,
    unit_of,
)
from bot.inbox import Inbox, complete
from bot.messages import Incoming, Reply, Sender, Upload
from bot.outbox import Outbox
from bot.storage.engine import Store
from bot.storage.migrate import upgrade
from bot.storage.models import Base, InvitationRow, MembershipRow, PersonRow
from bot.texts import text
from knowledge.errors import AccessDenied, ChatGone, InvalidAnswer

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Act = Callable[..., object]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path_factory.mktemp('access') / 'tdkt.sqlite'}")
    upgrade(opened.engine)
    yield opened
    opened.dispose()


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A transaction that is undone, so that each test begins with empty tables."""
    with store.begin() as session:
        yield session
        session.rollback()


@pytest.fixture
def directory(session: Session) -> Directory:
    return Directory(session)


@pytest.fixture
def lan(directory: Directory) -> Principal:
    """Administrator of Phường A."""
    _, code = directory.create_office("Phường A", NOW)
    return directory.redeem(code, "telegram:1", "Lan", NOW)


@pytest.fixture
def minh(directory: Directory) -> Principal:
    """Administrator of Xã B."""
    _, code = directory.create_office("Xã B", NOW)
    return directory.redeem(code, "telegram:2", "Minh", NOW)


def _join(directory: Directory, by: Principal, role: Role, number: int, name: str = "Hoa") -> Principal:
    return directory.redeem(directory.invite(by, role, NOW), f"telegram:{number}", name, NOW)


def _denied(key: str) -> pytest.RaisesExc[AccessDenied]:
    return pytest.RaisesExc(AccessDenied, check=lambda error: error.key == key)


def test_whoever_sends_the_first_code_is_the_administrator(directory: Directory) -> None:
    office_id, code = directory.create_office(" Phường\n A ", NOW)
    lan = directory.redeem(code, "telegram:1", "Lan", NOW)
    assert lan == Principal(
        lan.person_id,
        "Lan",
        office_id,
        "Phường A",
        Role.ADMINISTRATOR,
        (OfficeOfPerson(office_id, "Phường A", Role.ADMINISTRATOR),),
    )
    assert directory.who("telegram:1") == lan


def test_nobody_is_known_without_a_code(directory: Directory, lan: Principal) -> None:
    for identity in ("telegram:2", "telegram:11", "terminal:1", "", "telegram:1 ", "%"):
        assert directory.who(identity) is None


@pytest.mark.parametrize("name", ["", "   ", "\u200b\n", "\u202e"])
def test_an_office_needs_a_name(directory: Directory, name: str) -> None:
    with pytest.raises(InvalidAnswer) as raised:
        directory.create_office(name, NOW)
    assert raised.value.key == "office_name_missing"


def test_a_name_cannot_hide_characters_or_fill_a_page(directory: Directory, lan: Principal) -> None:
    hoa = _join(directory, lan, Role.READER, 3, "Hoa\u202e\x07\ud800  Trần\n" + "a" * 9999)
    assert hoa.name.startswith("Hoa Trần aaa")
    assert len(hoa.name) == 200


# Codes


def test_a_code_is_long_enough_not_to_be_guessed_and_plain_enough_to_be_read_aloud(directory: Directory) -> None:
    codes = {directory.create_office("A", NOW)[1] for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", code)
        assert len(code) <= 64
    assert 32 ** len(code.replace("-", "")) >= 2**80
    assert {letter for code in codes for letter in code} >= set("29AZ")


def test_only_the_hash_of_a_code_is_kept(session: Session, directory: Directory) -> None:
    _, code = directory.create_office("A", NOW)
    kept = session.scalars(select(InvitationRow)).one()
    assert code not in str(vars(kept))
    assert code.replace("-", "") not in str(vars(kept))
    assert len(kept.code_hash) == 64


def test_case_spaces_and_hyphens_of_a_code_do_not_matter(directory: Directory) -> None:
    for number, write in enumerate((str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}\n")):
        _, code = directory.create_office("A", NOW)
        assert directory.redeem(write(code), f"telegram:{number}", "", NOW).role == Role.ADMINISTRATOR


def test_a_code_works_once(directory: Directory, lan: Principal) -> None:
    code = directory.invite(lan, Role.OFFICER, NOW)
    directory.redeem(code, "telegram:3", "Hoa", NOW)
    with _denied("invitation_used"):
        directory.redeem(code, "telegram:4", "Kẻ khác", NOW)
    assert directory.who("telegram:4") is None


def test_a_code_works_for_a_week(directory: Directory, lan: Principal) -> None:
    code = directory.invite(lan, Role.OFFICER, NOW)
    with _denied("invitation_expired"):
        directory.redeem(code, "telegram:3", "Hoa", NOW + INVITATION_LASTS)
    assert directory.redeem(code, "telegram:3", "Hoa", NOW + INVITATION_LASTS - MINUTE).role == Role.OFFICER
    assert timedelta(days=7) == INVITATION_LASTS


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(guess=st.text() | st.from_regex(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}", fullmatch=True))
def test_a_guessed_code_opens_nothing_and_leaves_no_trace(session: Session, guess: str) -> None:
    directory = Directory(session)
    directory.create_office("A", NOW)
    with _denied("invitation_unknown"):
        directory.redeem(guess, "telegram:666", "Kẻ lạ", NOW)
    assert directory.who("telegram:666") is None
    assert session.scalars(select(PersonRow)).all() == []


def test_part_of_a_code_or_its_hash_opens_nothing(session: Session, directory: Directory, lan: Principal) -> None:
    code = directory.invite(lan, Role.OFFICER, NOW)
    digest = session.scalars(select(InvitationRow.code_hash).where(InvitationRow.used_at.is_(None))).one()
    for guess in (code[:-1], code + "2", code[5:], digest, "", "-"):
        with _denied("invitation_unknown"):
            directory.redeem(guess, "telegram:3", "", NOW)


def test_a_code_never_lowers_a_role_and_is_not_used_up_by_it(directory: Directory, lan: Principal) -> None:
    code = directory.invite(lan, Role.READER, NOW)
    with _denied("already_member"):
        directory.redeem(code, "telegram:1", "Lan", NOW)
    assert directory.who("telegram:1") == lan
    assert directory.redeem(code, "telegram:3", "Hoa", NOW).role == Role.READER


def test_a_code_raises_a_member_to_its_role(directory: Directory, lan: Principal) -> None:
    _join(directory, lan, Role.READER, 3)
    assert _join(directory, lan, Role.ADMINISTRATOR, 3).role == Role.ADMINISTRATOR
    assert len(directory.members(lan)) == 2


def test_waiting_codes_can_be_seen_and_revoked(directory: Directory, lan: Principal) -> None:
    directory.invite(lan, Role.READER, NOW - INVITATION_LASTS)
    code = directory.invite(lan, Role.OFFICER, NOW)
    (waiting,) = directory.invitations(lan, NOW)
    assert waiting == Invitation(waiting.id, Role.OFFICER, NOW, NOW + INVITATION_LASTS)
    assert directory.revoke(lan, waiting.id)
    assert not directory.revoke(lan, waiting.id)
    with _denied("invitation_unknown"):
        directory.redeem(code, "telegram:3", "Hoa", NOW)


def test_a_used_code_cannot_be_revoked(session: Session, directory: Directory, lan: Principal) -> None:
    used = session.scalars(select(InvitationRow.id)).one()
    assert not directory.revoke(lan, used)


# Roles


def test_a_role_may_do_what_the_lower_ones_may() -> None:
    order = [Role.READER, Role.OFFICER, Role.ADMINISTRATOR]
    for (has, role), (wants, needed) in product(enumerate(order), repeat=2):
        principal = Principal(1, "Lan", 1, "A", role, ())
        if has >= wants:
            require(principal, needed)
        else:
            with _denied("role_needed"):
                require(principal, needed)


ADMINISTRATIVE = {
    "invite": lambda directory, who, other: directory.invite(who, Role.READER, NOW),
    "invitations": lambda directory, who, other: directory.invitations(who, NOW),
    "revoke": lambda directory, who, other: directory.revoke(who, 1),
    "members": lambda directory, who, other: directory.members(who),
    "change_role": lambda directory, who, other: directory.change_role(who, other.person_id, Role.READER),
    "promote oneself": lambda directory, who, other: directory.change_role(who, who.person_id, Role.ADMINISTRATOR),
    "remove": lambda directory, who, other: directory.remove(who, other.person_id),
}


@pytest.mark.parametrize("act", ADMINISTRATIVE.values(), ids=ADMINISTRATIVE)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.READER])
def test_only_administrators_administer(
    directory: Directory, lan: Principal, role: Role, act: Callable[..., object]
) -> None:
    hoa = _join(directory, lan, role, 3)
    with _denied("role_needed"):
        act(directory, hoa, lan)
    with _denied("role_needed"):
        act(directory, replace(hoa, role=Role.ADMINISTRATOR), lan)
    assert directory.who("telegram:1") == lan
    assert directory.who("telegram:3") == hoa


@pytest.mark.parametrize("act", ADMINISTRATIVE.values(), ids=ADMINISTRATIVE)
def test_a_former_administrator_has_no_power_left(
    directory: Directory, lan: Principal, act: Callable[..., object]
) -> None:
    hoa = _join(directory, lan, Role.ADMINISTRATOR, 3)
    directory.change_role(lan, hoa.person_id, Role.OFFICER)
    with _denied("role_needed"):
        act(directory, hoa, lan)
    directory.remove(lan, hoa.person_id)
    with _denied("role_needed"):
        act(directory, hoa, lan)


def test_members_are_listed_and_their_roles_changed(directory: Directory, lan: Principal) -> None:
    hoa = _join(directory, lan, Role.READER, 3)
    directory.change_role(lan, hoa.person_id, Role.OFFICER)
    assert directory.members(lan) == [
        Member(lan.person_id, "Lan", Role.ADMINISTRATOR),
        Member(hoa.person_id, "Hoa", Role.OFFICER),
    ]


def test_the_last_administrator_stays(directory: Directory, lan: Principal) -> None:
    _join(directory, lan, Role.OFFICER, 3)
    for act in (
        lambda: directory.remove(lan, lan.person_id),
        lambda: directory.change_role(lan, lan.person_id, Role.OFFICER),
        lambda: directory.change_role(lan, lan.person_id, Role.READER),
    ):
        with _denied("last_administrator"):
            act()
    assert directory.who("telegram:1") == lan


def test_an_administrator_may_go_when_another_one_stays(directory: Directory, lan: Principal) -> None:
    hoa = _join(directory, lan, Role.ADMINISTRATOR, 3)
    directory.remove(lan, lan.person_id)
    assert directory.who("telegram:1") is None
    with _denied("last_administrator"):
        directory.remove(hoa, hoa.person_id)


def test_everybody_may_leave(directory: Directory, lan: Principal) -> None:
    for number, role in ((3, Role.OFFICER), (4, Role.READER)):
        hoa = _join(directory, lan, role, number)
        directory.remove(hoa, hoa.person_id)
        assert directory.who(f"telegram:{number}") is None
    assert len(directory.members(lan)) == 1


@pytest.mark.parametrize("role", [Role.OFFICER, Role.READER, None])
def test_the_codes_of_an_administrator_go_with_the_role(
    directory: Directory, lan: Principal, role: Role | None
) -> None:
    hoa = _join(directory, lan, Role.ADMINISTRATOR, 3)
    code = directory.invite(hoa, Role.ADMINISTRATOR, NOW)
    if role is None:
        directory.remove(lan, hoa.person_id)
    else:
        directory.change_role(lan, hoa.person_id, role)
    with _denied("invitation_unknown"):
        directory.redeem(code, "telegram:3", "Hoa", NOW)


def test_an_office_without_anybody_gets_a_new_code_from_the_maintainer(directory: Directory) -> None:
    office_id, _ = directory.create_office("A", NOW)
    code = directory.administrator_code(office_id, NOW)
    assert directory.redeem(code, "telegram:1", "Lan", NOW).role == Role.ADMINISTRATOR
    with _denied("office_unknown"):
        directory.administrator_code(4711, NOW)


def test_the_maintainer_sees_every_office(directory: Directory, lan: Principal, minh: Principal) -> None:
    empty, _ = directory.create_office("Phường C", NOW)
    assert directory.every_office() == [
        (lan.office_id, "Phường A", 1),
        (minh.office_id, "Xã B", 1),
        (empty, "Phường C", 0),
    ]


# Several offices


def test_a_person_works_for_the_office_joined_or_chosen_last(
    directory: Directory, lan: Principal, minh: Principal
) -> None:
    code = directory.invite(minh, Role.READER, NOW)
    both = directory.redeem(code, "telegram:1", "Lan", NOW + MINUTE)
    assert (both.office_id, both.role) == (minh.office_id, Role.READER)
    assert [office.name for office in both.offices] == ["Xã B", "Phường A"]
    assert both.person_id == lan.person_id
    chosen = directory.switch(both, lan.office_id, NOW + 2 * MINUTE)
    assert chosen == OfficeOfPerson(lan.office_id, "Phường A", Role.ADMINISTRATOR)
    back = directory.who("telegram:1")
    assert back is not None
    assert (back.office_id, back.role) == (lan.office_id, Role.ADMINISTRATOR)


def test_a_role_in_one_office_is_worth_nothing_in_another(
    directory: Directory, lan: Principal, minh: Principal
) -> None:
    both = directory.redeem(directory.invite(minh, Role.READER, NOW), "telegram:1", "Lan", NOW + MINUTE)
    with _denied("role_needed"):
        directory.invite(both, Role.ADMINISTRATOR, NOW)
    with _denied("role_needed"):
        directory.remove(both, minh.person_id)


def test_who_is_removed_from_one_office_keeps_the_other(directory: Directory, lan: Principal, minh: Principal) -> None:
    directory.redeem(directory.invite(minh, Role.READER, NOW), "telegram:1", "Lan", NOW + MINUTE)
    directory.remove(minh, lan.person_id)
    assert directory.who("telegram:1") == lan


def test_nobody_switches_to_an_office_that_is_not_theirs(directory: Directory, lan: Principal, minh: Principal) -> None:
    for office_id in (minh.office_id, 0, -1, 4711):
        with _denied("office_unknown"):
            directory.switch(lan, office_id, NOW)
    assert directory.who("telegram:1") == lan


def test_an_administrator_reaches_nobody_in_another_office(
    session: Session, directory: Directory, lan: Principal, minh: Principal
) -> None:
    theirs = directory.invite(minh, Role.OFFICER, NOW)
    (invitation,) = directory.invitations(minh, NOW)
    for person_id in (minh.person_id, 0, -1, 4711):
        with _denied("member_unknown"):
            directory.change_role(lan, person_id, Role.READER)
        with _denied("member_unknown"):
            directory.remove(lan, person_id)
    assert not directory.revoke(lan, invitation.id)
    assert directory.invitations(lan, NOW) == []
    assert [member.name for member in directory.members(lan)] == ["Lan"]
    assert directory.redeem(theirs, "telegram:3", "Hoa", NOW).office_id == minh.office_id
    # A principal that names another office has no role there.
    forged = replace(lan, office_id=minh.office_id)
    with _denied("role_needed"):
        directory.members(forged)
    with _denied("member_unknown"):
        directory.remove(forged, lan.person_id)
    assert session.scalars(select(MembershipRow.role).where(MembershipRow.office_id == minh.office_id)).all() == [
        Role.ADMINISTRATOR,
        Role.OFFICER,
    ]


# Strangers

# As they would lie in a column and as they would lie in JSON.
SECRETS = ("telegram:666", r"K\u1ebb l\u1ea1", r"b\u00ed m\u1eadt", r"t\u1ec7p.docx", "handle-666")
UNESCAPED = ("Kẻ lạ", "bí mật", "tệp.docx")


def _everything(store: Store) -> str:
    with store.read() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table)).all()]
    return "\n".join(str(value) for row in rows for value in row)


@pytest.mark.parametrize("problem", [None, ChatGone(reason="blocked")])
def test_a_stranger_is_refused_and_leaves_nothing_but_the_key_of_the_event(
    tmp_path: Path, problem: ChatGone | None
) -> None:
    store = Store(f"sqlite:///{tmp_path / 'tdkt.sqlite'}")
    upgrade(store.engine)
    inbox, outbox = Inbox(store), Outbox(store)
    event = Incoming(
        "telegram:update:5",
        "telegram:666",
        Sender("telegram:666", "Kẻ lạ"),
        NOW,
        text="bí mật",
        upload=Upload("handle-666", "tệp.docx", 5),
    )
    inbox.put([event], NOW)
    assert [secret for secret in SECRETS if secret in _everything(store)] == list(SECRETS)
    (work,) = inbox.claim(NOW, "w", 1)
    with store.begin() as session:
        assert Directory(session).who(work.event.sender.identity) is None
        complete(session, work, [Reply(text("access.access_denied"))], NOW)
    (delivery,) = outbox.claim(NOW, "s", 1)
    assert delivery.chat == "telegram:666"
    outbox.settle(delivery, NOW, problem)
    left = _everything(store)
    assert "telegram:update:5" in left
    assert not [secret for secret in (*SECRETS, *UNESCAPED) if secret in left]
    assert inbox.put([event], NOW) == 0
    store.dispose()
    (file,) = tmp_path.iterdir()
    bytes_left = file.read_bytes()
    assert b"telegram:update:5" in bytes_left
    assert not [secret for secret in (*SECRETS, *UNESCAPED) if secret.encode() in bytes_left]


# Texts


REFUSALS = [
    AccessDenied(),
    AccessDenied("role_needed", role="administrator", office="Phường A"),
    AccessDenied("invitation_unknown"),
    AccessDenied("invitation_used"),
    AccessDenied("invitation_expired", expires_at=NOW),
    AccessDenied("already_member", office="Phường A"),
    AccessDenied("member_unknown", office="Phường A"),
    AccessDenied("last_administrator", office="Phường A"),
    AccessDenied("office_unknown"),
    InvalidAnswer("office_name_missing", field="office_name"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.key)
def test_every_refusal_tells_what_to_do(refusal: AccessDenied) -> None:
    shown = text(f"access.{refusal.key}", **refusal.details)
    assert "hãy" in shown.lower()
    assert "{" not in shown


def test_every_key_that_access_raises_has_a_text() -> None:
    sources = [Path(__file__).parents[2] / "bot" / name for name in ("access.py", "storage/personal_data.py")]
    raised = {
        key
        for source in sources
        for key in re.findall(r'(?:AccessDenied|InvalidAnswer)\(\s*"(\w+)"', source.read_text(encoding="utf-8"))
    }
    assert raised == {refusal.key for refusal in REFUSALS} - {"access_denied"}


def test_a_name_cannot_bring_its_own_markup() -> None:
    office = "<b>A</b> & <script>"
    shown = text("access.invitation_made", office=office, role=Role.OFFICER, code="X", expires_at=NOW)
    assert "&lt;b&gt;A&lt;/b&gt; &amp; &lt;script&gt;" in shown
    assert set(re.findall(r"<(\w+)", shown)) <= {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}


@pytest.mark.parametrize(
    ("office_name", "unit"),
    [("Ủy ban nhân dân phường Trúc Đàm", "phường Trúc Đàm"), ("UBND Xã Tân Bình", "xã Tân Bình"), ("Sở Nội vụ", None)],
)
def test_the_unit_is_read_out_of_the_name_of_the_office(office_name: str, unit: str | None) -> None:
    assert unit_of(office_name) == unit
