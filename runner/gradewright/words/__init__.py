"""Ground floor for text: how bytes become it, and how numbers, places and names are said in it."""
