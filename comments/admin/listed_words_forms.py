"""What an administrator types to list words, and why it cannot be listed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.actions.list_words import already_listed
from comments.models import ListedWord
from comments.screening.lists import folded_word
from releases.errors import Refused

AT_ONCE = 500
"""Lines in one go. What holds more is a job for several."""
NAMED = 3


class _ListForm(forms.Form):
    """The two lists, and what is to be looked for: ``folded``, by which words are told apart, and each as it was typed."""

    list = forms.ChoiceField(
        label=gettext_lazy("List"),
        choices=ListedWord.List.choices,
        initial=ListedWord.List.WATCH,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a list."), "invalid_choice": gettext_lazy("Choose a list.")},
    )
    wanted: dict[str, str]

    def _fold(self, lines: Iterable[str]) -> dict[str, str]:
        """By their folded form; of two lines that mean the same the first counts. Says of each line why it cannot be listed."""
        wanted: dict[str, str] = {}
        problems = []
        for line in lines:
            try:
                wanted.setdefault(folded_word(line), " ".join(line.split()))
            except Refused as error:
                problems.append(str(error))
        if problems:
            raise ValidationError([*problems[:NAMED], *_more(len(problems) - NAMED)])
        return wanted


class WordsForm(_ListForm):
    """New words, one a line."""

    words = forms.CharField(
        label=gettext_lazy("Words or phrases, one a line"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField", "aria-describedby": "id_words_helptext"}),
        help_text=gettext_lazy(
            "Found as whole words, in capitals and small letters alike, with and without accents, also where letters of other"
            " alphabets stand in for them; in the text, the name, the email address and the website."
        ),
        error_messages={"required": gettext_lazy("Enter a word or a phrase.")},
    )
    known: list[ListedWord]
    """Those that are listed already and stay as they are."""

    field_order = ("words", "list")

    def clean_words(self) -> str:
        """Sets ``wanted`` and ``known``."""
        text: str = self.cleaned_data["words"]
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > AT_ONCE:
            raise ValidationError(
                _("These are %(count)d lines; list %(limit)d at a time.") % {"count": len(lines), "limit": AT_ONCE}
            )
        self.wanted = self._fold(lines)
        self.known = list(ListedWord.objects.filter(folded__in=self.wanted))
        for row in self.known:
            del self.wanted[row.folded]
        if not self.wanted:
            raise ValidationError([*map(already_listed, self.known[:NAMED]), *_more(len(self.known) - NAMED)])
        return text


class WordForm(_ListForm):
    """One word that is listed."""

    word = forms.CharField(
        label=gettext_lazy("Word or phrase"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": gettext_lazy("Enter a word or a phrase.")},
    )

    field_order = ("word", "list")

    def __init__(self, *args: Any, listed: ListedWord, **kwargs: Any) -> None:
        kwargs["initial"] = {"word": listed.word, "list": listed.list}
        super().__init__(*args, **kwargs)
        self.listed = listed

    def clean_word(self) -> str:
        """Sets ``wanted``."""
        word: str = self.cleaned_data["word"]
        self.wanted = self._fold([word])
        same = ListedWord.objects.filter(folded__in=self.wanted).exclude(pk=self.listed.pk).first()
        if same is not None:
            raise ValidationError(already_listed(same))
        return word


def _more(number: int) -> list[str]:
    if number <= 0:
        return []
    return [ngettext("And %(count)d more like that.", "And %(count)d more like these.", number) % {"count": number}]
