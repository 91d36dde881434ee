"""Names for good: what stays the same whatever becomes of the site's name and addresses (RFC 9562; RFC 4287, 4.2.6)."""

from uuid import UUID, uuid5

from releases.models import IdNamespace

OURS = UUID("6b1b1d3c-5f0e-4b7a-9d0e-2d6f0c6a7f51")
"""The namespace of ids that are made of random keys. It never changes: else all replies would come as new ones."""


def urn_of(key: str) -> str:
    """A name for what has this random key, of which everybody can see that it is no address."""
    return uuid5(OURS, key).urn


def newsroom_namespace() -> UUID:
    """The namespace of this newsroom, in one query: the address of a release is the same in two newsrooms now and then."""
    return IdNamespace.objects.values_list("value", flat=True).first() or OURS


def urn_in(namespace: UUID, *names: str) -> str:
    """A name for what is called so in a namespace. A line feed divides the parts, and stands in none of them."""
    return uuid5(namespace, "\n".join(names)).urn
