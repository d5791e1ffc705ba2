"""Search: what a person typed, how text is analysed, the index, and the engine that joins them."""
