"""What a user can do: verbs that take a protocol and return another. When and why is left to others."""
