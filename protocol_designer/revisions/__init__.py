"""Two or three states of one protocol side by side: what differs, in which words, and how they merge."""
