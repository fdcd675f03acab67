"""The embedded PostgreSQL: a real server that comes with the site, started when it is first needed."""
