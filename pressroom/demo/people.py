"""The people of the demo newsroom: writers, editors, a moderator and an administrator, with one known password."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User

PASSWORD = "low-tide-lantern"  # noqa: S105  (made known on purpose: the demo refuses a database that holds anything else)
DOMAIN = "merrow.example.org"


@dataclass(frozen=True, slots=True)
class Member:
    """One account of the demo."""

    username: str
    first_name: str
    last_name: str
    group: str

    @property
    def email(self) -> str:
        """Mail to a reserved domain reaches nobody."""
        return f"{self.username}@{DOMAIN}"


MEMBERS = (
    Member("ada", "Ada", "Winterbourne", "Administrators"),
    Member("edda", "Edda", "Strand", "Editors"),
    Member("emil", "Emil", "Corrigan", "Editors"),
    Member("wren", "Wren", "Ashby", "Writers"),
    Member("theo", "Theo", "Marlowe", "Writers"),
    Member("mo", "Mo", "Ellery", "Moderators"),
)


def seat(members: Iterable[Member] = MEMBERS) -> dict[str, User]:
    """Make the accounts that are missing, and return all by user name. Accounts that exist are left as they are."""
    # Hashing is slow on purpose. As the password is public, one hash may serve them all.
    hashed = make_password(PASSWORD)
    people = {}
    for member in members:
        user, made = User.objects.get_or_create(
            username=member.username,
            defaults={
                "password": hashed,
                "email": member.email,
                "first_name": member.first_name,
                "last_name": member.last_name,
                "is_staff": True,
            },
        )
        if made:
            user.groups.add(Group.objects.get(name=member.group))
        people[member.username] = user
    return people
