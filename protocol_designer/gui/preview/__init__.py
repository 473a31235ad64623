"""The pages of the PDF in the window: rendered, shown, and led on from."""
