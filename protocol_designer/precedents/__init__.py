"""The prior studies: load templates, start a protocol from one."""
