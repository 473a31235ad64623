"""The design canvas: the trial schema as it is printed, to be read, dragged and stepped through."""
