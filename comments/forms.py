"""The form under a release, with the field names that readers' browsers and WordPress's clients know."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments import cleaning
from comments.models import Comment
from releases.errors import Refused

# Whatever is longer is no id of ours, and would not fit the column.
ID = re.compile(r"[0-9]{1,18}", re.ASCII)


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

    def __init__(self, release_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.release_id = release_id

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


def answerable(release_id: int, value: str) -> Comment | None:
    """The approved reply to this release that a query or a form names, or ``None``."""
    if not ID.fullmatch(value):
        return None
    return Comment.objects.under(release_id).approved().filter(pk=int(value)).first()
