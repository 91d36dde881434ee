"""Ordered parts in the form of a release.

Django's inline formsets tie each row to a database id. ``save_draft`` rewrites the rows with every save, so the ids in a
form that somebody left open would name nothing, and their text would be refused with errors about ids. Here rows are
values: those that exist are shown as initial data, and what is posted stands for itself.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _

SPARE = 1
"""Empty rows shown without being asked for, so that one can be added without script."""


class PartFormSet(BaseInlineFormSet[Any, Any, Any]):
    """The rows of one kind of part."""

    def __init__(self, *args: Any, initial: list[Mapping[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial, **kwargs)
        if initial and not self.is_bound:
            self.extra = len(initial) + SPARE

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """The place in the order as a small number; buttons change it where there is script."""
        super().add_fields(form, index)
        order = form.fields["ORDER"]
        order.label = _("Position")
        order.widget.attrs |= {"class": "part-position", "min": 1}
        if index is not None and not self.is_bound and self.initial_extra and index < len(self.initial_extra):
            order.initial = index + 1

    def get_unique_error_message(self, unique_check: Any) -> str:
        """The only thing of which a release may not have two is a related release."""
        return _("The same release is picked twice.")

    def values(self) -> list[dict[str, Any]]:
        """The filled rows in their order, as plain values. Valid formsets only."""
        names = list(self.form.base_fields)
        return [{name: form.cleaned_data[name] for name in names} for form in self.ordered_forms]

    @property
    def filled(self) -> int:
        """How many rows hold something."""
        if self.is_bound:
            return sum(1 for form in self.forms if form.has_changed())
        return len(self.initial_extra or ()) or self.initial_form_count()

    @property
    def is_open(self) -> bool:
        """Whether the section shows its rows at first: when there is something to see."""
        return bool(self.filled) or (self.is_bound and bool(self.total_error_count()))
