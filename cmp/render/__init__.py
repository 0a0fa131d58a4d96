"""The story of a request: gather, render, order, check; sources are opened here and limits kept."""
