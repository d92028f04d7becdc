"""What the Makefile and `.ci/run` call; the product imports none of it."""
