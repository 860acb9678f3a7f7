"""Base classes of the product; imports none of our apps."""
