"""The database itself refuses a reply to another story's comment."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE comments_comment ADD CONSTRAINT replies_stay_in_their_thread"
            " FOREIGN KEY (thread_id, parent_id) REFERENCES comments_comment (thread_id, id)"
            " DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE comments_comment DROP CONSTRAINT replies_stay_in_their_thread",
        ),
    ]
