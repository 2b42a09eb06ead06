"""Views of the report: each answers one question about time and services by a small picture or table, and in words."""
