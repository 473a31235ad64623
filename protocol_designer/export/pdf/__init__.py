"""Document blocks to PDF through reportlab, imported on first use."""
