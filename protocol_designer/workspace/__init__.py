"""The one open document: undo stack, selection, live review. Qt without widgets."""
