"""The window: pages, panels, widgets, theme. No arithmetic, no SQL, no rules."""
