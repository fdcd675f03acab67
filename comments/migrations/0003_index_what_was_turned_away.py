"""The queue finds what was turned away without reading the rest."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0002_replies_stay_in_their_thread'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(condition=models.Q(('status__in', (3, 4))), fields=['-created_at', '-id'], name='comment_turned_away'),
        ),
    ]
