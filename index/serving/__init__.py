"""The model without PyTorch: a graph built from a sentence-transformers folder, and what encodes with it."""
