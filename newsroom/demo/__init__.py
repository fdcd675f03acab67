"""The demo edition: invented stories, drawn pictures, a cast of six."""
