"""Choosing another release: with autocomplete, and without the buttons that would edit it in a window over this one."""

from collections.abc import Mapping
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.http import HttpRequest


class PlainRelations:
    """For admin classes: relations keep their autocomplete and lose the add, change and view links beside it."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        """Unwrap what Django's admin wraps around every relation."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class NamedSelect(AutocompleteSelect):
    """An autocomplete whose chosen rows have been named already: Django's asks the database once for every row of a form."""

    names: Mapping[str, str] = {}
    """What is chosen, by its key as text. Whatever is missing here is asked for, as ever."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """The chosen options alone; the others come while somebody types."""
        if not all(str(chosen) in self.names for chosen in value):
            return super().optgroups(name, value, attr)
        chosen = [self.create_option(name, key, self.names[str(key)], True, index) for index, key in enumerate(value)]
        return [(None, chosen, 0)]
