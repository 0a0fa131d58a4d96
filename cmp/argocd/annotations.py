"""The annotation keys that Argo CD, Helm and Swell read from an object, and the values that they accept."""

HOOK = "argocd.argoproj.io/hook"
HOOK_DELETE_POLICY = "argocd.argoproj.io/hook-delete-policy"
SYNC_WAVE = "argocd.argoproj.io/sync-wave"
SYNC_OPTIONS = "argocd.argoproj.io/sync-options"
ARGO_PREFIX = "argocd.argoproj.io/"

HELM_HOOK = "helm.sh/hook"
HELM_HOOK_WEIGHT = "helm.sh/hook-weight"
HELM_HOOK_DELETE_POLICY = "helm.sh/hook-delete-policy"
HELM_HOOK_KEYS = (HELM_HOOK, HELM_HOOK_WEIGHT, HELM_HOOK_DELETE_POLICY)

BEFORE_HOOK_CREATION = "BeforeHookCreation"
HOOK_SUCCEEDED = "HookSucceeded"

CONFIG_HASH = "swell/config-hash"
OFF = "off"
