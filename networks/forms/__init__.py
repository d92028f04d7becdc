"""Input of the pages about networks; labels and hints in plain words."""
