"""What the build of the program decides: which files go in, and what is told of their makers."""
