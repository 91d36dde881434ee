"""Taking a text away from readers: the forms that ask why, and what they find instead."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.urls import Resolver404, resolve, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from releases.actions.stop import Pull
from releases.admin.verb_forms import PlainForm, VerbForm
from releases.models import Edition, Release
from releases.workflow import Standing


class DestinationField(forms.CharField):
    """A public release by its address, as it stands in a browser's address bar; suggestions come with a script.

    Its value is the release, or nothing.
    """

    default_error_messages = {
        "unknown": _("This is not the address of a release that readers can see now. Copy it from the public page.")
    }

    def clean(self, value: Any) -> Any:
        """From an address to the release that answers there now."""
        text = super().clean(value)
        return self._release_at(text) if text else None

    def _release_at(self, text: str) -> Release:
        try:
            match = resolve(urlsplit(text).path)
        except (Resolver404, ValueError):
            match = None
        if match is not None and match.view_name == "releases:release":
            day = {"published_on": _day(match.kwargs), "slug": match.kwargs["slug"]}
            public = Edition.objects.public(timezone.now()).filter(**day).select_related("release")
            # The languages have a prefix each, so an address names one; two editions of a day can share the rest.
            for edition in public.defer("article_html"):
                if edition.get_absolute_url() == urlsplit(text).path:
                    return edition.release
        raise forms.ValidationError(self.error_messages["unknown"], code="unknown")


def _day(parts: dict[str, Any]) -> str:
    return f"{parts['year']:04}-{parts['month']:02}-{parts['day']:02}"


class WithdrawForm(VerbForm):
    """Withdraw, and say why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it exactly as you write it."),
    )
    page = forms.ChoiceField(
        label=_("What readers find at its address"),
        choices=(
            ("notice", _("A notice: the page stays, with the reason in place of the text.")),
            ("gone", _("Nothing: it was published in error. The address answers “gone” (410), with the reason only.")),
            ("redirect", _("Another release: it was published in error, and readers are sent there instead.")),
        ),
        initial="notice",
        widget=forms.RadioSelect,
    )
    redirect_to = DestinationField(
        label=_("The other release's address"),
        required=False,
        max_length=500,
        widget=forms.TextInput(
            attrs={
                "class": "vTextField",
                "autocomplete": "off",
                "data-destinations": reverse_lazy("admin:releases_release_destinations"),
            }
        ),
        help_text=_(
            "Only if readers are sent to another release: type words of its headline, or paste its public address."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A destination and the choice of it belong together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "redirect_to" not in cleaned or "page" not in cleaned:
            return cleaned
        if cleaned["page"] == "redirect" and cleaned["redirect_to"] is None:
            self.add_error("redirect_to", _("Say which release readers are sent to."))
        if cleaned["page"] != "redirect" and cleaned["redirect_to"] is not None:
            self.add_error(
                "page", _("You named another release: choose that readers are sent there, or empty its field.")
            )
        return cleaned


class StopForm(PlainForm):
    """Stop, and say why. It asks for nothing that somebody in a hurry would have to look up."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
    pull = forms.ChoiceField(
        label=_("What readers find at its address"), choices=Pull.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pull = self.fields["pull"]
        assert isinstance(pull, forms.ChoiceField)  # noqa: S101  (declared above)
        if self.standing in (Standing.SCHEDULED, Standing.RETURN_SCHEDULED):
            # Readers see nothing that could stay. If the moment comes while somebody types, it goes again at once.
            pull.initial, pull.widget = Pull.GONE.value, forms.HiddenInput()
            return
        chosen = [Pull.NOTICE, Pull.GONE]
        if self.standing == Standing.UPDATE_SCHEDULED:
            chosen = [Pull.KEEP, *chosen]
        pull.choices = [(choice.value, choice.label) for choice in chosen]
        pull.initial = Pull.NOTICE.value
        self.fields["reason"].help_text = _(
            "Where there is a notice or “gone”, readers see it exactly as you write it."
        )
