"""The protocol file: one SQLite database with the document and the journal of every edit; exchange JSON."""
