"""The calendar of announced releases: its entries, and what each said from when on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import releases.models.announcement


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0016_counting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=releases.models.announcement.new_uid, editable=False, unique=True)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "announced release",
                "verbose_name_plural": "announced releases",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="AnnouncementVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("announce", "Announced"),
                            ("reword", "Reworded"),
                            ("confirm", "Confirmed"),
                            ("move", "Moved"),
                            ("cancel", "Cancelled"),
                        ],
                        max_length=12,
                        verbose_name="act",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("news_release", "News release"),
                            ("statement", "Statement"),
                            ("readout", "Readout"),
                            ("media_advisory", "Media advisory"),
                            ("backgrounder", "Backgrounder"),
                            ("speech", "Speech"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("words", models.JSONField(default=dict, verbose_name="title")),
                ("planned", models.DateTimeField(verbose_name="planned")),
                ("until", models.DateTimeField(verbose_name="until")),
                (
                    "precision",
                    models.CharField(
                        choices=[("month", "A month"), ("day", "A day"), ("moment", "Day and time")],
                        max_length=8,
                        verbose_name="how exact",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("provisional", "Provisional"),
                            ("confirmed", "Confirmed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.JSONField(default=dict, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("by_name", models.CharField(max_length=200, verbose_name="person")),
                (
                    "announcement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="releases.announcement"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an announcement",
                "verbose_name_plural": "versions of announcements",
                "ordering": ["announcement", "number"],
                "indexes": [models.Index(fields=["until"], name="announcement_until")],
                "constraints": [
                    models.UniqueConstraint(fields=("announcement", "number"), name="announcement_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("precision", "moment"), ("until", models.F("planned"))),
                            models.Q(
                                models.Q(("precision", "moment"), _negated=True), ("until__gt", models.F("planned"))
                            ),
                            _connector="OR",
                        ),
                        name="announcement_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "confirmed"), _negated=True), ("precision", "moment"), _connector="OR"
                        ),
                        name="announcement_confirmed_to_the_minute",
                    ),
                ],
            },
        ),
    ]
