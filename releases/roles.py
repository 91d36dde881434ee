"""The office's roles, as groups with permissions. Data; a migration writes it, and tests write it again after a flush."""

from django.apps.registry import Apps

Role = dict[str, tuple[str, ...]]

_WRITE = ("add_release", "change_release", "view_release")
_PUBLISH = ("review_release", "publish_release", "withdraw_release", "share_release")
_CALENDAR = ("view_quietday", "add_quietday", "change_quietday", "delete_quietday")
_OFFICE = ("view_officeversion", "add_officeversion")
_SPELLINGS = ("view_mergedtag", "add_mergedtag", "delete_mergedtag")
_ANNOUNCE = ("view_announcement", "add_announcement", "change_announcement")
_READ_RECORD = ("view_revision", "view_edition", "view_event")

RELEASES: Role = {
    "Writers": (*_WRITE, "view_mergedtag", "view_announcement", *_READ_RECORD),
    "Editors": (*_WRITE, *_PUBLISH, *_CALENDAR, *_OFFICE, *_SPELLINGS, *_ANNOUNCE, *_READ_RECORD),
    "Moderators": (),
    "Administrators": (*_WRITE, *_PUBLISH, *_CALENDAR, *_OFFICE, *_SPELLINGS, *_ANNOUNCE, *_READ_RECORD),
}
OFFICE: Role = {"Editors": _OFFICE, "Administrators": _OFFICE}
"""Part of the above, for installations that are older than it."""
SPELLINGS: Role = {"Writers": ("view_mergedtag",), "Editors": _SPELLINGS, "Administrators": _SPELLINGS}
"""As before."""
ANNOUNCEMENTS: Role = {"Writers": ("view_announcement",), "Editors": _ANNOUNCE, "Administrators": _ANNOUNCE}
"""As before."""
TAGS: Role = {
    "Writers": ("view_tag",),
    "Editors": ("view_tag", "add_tag", "change_tag"),
    "Administrators": ("view_tag", "add_tag", "change_tag"),
}
_LIBRARY = tuple(f"{act}_{what}" for what in ("picture", "document") for act in ("view", "add", "change"))
MEDIA: Role = {"Writers": _LIBRARY, "Editors": _LIBRARY, "Administrators": _LIBRARY}
PEOPLE: Role = {
    "Administrators": ("add_user", "change_user", "view_user", "view_group"),
}


def grant(apps: Apps, app_label: str, roles: Role) -> None:
    """Make sure that the groups exist and hold these permissions of one app; take nothing away. Idempotent.

    Django itself makes permissions only after all migrations have run, so this makes the ones that are missing.
    """
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    models = {model._meta.model_name: model for model in apps.get_app_config(app_label).get_models()}
    declared = {name: label for model in models.values() for name, label in model._meta.permissions}
    for role, codenames in roles.items():
        group, _created = Group.objects.get_or_create(name=role)
        for codename in codenames:
            act, _, model_name = codename.rpartition("_")
            content_type, _created = ContentType.objects.get_or_create(app_label=app_label, model=model_name)
            permission, _created = Permission.objects.get_or_create(
                content_type=content_type,
                codename=codename,
                defaults={"name": str(declared.get(codename, f"Can {act} {model_name}"))},
            )
            group.permissions.add(permission)
