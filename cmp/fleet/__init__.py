"""Many applications of one repository: finding them, the workloads that read a configuration, groups for a release."""
