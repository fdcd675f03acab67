"""The articles room at the desk: stories, pictures, sections, topics, people, streams, old addresses."""

from articles.admin import images, people, story, streams, taxonomy

__all__ = ("images", "people", "story", "streams", "taxonomy")
