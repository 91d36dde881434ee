"""Saving what people say of pictures and files, unless somebody else said something else meanwhile."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation

from releases.admin.library.forms import Words, fingerprint
from releases.media.models import Document, Picture


@transaction.atomic
def save(form: Words, by: User) -> bool:
    """Write the words of a valid form, and who did it. ``False``, and nothing is written, where they changed meanwhile."""
    model = type(form.instance)
    saved: Any = model._default_manager.select_for_update(no_key=True).get(pk=form.instance.pk)
    stored = {name: getattr(saved, name) for name in form.stored}
    if form.cleaned_data["seen"] != fingerprint(saved, stored):
        return False
    said = {name: form.cleaned_data[name] for name in form.stored}
    changed = [name for name in said if said[name] != stored[name]]
    if changed:
        for name in changed:
            setattr(saved, name, said[name])
        saved.save(update_fields=changed)
        # Django translates the names when it shows them, not when it writes them down.
        with translation.override(None):
            labels = [str(model._meta.get_field(name).verbose_name) for name in changed]
        log(saved, by, [{"changed": {"fields": labels}}])
    return True


def log(row: Picture | Document, by: User, message: Any) -> None:
    """One line of Django's own log, which the history page of the row shows."""
    LogEntry.objects.log_actions(
        user_id=by.pk,
        queryset=[row],
        action_flag=CHANGE,
        change_message=message,
        single_object=True,
    )
