"""The demo: the story of Indragiri Hilir, told through the product's own services."""
