"""What the parameters of an Application and the variables of the sidecar mean, for the reference."""

PARAMETERS = {
    "environment": ("string", "The environment whose values files are used."),
    "valueFiles": ("array", "Values files above those of swell.yaml."),
    "values": ("string", "Values as YAML, above the files."),
    "parameters": ("map", "Single values, as Helm's `--set`."),
    "fileParameters": ("map", "Single values from files, as Helm's `--set-file`."),
    "ignoreMissingValueFiles": ("string", "`true`: values files may be missing."),
    "releaseName": ("string", "Helm's release name, up to 53 characters; the application's name if not set."),
    "config": ("string", "A whole swell.yaml, in place of the file."),
    "cluster": ("string", "The word for `{cluster}` in paths."),
    "order": ("string", "`off`: no waves and hooks of Swell's."),
}
"""The shape and the meaning of each parameter."""

OPERATORS = {
    "HELM": "The path of Helm; if not set the first on PATH, then the one beside Swell's own Python.",
    "HELMS": "A folder of several Helms (`helm-v3`, `helm-v4.2.1`), for `helm: {version}`.",
    "HELM_SERVER": "`off`: each render starts a `helm`. If not set, `swell-helm` beside that Helm renders for it, and "
    "stays for the next render.",
    "POLICY": "The absolute path of the policy; none if not set.",
    "RENDERS": "How many Helms may run at once; the number of processors if not set.",
    "TIMEOUT": "Seconds that a render may take, with the wait for its turn; 50 if not set. Argo CD waits 60.",
    "CPU_SECONDS": "Seconds of a processor that Swell itself may take for a render, without Helm; 15 if not set.",
    "MEMORY_BYTES": "The memory of Swell, and of each Helm and git that it starts; 900 MiB if not set.",
    "STORE": "The absolute path of the store, a folder that holds nothing else; `~/.cache/swell/store` if not set, in "
    "the sidecar a folder in `TMPDIR`.",
    "STORE_BYTES": "The size of the store: beyond it what was not used for longest goes; 2 GiB if not set.",
    "CACHE": "`off`: no render cache. It needs `SWELL_STORE`; on a laptop there is none.",
    "CACHE_BYTES": "The size of the render cache, beside `SWELL_STORE_BYTES`; 256 MiB if not set.",
    "CREDENTIALS": "A folder with a folder for each host: `username`, `password`, `ssh-privatekey`, `known_hosts`, "
    "`ca.crt`, `realm`. If not set, the logins of git, Docker and Helm.",
    "LOCAL_SOURCES": "`true`: sources may be asked over plain http. For trying out, never in a sidecar.",
    "METRICS": "The port, or address and port, of the sidecar's metrics: `9464`, `127.0.0.1:9464`; none if not set.",
    "LOG": "`json`: a line for each render in the sidecar's log; none if not set.",
    "DEBUG": "`true`: errors show all that Helm said, values too. On a laptop only.",
}
"""The meaning of each variable that only the sidecar's own environment has, without `SWELL_`."""

OTHERS = {
    "GOGC": "Helm's garbage collector; 400 if not set.",
    "GOMEMLIMIT": "The memory that Helm aims at, which is no limit; 512MiB if not set.",
    "TMPDIR": "The folder of temporary files, and of the queue of `SWELL_RENDERS`.",
}
"""The meaning of variables that are not Swell's own."""
