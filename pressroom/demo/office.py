"""Who the demo newsroom is: said once, as an administrator says it on the office's page."""

from datetime import datetime

from django.contrib.auth.models import User

from pressroom.demo.people import DOMAIN
from releases.actions.set_office import set_office
from releases.models import OfficeVersion
from releases.office_content import FooterEntry, MediaLine, OfficeContent

OFFICE = OfficeContent(
    name={"en": "Merrow Coast Authority", "fr": "Autorité de la côte de Merrow"},
    tagline={"en": "Newsroom", "fr": "Salle de presse"},
    # To a mailbox: whatever languages an installation has, it leads somewhere.
    links=(
        FooterEntry(
            label={"en": "Ask for an interview", "fr": "Demander une entrevue"},
            url={"en": f"mailto:press@{DOMAIN}"},
        ),
    ),
    contact=MediaLine(
        name={"en": "Press desk, every day 07:00 to 22:00", "fr": "Service de presse, tous les jours de 7 h à 22 h"},
        email=f"press@{DOMAIN}",
        telephone="+1 902 555 0100",
        address={"en": "3 Customs Quay\nPort Ansel", "fr": "3, quai de la Douane\nPort Ansel"},
    ),
)
"""Without colours of its own: the demo shows the house's."""


def present(*, by: User, at: datetime) -> None:
    """Say it, unless somebody has said something already."""
    if not OfficeVersion.objects.exists():
        set_office(content=OFFICE, seen=0, by=by, at=at)
