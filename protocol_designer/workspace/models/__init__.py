"""Item models over the document: rows in, the smallest change out. Qt without widgets."""
