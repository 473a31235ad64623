"""The chapters of the document, one module each, in the order of ICH M11."""
