"""Choosing another release: with autocomplete, and without the buttons that would edit it in a window over this one."""

from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest


class PlainRelations:
    """For admin classes: relations keep their autocomplete and lose the add, change and view links beside it."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        """Unwrap what Django's admin wraps around every relation."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field
