"""Things that the improvement cycle asks of a person, for «Min kommune»."""
