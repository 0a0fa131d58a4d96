"""Many applications of a repository: which there are, who reads a configuration, in which groups they are released."""
