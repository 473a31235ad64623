"""The panels docked around the pages: outline, inspector, problems, open questions."""
