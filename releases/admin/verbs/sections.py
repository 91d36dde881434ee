"""Parts of pages that more than one verb shows: the pre-flight, what is to be reviewed, and what others saved meanwhile."""

from django.urls import reverse

from releases.admin.compare import difference_of
from releases.admin.language_forms import LanguagesForm
from releases.admin.preflight import preflight
from releases.admin.preview import IMAGE_ROUTE
from releases.admin.standing import Situation, situation
from releases.admin.verbs.page import Look, Shown
from releases.models import Edition, Release, Revision
from releases.review import last_approved
from releases.workflow import Change


def at_once(look: Look) -> Shown | None:
    """What happens if the person goes on now."""
    return Shown("admin/releases/release/_preflight.html", {"preflight": preflight(look.now, along=_along(look))})


def at_its_moment(look: Look) -> Shown | None:
    """What will happen at the moment that was filled in, once that can be kept."""
    if not look.confirming:
        return None
    found = preflight(look.now, look.form.cleaned_data["moment"], _along(look))
    return Shown("admin/releases/release/_preflight.html", {"preflight": found, "note": _note(look)})


def _along(look: Look) -> list[Situation]:
    """The versions in other languages that are ticked to go out in the same act."""
    chosen = look.form.chosen() if isinstance(look.form, LanguagesForm) else []
    return [situation(sibling.release, look.now.at) for sibling in chosen]


def _note(look: Look) -> str:
    """What readers will be told of an update, to be read once more."""
    said = look.form.cleaned_data
    return str(said.get("note", "")) if said.get("change") == Change.MAJOR else ""


def what_is_reviewed(look: Look) -> Shown | None:
    """What differs from what readers see, or else from what was approved last; everything, where there is neither."""
    now, release = look.now, look.now.release
    if now.public is not None:
        return _compared(now.public.revision, f"e{now.public.number}", now.saved, release, sort="public")
    approval = last_approved(release)
    if approval is not None:
        return _compared(approval.revision, f"r{approval.revision.number}", now.saved, release, sort="approved")
    return _compared(None, "", now.saved, release, sort="")


def published_text(look: Look) -> Shown | None:
    """What readers got without a review, against what they had before."""
    edition: Edition | None = look.now.review.marks[0].edition if look.now.review.marks else None
    if edition is None:
        return None
    earlier = look.now.release.editions.began(edition.visible_from).exclude(pk=edition.pk)
    earlier = earlier.exclude(change=Change.WITHDRAWAL).select_related("revision").defer("article_html")
    before = earlier.order_by("visible_from").last()
    section = _compared(
        before.revision if before else None,
        f"e{before.number}" if before else "",
        edition.revision,
        look.now.release,
        sort="public_before",
    )
    section.values.update(
        {"published": edition, "reason": look.now.review.marks[0].details["reason"], "to": f"e{edition.number}"}
    )
    return section


def _compared(before: Revision | None, key: str, after: Revision, release: Release, *, sort: str) -> Shown:
    return Shown(
        "admin/releases/release/_reviewed.html",
        {
            "difference": difference_of(before.snapshot, after.snapshot) if before else None,
            "sort": sort if before else "",
            "from": key,
            "to": f"r{after.number}",
            "compare": reverse("admin:releases_release_compare", args=[release.pk]),
            "image_route": IMAGE_ROUTE,
        },
    )
