"""The name under which the office answers replies."""

from django.conf import settings

from releases.office import office


def office_name(language: str | None = None) -> str:
    """``OFFICE_NAME`` where the environment says one, else what the office calls itself in this language."""
    return settings.OFFICE_NAME or office(language=language).name


def office_names() -> list[str]:
    """Every name by which readers know the office."""
    own = [office(language=code).name for code, _name in settings.LANGUAGES]
    return list(dict.fromkeys(name for name in (settings.SITE_NAME, settings.OFFICE_NAME, *own) if name))
