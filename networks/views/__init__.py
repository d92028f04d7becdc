"""Pages for those who lead a network and those who act for a municipality."""
