"""What a look at the site ends in: a line for the table, and what is wrong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SHOWN = 25
"""Findings of one check that the terminal shows; the report has all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Result:
    """One check: what it looked at, as a person would say it, and what it found."""

    check: str
    looked_at: str
    findings: Sequence[Finding]
    seconds: float = 0


def table(results: Iterable[Result]) -> str:
    """The summary: a line for each check."""
    lines = [f"{'check':<12} {'findings':>8} {'seconds':>8}  looked at", "-" * 100]
    lines += [f"{each.check:<12} {len(each.findings):>8} {each.seconds:>8.0f}  {each.looked_at}" for each in results]
    return "\n".join(lines)


def told(result: Result, most: int | None = None) -> str:
    """The findings of a check, one a line."""
    shown = result.findings[:most]
    lines = [f"  {each.where}: {each.what}" for each in shown]
    if len(shown) < len(result.findings):
        lines.append(f"  … and {len(result.findings) - len(shown)} more in the report")
    return "\n".join(lines)


def write(results: Sequence[Result], file: Path) -> None:
    """The whole report, as Markdown that reads as text."""
    parts = [table(results)]
    parts += [f"{each.check}\n{told(each)}" for each in results if each.findings]
    file.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
