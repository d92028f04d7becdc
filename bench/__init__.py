"""What speed costs, measured against floors in the same run: ``make bench``."""
