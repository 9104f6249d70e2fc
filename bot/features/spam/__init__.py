"""The learned spam score: features, model, training, evaluation, and the memory of confirmed spam."""
