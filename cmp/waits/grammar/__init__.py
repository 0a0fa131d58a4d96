"""Reading shell scripts: from the nodes of tree-sitter to a few kinds of statements."""
