"""The form under a release, with the field names that readers' browsers and WordPress's clients know."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments import cleaning
from comments.models import Comment, Subscription
from comments.reasons import Complaint
from comments.screening import Origin, Signals
from releases.errors import Refused

KEY = re.compile(r"[A-Za-z0-9_-]{1,16}", re.ASCII)
"""What names a reply. Anything else is not asked of the database."""
HONEYPOT_KEPT = 100
"""Characters: enough for a moderator to see what kind of program filled it."""
SECONDS = re.compile(r"[0-9]{1,7}(\.[0-9]{1,3})?", re.ASCII)


class ReplyForm(forms.Form):
    """A reader's reply to one release. What is allowed in each field is decided in ``comments.cleaning``.

    No field has a ``maxlength``: browsers then cut what is pasted, and the reader would not notice.
    """

    comment = forms.CharField(
        label=_("Comment"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 45, "class": "field__control"}),
        error_messages={"required": _("Write your comment.")},
    )
    author = forms.CharField(
        label=_("Name"),
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "field__control"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = forms.CharField(
        label=_("Email"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "field__control"}),
        error_messages={"required": _("Enter your email address. It will not be published.")},
    )
    url = forms.CharField(
        label=_("Website"),
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "url", "class": "field__control"}),
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    tell_approved = forms.BooleanField(label=Subscription.About.APPROVED.label, required=False)
    tell_answers = forms.BooleanField(label=Subscription.About.ANSWERS.label, required=False)
    # Nobody sees this one, and a person leaves it empty; password managers may not, so it is scored and never fatal.
    subject = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    # How long the page was open, which its script says.
    seconds = forms.CharField(required=False, widget=forms.HiddenInput)
    altcha = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, release_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.release_id = release_id
        if not settings.REPLIES_ASK_WEBSITE:
            del self.fields["url"]

    def signals(self, origin: Origin) -> Signals:
        """What came with the words, for screening. Nonsense in these fields is nobody's fault and is left out."""
        seconds = self.cleaned_data["seconds"]
        return Signals(
            origin=origin,
            seconds=float(seconds) if SECONDS.fullmatch(seconds) else None,
            honeypot=self.cleaned_data["subject"][:HONEYPOT_KEPT],
        )

    def told(self) -> tuple[str, ...]:
        """What the reader wants to be told by mail."""
        wishes = {Subscription.About.APPROVED: "tell_approved", Subscription.About.ANSWERS: "tell_answers"}
        return tuple(about for about, name in wishes.items() if self.cleaned_data[name])

    def clean_comment(self) -> str:
        """The text, or why it cannot be taken."""
        return self._cleaned("comment", cleaning.text)

    def clean_author(self) -> str:
        """The name, or why it cannot be shown."""
        return self._cleaned("author", cleaning.author)

    def clean_email(self) -> str:
        """The email address, or why it is none."""
        return self._cleaned("email", cleaning.email)

    def clean_url(self) -> str:
        """The website, or why it cannot be linked."""
        return self._cleaned("url", cleaning.website)

    def clean_parent(self) -> Comment | None:
        """The approved reply that is answered. Any other number is answered alike, whether or not a reply has it."""
        value = self.cleaned_data["parent"]
        if not value:
            return None
        parent = answerable(self.release_id, value)
        if parent is None:
            raise ValidationError(
                _("The reply that you are answering is no longer here. You can still post yours under the release.")
            )
        return parent

    def _cleaned(self, name: str, clean: Callable[[str], str]) -> str:
        try:
            return clean(self.cleaned_data[name])
        except Refused as error:
            raise ValidationError(str(error)) from error


class EditForm(forms.Form):
    """A writer's next version of a reply of their own, and which version they changed."""

    comment = forms.CharField(
        label=_("Comment"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 45, "class": "field__control"}),
        error_messages={"required": _("Write your comment.")},
    )
    version = forms.IntegerField(min_value=1, max_value=1_000_000, widget=forms.HiddenInput)

    def clean_comment(self) -> str:
        """The text, or why it cannot be taken."""
        try:
            return cleaning.text(self.cleaned_data["comment"])
        except Refused as error:
            raise ValidationError(str(error)) from error


class ReportForm(forms.Form):
    """Why a reader reports a reply."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Complaint.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is wrong with this reply."),
            "invalid_choice": _("Choose what is wrong with this reply."),
        },
    )


def answerable(release_id: int, value: str) -> Comment | None:
    """The approved reply to this release that a query or a form names, or ``None``."""
    if not KEY.fullmatch(value):
        return None
    return Comment.objects.under(release_id).approved().filter(key=value).first()
