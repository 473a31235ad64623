"""What follows from a protocol by arithmetic alone: doses at a weight, pump programmes, times, paths."""
