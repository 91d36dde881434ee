"""The form: texts in every language, colours as they are written in brand manuals, and the links of the foot."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from releases.colour import Colour
from releases.fields import validate_web_address
from releases.media.models.stored import KEY
from releases.office_content import FooterEntry, MediaLine, OfficeContent
from releases.palette import DARK, LIGHT

MOST_LINKS = 12
"""A foot of more is a page of its own."""
SPARE_LINKS = 2
TELEPHONE = RegexValidator(
    r"^\+?[0-9][0-9 ().\-/x]{3,38}$", _("Write the number with digits, such as +1 613 555 0100.")
)

# What stands in every language: name of the field, its label, how long it may be.
NAMED: tuple[tuple[str, StrOrPromise, int], ...] = (
    ("name", _("Name of the office"), 80),
    ("tagline", _("Line under the name"), 120),
)
REACHED: tuple[tuple[str, StrOrPromise, int], ...] = (
    ("contact_name", _("Who answers"), 120),
    ("contact_address", _("Postal address"), 400),
)
COLOURS: tuple[tuple[str, StrOrPromise, StrOrPromise, Colour], ...] = (
    ("band", _("Header and footer"), _("The colour of your brand. Left empty, it is the house's green."), LIGHT.band),
    (
        "band_text",
        _("Text in header and footer"),
        _("Left empty, it is chosen so that it can be read."),
        LIGHT.band_ink,
    ),
    ("link", _("Links and buttons, light page"), _("Left empty, it is the house's green."), LIGHT.accent),
    (
        "link_dark",
        _("Links and buttons, dark page"),
        _("For readers whose screen is dark. Usually a lighter shade."),
        DARK.accent,
    ),
)
"""With the house's own, which is shown as an example."""


class ColourField(forms.CharField):
    """A colour as text: a script puts a picker beside it."""

    def __init__(self, *, example: Colour, **kwargs: Any) -> None:
        widget = forms.TextInput(
            {"placeholder": str(example), "autocomplete": "off", "spellcheck": "false", "size": 9, "data-colour": ""}
        )
        super().__init__(required=False, max_length=9, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        """In the one way in which it is stored."""
        text = super().clean(value)
        try:
            return str(Colour.parse(text)) if text else ""
        except ValueError:
            raise ValidationError(_("Write a colour as a # and six digits or letters, such as #0d3a31.")) from None


def validate_way(address: str) -> None:
    """On the web, on this site, or a mailbox."""
    if address.startswith("/") and not address.startswith("//") and not any(sign in address for sign in " \\\"'<>"):
        return
    if address.startswith("mailto:") and "@" in address and not any(sign in address for sign in " \"'<>"):
        return
    validate_web_address(address)


class InLanguages(forms.Form):
    """A form that has some of its fields once in every language."""

    def add_in_languages(self, name: str, label: StrOrPromise, **field: Any) -> None:
        """The fields ``name_en``, ``name_fr`` and so on."""
        kind: type[forms.CharField] = field.pop("kind", forms.CharField)
        for code, _language in settings.LANGUAGES:
            self.fields[f"{name}_{code}"] = kind(label=label, required=False, **field)

    def in_languages(self, name: str) -> list[tuple[str, str, forms.BoundField]]:
        """Those fields with the language that each is in."""
        return [(code, str(language), self[f"{name}_{code}"]) for code, language in settings.LANGUAGES]

    def words(self, name: str) -> dict[str, str]:
        """What was written there, without what was left empty."""
        said = {code: self.cleaned_data.get(f"{name}_{code}", "") for code, _language in settings.LANGUAGES}
        return {code: text for code, text in said.items() if text}


class OfficeForm(InLanguages):
    """Everything but the links."""

    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    logo_key = forms.CharField(required=False, widget=forms.HiddenInput, validators=[RegexValidator(KEY)])
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("A PNG without background looks best. It is shown at most 320 by 64 pixels large."),
    )
    no_logo = forms.BooleanField(label=_("Show no logo"), required=False)
    names_the_office = forms.BooleanField(
        label=_("The name can be read in the logo: do not write it beside it"), required=False
    )
    contact_email = forms.EmailField(label=_("E-mail"), required=False, max_length=200)
    contact_telephone = forms.CharField(label=_("Telephone"), required=False, max_length=40, validators=[TELEPHONE])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, length in (*NAMED, *REACHED):
            lines = {"widget": forms.Textarea({"rows": 3})} if name == "contact_address" else {}
            self.add_in_languages(name, label, max_length=length, **lines)
        for name, label, help_text, example in COLOURS:
            self.fields[name] = ColourField(label=label, help_text=help_text, example=example)

    def named(self) -> Iterator[list[tuple[str, str, forms.BoundField]]]:
        """For the template: the fields of who the office is."""
        return (self.in_languages(name) for name, _label, _length in NAMED)

    def reached(self) -> Iterator[list[tuple[str, str, forms.BoundField]]]:
        """For the template: the fields of how it can be reached."""
        return (self.in_languages(name) for name, _label, _length in REACHED)

    def colours(self) -> list[forms.BoundField]:
        """For the template: the colours."""
        return [self[name] for name, *_rest in COLOURS]

    def chosen_colours(self) -> dict[str, str]:
        """Those that were written and can be read, of a form that need not be valid."""
        return {name: self.cleaned_data[name] for name, *_rest in COLOURS if self.cleaned_data.get(name)}


class LinkForm(InLanguages):
    """One link of the foot. Without words in any language it is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_in_languages("label", _("Words"), max_length=60)
        self.add_in_languages("url", _("Address"), max_length=300, validators=[validate_way])

    def columns(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """For the template: words and address, language by language."""
        both = zip(self.in_languages("label"), self.in_languages("url"), strict=True)
        return [(code, name, label, url) for (code, name, label), (_code, _name, url) in both]

    def clean(self) -> dict[str, Any]:
        """Words need an address in some language, and an address words."""
        if bool(self.words("label")) != bool(self.words("url")) and not self.errors:
            raise ValidationError(_("A link needs both words and an address."))
        return self.cleaned_data


LinkForms = forms.formset_factory(
    LinkForm, extra=SPARE_LINKS, max_num=MOST_LINKS, validate_max=True, absolute_max=MOST_LINKS, can_order=True
)


def initial(content: OfficeContent, number: int) -> dict[str, Any]:
    """What the form begins with."""
    texts = {
        "name": content.name,
        "tagline": content.tagline,
        "contact_name": content.contact.name,
        "contact_address": content.contact.address,
    }
    return {
        "seen": number,
        "logo_key": content.logo.key if content.logo else "",
        "names_the_office": bool(content.logo and content.logo.names_the_office),
        "contact_email": content.contact.email,
        "contact_telephone": content.contact.telephone,
        **content.colours,
        **{f"{name}_{code}": text for name, words in texts.items() for code, text in words.items()},
    }


def initial_links(content: OfficeContent) -> list[dict[str, str]]:
    """The same for the links."""
    return [
        {
            f"{name}_{code}": text
            for name, words in (("label", link.label), ("url", link.url))
            for code, text in words.items()
        }
        for link in content.links
    ]


def content_of(form: OfficeForm, links: Any) -> OfficeContent:
    """What two forms say, but for the logo."""
    # The order is known only where every row is valid; a preview is made of others, too.
    rows = links.ordered_forms if links.is_valid() else links.forms
    rows = [row for row in rows if row.is_valid() and row.words("label")]
    return OfficeContent(
        name=form.words("name"),
        tagline=form.words("tagline"),
        colours=form.chosen_colours(),
        links=tuple(FooterEntry(label=row.words("label"), url=row.words("url")) for row in rows),
        contact=MediaLine(
            name=form.words("contact_name"),
            email=form.cleaned_data.get("contact_email", ""),
            telephone=form.cleaned_data.get("contact_telephone", ""),
            address=form.words("contact_address"),
        ),
    )
