"""The moderation desk."""

from django.contrib import admin

from comments.admin.desk import CommentAdmin
from comments.admin.listed_words import ListedWordAdmin
from comments.admin.log import DecisionAdmin
from comments.admin.privacy import PrivacyRequestAdmin
from comments.models import Comment, Decision, ListedWord, PrivacyRequest

admin.site.register(Comment, CommentAdmin)
admin.site.register(Decision, DecisionAdmin)
admin.site.register(ListedWord, ListedWordAdmin)
admin.site.register(PrivacyRequest, PrivacyRequestAdmin)
