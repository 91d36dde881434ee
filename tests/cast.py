"""The people of the tests: a few with names and roles, the same everywhere."""

from django.contrib.auth.models import Group, User

PASSWORD = "correct horse battery staple"


def person(username: str, *groups: str, **more: object) -> User:
    """A member of staff in these groups, hired on first mention; fresh, so that no permission is cached."""
    if not User.objects.filter(username=username).exists():
        user = User.objects.create_user(username, password=PASSWORD, is_staff=True, **more)
        user.groups.set(Group.objects.filter(name__in=groups))
    return User.objects.get(username=username)


def wren() -> User:
    """Writes."""
    return person("wren", "Writers", first_name="Wren", last_name="Okafor")


def theo() -> User:
    """Writes, too."""
    return person("theo", "Writers", first_name="Theo", last_name="Marlowe")


def edda() -> User:
    """Edits and publishes."""
    return person("edda", "Editors", first_name="Edda", last_name="Lind")


def emil() -> User:
    """Edits and publishes, too: the second pair of eyes."""
    return person("emil", "Editors", first_name="Emil", last_name="Corrigan")


def mo() -> User:
    """Moderates replies, and nothing else."""
    return person("mo", "Moderators", first_name="Mo", last_name="Haddad")


def ada() -> User:
    """Administers."""
    return person("ada", "Administrators", first_name="Ada", last_name="Brook")


def otto() -> User:
    """Has an account, and no role at all."""
    return person("otto", first_name="Otto", last_name="Vale")
