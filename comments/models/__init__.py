"""Replies, and what is decided, reported, told and kept about them."""

from comments.models.claim import Claim
from comments.models.comment import Comment, CommentQuerySet
from comments.models.decision import Decision
from comments.models.door import Door
from comments.models.earlier_text import EarlierText
from comments.models.listed_word import ListedWord
from comments.models.privacy_request import PrivacyRequest
from comments.models.report import Report
from comments.models.sender import MarkKey, Pace, SpentProof
from comments.models.subscription import DeskMail, Notice, Subscription

__all__ = [
    "Claim",
    "Comment",
    "CommentQuerySet",
    "Decision",
    "DeskMail",
    "Door",
    "EarlierText",
    "ListedWord",
    "MarkKey",
    "Notice",
    "Pace",
    "PrivacyRequest",
    "Report",
    "SpentProof",
    "Subscription",
]
