"""What the desk's numbers are made of."""
