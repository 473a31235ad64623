"""The pages of the window: what an investigator decides, side by side with what follows from it."""
