"""Two language versions side by side: read, written and saved on one page, with what each lacks of the other beside it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from js_asset.media import Media

from releases import access, pairs
from releases.actions.save_versions import Typed, save_versions
from releases.actions.start_translation import start_translation
from releases.admin import keeping, uploads
from releases.admin.findings import name_of, sentence
from releases.admin.pair_forms import PARTS, Side
from releases.errors import Conflict, Refused
from releases.formsets import PartFormSet
from releases.languages import language_name
from releases.models import Release
from releases.parity import Gap, Lack, differences
from releases.review import required_reviewers
from releases.snapshot import Snapshot, to_json
from releases.workflow import Stage, Verb, require_stage, require_standing
from releases.working_copy import WORDS

SCRIPTS = ("count", "keep", "stored", "unsaved")

# The rows of the page: a heading, and the fields that stand in it one below the other.
_ROWS = (
    ("headline", ("headline", "slug")),
    ("summary", ("summary",)),
    ("dateline", ("dateline",)),
    ("body", ("body",)),
    ("lead_image", tuple(f"lead_image_{name}" for name in WORDS)),
)
_LAST_ROWS = (("source_name", ("source_name", "source_url")),)
_ROW_OF = {
    "headings": "body",
    "tables": "body",
    "figures": "body",
    "figure_alts": "body",
    "lead_image_alt": "lead_image",
    "lead_image_caption": "lead_image",
    "gallery_words": "gallery",
}
"""Where a finding stands whose field has no row of its own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One language's half of a row."""

    side: Side
    fields: list[forms.BoundField]
    findings: list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """The same part of the text in both languages."""

    name: str
    title: str
    cells: list[Cell]

    @property
    def is_one_field(self) -> bool:
        """Whether the row's title already says what its only field is."""
        return all(len(cell.fields) <= 1 for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of part: its rows beside each other, the first with the first."""

    name: str
    title: str
    formsets: list[PartFormSet | None]
    rows: list[tuple[Any, ...]]
    cells: list[Cell]

    @property
    def has_findings(self) -> bool:
        """Whether there is anything to say before the rows."""
        return any(cell.findings for cell in self.cells)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, language: str, admin_site: AdminSite) -> HttpResponse:
    """Both versions as one form; or, where there is none in this language, the button that starts it."""
    release, by = access.for_editing(request.user, pk), request.user
    if not isinstance(by, User):
        raise PermissionDenied
    if language == release.language or language not in dict(settings.LANGUAGES):
        raise Http404
    other = pairs.others(release).filter(language=language).first()
    if other is None:
        return _start(request, release, language, by, admin_site)
    versions = sorted((release, other), key=lambda version: version.translation_of_id is not None)
    refusal = ""
    errors = uploads.take_in(request, by) if request.method == "POST" else {}
    if request.method == "POST":
        refusal = _save(request, _sides(versions, by, request.POST, errors), by)
        if not refusal:
            response = HttpResponseRedirect(reverse("admin:releases_release_pair", args=[pk, language]))
            keeping.tell_saved(request, response)
            return response
        versions = [Release.objects.get(pk=version.pk) for version in versions]
    sides = _sides(versions, by, request.POST if request.method == "POST" else None, errors)
    clash = any(side.clash for side in sides)
    status = 200 if request.method != "POST" else 409 if clash or refusal != _UNREADY else 422
    context = _context(request, admin_site, release, sides) | {"refusal": "" if refusal == _UNREADY else refusal}
    return TemplateResponse(request, "admin/releases/release/pair.html", context, status=status)


_UNREADY = "unready"


def _sides(versions: Iterable[Release], by: User, posted: QueryDict | None, errors: Mapping[str, str]) -> list[Side]:
    sides = []
    for version in versions:
        settled = version.editions.effective().exists()
        locked = _why_locked(version)
        sides.append(Side(version, by, posted, settled=settled, locked=locked, upload_errors=errors))
    return sides


def _why_locked(release: Release) -> str:
    try:
        require_standing(Verb.SAVE_DRAFT, release.standing(timezone.now()))
        require_stage(Verb.SAVE_DRAFT, Stage(release.stage), required_reviewers(release.kind))
    except Refused as refused:
        return str(refused)
    return ""


def _save(request: HttpRequest, sides: list[Side], by: User) -> str:
    """Save what was changed, in one act. Returns why nothing was saved, or nothing."""
    wrong = [side for side in sides if not side.is_valid()]
    if any(side.clash for side in sides):
        # Every clash is told beside its own version.
        return " "
    if wrong:
        return _UNREADY
    typed = [
        Typed(release=side.release, version=side.form.cleaned_data["version"], content=content)
        for side in sides
        if not side.locked and ((content := _content(side, sides)) and (_differs(side, content) or side.still_right))
    ]
    try:
        saved = save_versions(typed=typed, by=by)
    except Conflict:
        return " "
    except Refused as refused:
        return str(refused)
    names = ", ".join(
        _("%(language)s as revision %(number)s") % {"language": language_name(one.language), "number": one.version}
        for one in saved
    )
    if saved:
        messages.success(request, _("Saved: %(versions)s. Readers see nothing of it.") % {"versions": names})
    else:
        messages.info(request, _("Nothing was changed, so nothing was saved."))
    return ""


def _content(side: Side, sides: list[Side]) -> Snapshot:
    """What was typed. An address that was copied from the original follows the headline once there is one."""
    content = side.content()
    original = next((one.saved for one in sides if one is not side), content)
    if side.saved.translation_of and "slug" in side.form.fields:
        copied = content.slug == original.slug and content.headline != original.headline
        content = replace(content, slug="" if copied else content.slug)
    return content


def _differs(side: Side, content: Snapshot) -> bool:
    """Whether there is anything to save: a revision of what was not touched would void nothing and say nothing."""
    # Browsers send line breaks as CR LF.
    return to_json(content).replace("\\r\\n", "\\n") != to_json(side.saved).replace("\\r\\n", "\\n")


def _start(request: HttpRequest, release: Release, language: str, by: User, admin_site: AdminSite) -> HttpResponse:
    """Nothing yet in this language: offer to start it, or do."""
    here = reverse("admin:releases_release_pair", args=[release.pk, language])
    if request.method == "POST":
        try:
            start_translation(release=release, language=language, by=by)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("Started. Write over what was copied; what you leave as it is will be pointed out.")
            )
        return HttpResponseRedirect(here)
    context = _common(request, admin_site, release) | {
        "title": _("%(language)s version") % {"language": language_name(language)},
        "language": language_name(language),
        "may_start": by.has_perm("releases.add_release"),
        "in_the_bin": pairs.in_the_bin(release, language),
    }
    return TemplateResponse(request, "admin/releases/release/pair_start.html", context)


def _common(request: HttpRequest, admin_site: AdminSite, release: Release) -> dict[str, Any]:
    return {**admin_site.each_context(request), "subtitle": None, "opts": Release._meta, "original": release}


def _context(request: HttpRequest, admin_site: AdminSite, release: Release, sides: list[Side]) -> dict[str, Any]:
    one, other = (pairs.working_copy(side.release) for side in sides)
    gaps = differences(one, other)
    found = _by_row(gaps)
    media = sum((side.form.media for side in sides), forms.Media())
    scripts = [forms.Script(f"js/admin/{name}.js", type="module") for name in SCRIPTS]
    sheets = ["admin/css/forms.css", "css/admin-release.css", "css/admin-together.css", "css/admin-pair.css"]
    media = media + Media(css={"all": sheets}, js=scripts, importmap=keeping.IMPORTS)
    return _common(request, admin_site, release) | {
        "title": _("Side by side"),
        "sides": sides,
        # One text to the browser that keeps it, from whichever of the two the page was opened.
        "kept_place": f"pair-{sides[0].release.pk}-{sides[1].release.pk}",
        "heads": [_head(side) for side in sides],
        "between": [sentence(gap) for gap in gaps if not gap.field],
        "changed": {gap.language for gap in gaps if gap.lack is Lack.CHANGED},
        "count": len(gaps),
        "rows": [_row(name, fields, sides, found) for name, fields in _ROWS],
        "parts": list(_parts(sides, found)),
        "last_rows": [_row(name, fields, sides, found) for name, fields in _LAST_ROWS],
        "can_save": not all(side.locked for side in sides),
        "has_errors": any(side.form.is_bound and not side.is_valid() for side in sides),
        "media": Media.from_media(media, nonce=request.csp_nonce),  # type: ignore[attr-defined]
    }


def _head(side: Side) -> dict[str, Any]:
    release = side.release
    return {
        "side": side,
        "language": language_name(side.language),
        "standing": release.standing(timezone.now()),
        "stage": Stage(release.stage),
        "is_original": release.translation_of_id is None,
        "compare": f"{reverse('admin:releases_release_compare', args=[release.pk])}?from=r{side.seen}&to=r{release.version}"
        if side.clash and side.seen
        else "",
    }


def _by_row(gaps: Iterable[Gap]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for gap in gaps:
        found[_ROW_OF.get(gap.field, gap.field), gap.language].append(sentence(gap))
    return found


def _row(name: str, fields: tuple[str, ...], sides: list[Side], found: dict[tuple[str, str], list[str]]) -> Row:
    cells = [
        Cell(
            side=side,
            fields=[side.form[field] for field in fields if field in side.form.fields],
            findings=found[name, side.language],
        )
        for side in sides
    ]
    return Row(name=name, title=capfirst(name_of(name)), cells=cells)


def _parts(sides: list[Side], found: dict[tuple[str, str], list[str]]) -> Iterator[Part]:
    for name in PARTS:
        formsets = [side.parts[name] for side in sides]
        if not any(formset.is_bound for formset in formsets):
            # As many rows on either side, so that each has its counterpart beside it.
            most = max(formset.extra for formset in formsets)
            for formset in formsets:
                formset.extra = most
        cells = [Cell(side=side, fields=[], findings=found[name, side.language]) for side in sides]
        rows = [tuple(zip(sides, pair, strict=True)) for pair in zip_longest(*(formset.forms for formset in formsets))]
        sent = [None if side.locked else side.parts[name] for side in sides]
        yield Part(name=name, title=capfirst(name_of(name)), formsets=sent, rows=rows, cells=cells)
