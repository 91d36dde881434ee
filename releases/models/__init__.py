"""The editorial core's tables: the working copy, what was saved, what readers saw, and who did it."""

from releases.models.announcement import (
    Announcement,
    AnnouncementStatus,
    AnnouncementVerb,
    AnnouncementVersion,
    Precision,
)
from releases.models.approval import Approval
from releases.models.edition import Edition, EditionTag
from releases.models.event import Event
from releases.models.hub_topic import HubTopic
from releases.models.id_namespace import IdNamespace
from releases.models.merged_tag import MergedTag, MergedTagUse, TagEvent
from releases.models.office import OfficeVersion
from releases.models.parts import AssociatedLink, Attachment, Contact, GalleryPicture, Pick, QuickFact, Quote
from releases.models.permalink import Permalink
from releases.models.pinned import EditionFile, EditionImage
from releases.models.presence import Presence
from releases.models.preview_link import PreviewLink, PreviewOpening
from releases.models.probe import ProbeAlert, Probed, ProbeTally, ProbeVisitor
from releases.models.quiet_day import QuietDay
from releases.models.release import Release, ReleaseTag
from releases.models.revision import Revision
from releases.models.saved_filter import SavedFilter
from releases.models.search import SearchEntry, SearchWord

__all__ = [
    "Announcement",
    "AnnouncementStatus",
    "AnnouncementVerb",
    "AnnouncementVersion",
    "Approval",
    "AssociatedLink",
    "Attachment",
    "Contact",
    "Edition",
    "EditionFile",
    "EditionImage",
    "EditionTag",
    "Event",
    "GalleryPicture",
    "HubTopic",
    "IdNamespace",
    "MergedTag",
    "MergedTagUse",
    "OfficeVersion",
    "Permalink",
    "Pick",
    "Precision",
    "Presence",
    "PreviewLink",
    "PreviewOpening",
    "ProbeAlert",
    "ProbeTally",
    "ProbeVisitor",
    "Probed",
    "QuickFact",
    "QuietDay",
    "Quote",
    "Release",
    "ReleaseTag",
    "Revision",
    "SavedFilter",
    "SearchEntry",
    "SearchWord",
    "TagEvent",
]
