"""`make bench`: what imports, exports and lists cost, against the stock way and the floor."""
