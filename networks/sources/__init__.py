"""Files about units and networks: bytes in, checked rows out. No Django here."""
