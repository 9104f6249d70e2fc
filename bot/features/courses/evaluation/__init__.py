"""How good suggestions are: full ranking of held-out courses, against simple methods."""
