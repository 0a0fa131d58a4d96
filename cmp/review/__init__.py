"""What a change does to an application: two renders compared, object by object, and what is dangerous about it."""
