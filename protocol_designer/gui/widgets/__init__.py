"""Fields and tables that pages are made of; they know values and messages, never the document."""
