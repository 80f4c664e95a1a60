"""The channel-free html of a Reply: escaped, cut into parts a channel can carry, or shown as plain text.

It knows no channel and no limit of its own: whoever sends says how long a part may be.
Read next: `bot/channels/telegram_text.py`, which cuts for Telegram, and `bot/messages.py`, which names the tags.
"""

from __future__ import annotations

import html as html_entities
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

TAGS = ("b", "i", "u", "s", "code", "pre", "a", "blockquote")
"""The only tags a Reply may carry; anything else between angle brackets is shown as it stands."""

# One alternative can start at each character and none of them nests a repetition: a scan is linear.
_TOKEN = re.compile(
    r"<(?P<close>/)?(?P<name>" + "|".join(TAGS) + r")(?P<rest>(?:\s[^<>]{0,2048})?)>"
    r"|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_HREF = re.compile(r"\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_EXPANDABLE = re.compile(r"\sexpandable(?:\s|$)")

# What a terminal would obey instead of showing: an escape sequence in an officer's file must stay harmless.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[.!?…;:](?=\s)")

# Characters that belong to the one before them: joiners and variation selectors (marks are found by category).
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_LONGEST_CLUSTER = 16
"""How far a cut steps back to keep a letter and its marks together."""

_ANSI_RESET = "\x1b[0m"
_ANSI = {"b": "\x1b[1m", "i": "\x1b[3m", "u": "\x1b[4m", "s": "\x1b[9m", "code": "\x1b[36m", "pre": "\x1b[36m"}
_QUOTE_BAR = "│ "


@dataclass(frozen=True, slots=True, eq=False)
class _Tag:
    """One opened tag. Two tags are the same only if they are the very same opening."""

    name: str
    attributes: str = ""

    def opening(self) -> str:
        return f"<{self.name}{self.attributes}>"

    def closing(self) -> str:
        return f"</{self.name}>"


@dataclass(frozen=True, slots=True)
class _Run:
    """Plain text under the same tags, outermost first."""

    text: str
    tags: tuple[_Tag, ...]


def escape(text: str) -> str:
    """`text` as html that shows exactly `text`, safe between tags and inside a quoted attribute."""
    return html_entities.escape(text)


def width(text: str) -> int:
    """The length of plain `text` in UTF-16 code units, the unit in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def to_plain(html: str) -> str:
    """The text of `html` without tags, entities decoded."""
    return "".join(run.text for run in _runs(html))


def to_ansi(html: str) -> str:
    """`html` for a terminal: bold, italic, underlined and struck text by ANSI codes, a bar before quoted lines.

    Control characters of the text itself are left out, so nothing in it can command the terminal.
    A link shows its address behind it, unless its text is the address.
    """
    terminal = _Terminal()
    for run in [*_runs(html), _Run("", ())]:
        terminal.show(run)
    return "".join(terminal.shown)


def split_html(html: str, limit: int) -> list[str]:
    """`html` cut into parts of at most `limit` UTF-16 code units of text each, each one valid html by itself.

    Tags open at a cut are closed before it and opened again after it; a cut never falls inside a tag, an
    entity, a surrogate pair or a letter with its marks (unless that alone is longer than `limit`). Cuts
    are sought at an empty line, a line end, the end of a sentence, a space, in that order; white space
    at a cut is dropped, so the parts together say what `html` says. Text that is only white space gives
    no part. Time is linear in the length of `html`.

    Raises ValueError for a `limit` under 2, which no astral character would fit.
    """
    if limit < 2:
        raise ValueError(f"limit must be at least 2, not {limit}")
    runs = _runs(html)
    plain = "".join(run.text for run in runs)
    return [_markup(runs_of_part) for runs_of_part in _slices(runs, _cuts(plain, limit))]


def _runs(html: str) -> list[_Run]:
    """The text of `html` with the tags over each stretch; badly nested or stray tags are put right."""
    runs: list[_Run] = []
    open_tags: list[_Tag] = []
    depth = dict.fromkeys(TAGS, 0)
    text: list[str] = []

    def close_run() -> None:
        if text:
            runs.append(_Run("".join(text), tuple(open_tags)))
            text.clear()

    position = 0
    html = _LONE_SURROGATE.sub("\ufffd", html)
    for token in _TOKEN.finditer(html):
        text.append(html[position : token.start()])
        position = token.end()
        if token["entity"]:
            text.append(html_entities.unescape(token["entity"]))
            continue
        close_run()
        name = token["name"]
        # A tag inside its own kind changes nothing; only counting it keeps the stack as short as TAGS.
        depth[name] = max(depth[name] + (-1 if token["close"] else 1), 0)
        if token["close"] and depth[name] == 0:
            _close(open_tags, name)
        elif not token["close"] and depth[name] == 1:
            open_tags.append(_Tag(name, _kept_attributes(name, token["rest"])))
    text.append(html[position:])
    close_run()
    return [run for run in runs if run.text]


def _close(open_tags: list[_Tag], name: str) -> None:
    """Close the innermost `name`; tags opened inside it stay open over what follows."""
    for place, tag in enumerate(open_tags):
        if tag.name == name:
            open_tags[place:] = [_Tag(inside.name, inside.attributes) for inside in open_tags[place + 1 :]]
            return


def _kept_attributes(name: str, rest: str) -> str:
    if name == "a" and (found := _HREF.search(rest)):
        return f' href="{escape(html_entities.unescape(found[1] or found[2] or ""))}"'
    if name == "blockquote" and _EXPANDABLE.search(rest):
        return " expandable"
    return ""


def _cuts(plain: str, limit: int) -> Iterator[tuple[int, int]]:
    """The stretches (start, end) of `plain` that become parts."""
    start = _skip_space(plain, 0)
    while start < len(plain):
        reach = _reach(plain, start, limit)
        cut = len(plain) if reach == len(plain) else _best_cut(plain, start, reach)
        end = start + len(plain[start:cut].rstrip())
        if end > start:
            yield start, end
        start = _skip_space(plain, cut)


def _skip_space(plain: str, start: int) -> int:
    while start < len(plain) and plain[start].isspace():
        start += 1
    return start


def _reach(plain: str, start: int, limit: int) -> int:
    """The furthest end with at most `limit` code units between."""
    end = min(len(plain), start + limit)
    while (over := width(plain[start:end]) - limit) > 0:
        end -= (over + 1) // 2
    # Backing off in steps may undershoot; each step forward adds at most two units.
    while end < len(plain) and width(plain[start : end + 1]) <= limit:
        end += 1
    return end


def _best_cut(plain: str, start: int, reach: int) -> int:
    """Where to cut `plain[start:reach]`: at the best break of its second half, else the last possible place."""
    middle = start + (reach - start) // 2
    for mark in ("\n\n", "\n"):
        # A break just behind the reach costs nothing: white space at the cut is dropped.
        if (found := plain.rfind(mark, middle, reach + len(mark))) > start:
            return found
    ends = [match.end() for match in _SENTENCE_END.finditer(plain, middle, reach)]
    if ends:
        return ends[-1]
    if plain[reach].isspace():
        return reach
    space = max(plain.rfind(mark, start, reach) for mark in " \t\n")
    return space if space > start else _whole_cluster(plain, start, reach)


def _whole_cluster(plain: str, start: int, reach: int) -> int:
    for place in range(reach, max(start, reach - _LONGEST_CLUSTER), -1):
        follower = plain[place]
        joined = follower in _JOINERS or plain[place - 1] == "\u200d"
        if not joined and not unicodedata.category(follower).startswith("M"):
            return place
    return reach


def _slices(runs: list[_Run], cuts: Iterator[tuple[int, int]]) -> Iterator[list[_Run]]:
    """The runs inside each cut, in order; both sequences are walked once."""
    place = 0
    offset = 0
    for start, end in cuts:
        part: list[_Run] = []
        while place < len(runs):
            run = runs[place]
            piece = run.text[max(start - offset, 0) : max(end - offset, 0)]
            if piece:
                part.append(_Run(piece, run.tags))
            if offset + len(run.text) > end:
                break
            offset += len(run.text)
            place += 1
        yield part


def _markup(runs: list[_Run]) -> str:
    written: list[str] = []
    open_tags: tuple[_Tag, ...] = ()
    for run in [*runs, _Run("", ())]:
        common = 0
        while common < min(len(open_tags), len(run.tags)) and open_tags[common] is run.tags[common]:
            common += 1
        written.extend(tag.closing() for tag in reversed(open_tags[common:]))
        written.extend(tag.opening() for tag in run.tags[common:])
        written.append(html_entities.escape(run.text, quote=False))
        open_tags = run.tags
    return "".join(written)


class _Terminal:
    """Writes runs one after the other and remembers where the line and the open tags stand."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self._open: tuple[_Tag, ...] = ()
        self._link_text = ""
        self._at_line_start = True

    def show(self, run: _Run) -> None:
        for tag in self._open:
            if tag not in run.tags:
                self._leave(tag)
        if any(tag.name == "blockquote" and tag not in self._open for tag in run.tags) and not self._at_line_start:
            self._write("\n")
        self._open = run.tags
        text = _CONTROL.sub("", run.text)
        if any(tag.name == "a" for tag in run.tags):
            self._link_text += text
        codes = "".join(_ANSI.get(tag.name, "") for tag in run.tags)
        bar = _QUOTE_BAR if any(tag.name == "blockquote" for tag in run.tags) else ""
        lines = text.split("\n")
        for place, line in enumerate(lines):
            last = place == len(lines) - 1
            if line or not last:
                self._write(bar if self._at_line_start else "")
                self._write(f"{codes}{line}{_ANSI_RESET}" if codes and line else line)
            if not last:
                self._write("\n")

    def _leave(self, tag: _Tag) -> None:
        if tag.name == "a":
            address = _CONTROL.sub("", html_entities.unescape(tag.attributes[len(' href="') : -1]))
            if address and address != self._link_text:
                self._write(f" ({address})")
            self._link_text = ""
        elif tag.name == "blockquote" and not self._at_line_start:
            self._write("\n")

    def _write(self, text: str) -> None:
        if text:
            self.shown.append(text)
            self._at_line_start = text.endswith("\n")
