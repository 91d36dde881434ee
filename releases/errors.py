"""What can go wrong in the editorial core. ``str(error)`` is a sentence for the person who acted."""


class Refused(Exception):
    """The act was not carried out; nothing changed."""


class NotAllowed(Refused):
    """The person's role does not include this act."""


class WrongStanding(Refused):
    """The release is not in a standing from which this act leads anywhere."""


class WrongStage(Refused):
    """The working copy is not in a stage from which this act leads anywhere."""


class OwnWork(Refused):
    """The act needs a second pair of eyes, and these are the first."""


class Conflict(Refused):
    """Somebody else changed the release after the person opened it."""


class Incomplete(Refused):
    """The working copy lacks something that readers must not miss."""


class BadMoment(Refused):
    """The moment asked for cannot be kept."""


class AddressTaken(Refused):
    """Another release of the same day already has this address."""


class Withdrawn(Exception):
    """What they ask for was published in error and withdrawn: 410, and not the 404 of what never was."""
