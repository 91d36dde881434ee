"""The form field that names a stored version of a picture or a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.holdings import Holdings
from releases.media.models import Image
from releases.widgets import Chosen, StoredInput, key_in


class StoredField(forms.Field):
    """One stored version, by its key; or none, where it is not required."""

    def __init__(self, model: type[Any], *, removable: bool = False, **kwargs: Any) -> None:
        self.model = model
        self.holdings = Holdings(model)
        messages = {"required": gettext_lazy("Choose one, or remove this row.")}
        super().__init__(widget=StoredInput(model, removable=removable), error_messages=messages, **kwargs)

    def use(self, holdings: Holdings) -> None:
        """Look versions up here. Each form brings its own: the field of the class lives as long as the process."""
        self.holdings = holdings
        if isinstance(self.widget, StoredInput):
            self.widget.holdings = holdings

    def clean(self, value: Any) -> Any:
        """Look the key up. A key that names nothing is a mistake of ours or a forged form."""
        if isinstance(value, Chosen) and value.remove:
            value = None
        key = key_in(value)
        if not key:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        version = self.holdings.get(key)
        if version is None:
            message = (
                _("This picture is no longer stored. Upload it again.")
                if self.model is Image
                else _("This file is no longer stored. Upload it again.")
            )
            raise ValidationError(message, code="stored")
        return version

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another version is named than before."""
        return key_in(initial) != ("" if isinstance(data, Chosen) and data.remove else key_in(data))
