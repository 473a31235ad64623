"""What a protocol must not do: declared rules, a shared view, and an engine that fails closed."""
