"""The lock of sources (swell.lock): reading, updating and writing it, copies of sources, opening what is locked."""
