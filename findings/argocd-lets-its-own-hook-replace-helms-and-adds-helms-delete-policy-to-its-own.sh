#!/usr/bin/env bash
# Argo CD 3.6.1: on one object, `argocd.argoproj.io/hook` replaces `helm.sh/hook`, `argocd.argoproj.io/sync-wave` replaces
# `helm.sh/hook-weight`, and `argocd.argoproj.io/hook-delete-policy` does not replace `helm.sh/hook-delete-policy`: both hold.
#
# Input: objects with annotations of both, as one has them who adds Argo CD's to a chart's hook; and with misspelt ones.
# Behaviour: one expects the three pairs to be read alike, the more so as the code of hooks says "we ignore Helm hooks if we
# have Argo hook". A Job of a chart that Helm deletes when it succeeded is so deleted as well where Argo CD's annotation says
# BeforeHookCreation alone, and its logs are gone. A word that is no hook of Argo CD's lets Helm's count, and without one of
# Helm's the object is a hook of no phase: no sync applies it, and no error tells. A wave that is no whole number is Helm's
# weight, and 0 without one.
# Output seen:
#   both                   hook true phases [Sync] deleted [BeforeHookCreation HookSucceeded] wave -3
#   misspelt, with Helm's  hook true phases [PostSync] deleted [BeforeHookCreation HookSucceeded] wave 7
#   misspelt, without      hook true phases [] deleted [BeforeHookCreation] wave 0
#   Helm's alone           hook true phases [PostSync] deleted [HookSucceeded] wave 7
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

export GOFLAGS=-mod=mod GOTOOLCHAIN=auto CGO_ENABLED=0
module=$(go mod download -json github.com/argoproj/argo-cd/gitops-engine/v3@v3.6.1 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
install -m 644 "$module"/go.{mod,sum} .
go mod edit -module finding -require github.com/argoproj/argo-cd/gitops-engine/v3@v3.6.1
cat >main.go <<'GO'
package main

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/sync/hook"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/sync/syncwaves"
)

func main() {
	helms := []string{"helm.sh/hook", "post-install", "helm.sh/hook-weight", "7", "helm.sh/hook-delete-policy", "hook-succeeded"}
	own := func(phase, policy, wave string) []string {
		return []string{
			"argocd.argoproj.io/hook", phase, "argocd.argoproj.io/hook-delete-policy", policy,
			"argocd.argoproj.io/sync-wave", wave,
		}
	}
	for _, one := range []struct {
		name string
		said []string
	}{
		{"both", append(own("Sync", "BeforeHookCreation", "-3"), helms...)},
		{"misspelt, with Helm's", append(own("presync", "BeforeHookCreation", "1.0"), helms...)},
		{"misspelt, without", own("presync", "BeforeHookCreation", "1.0")},
		{"Helm's alone", helms},
	} {
		object := &unstructured.Unstructured{Object: map[string]any{}}
		annotations := map[string]string{}
		for at := 0; at < len(one.said); at += 2 {
			annotations[one.said[at]] = one.said[at+1]
		}
		object.SetAnnotations(annotations)
		fmt.Printf("%-22s hook %v phases %v deleted %v wave %d\n", one.name,
			hook.IsHook(object), hook.Types(object), hook.DeletePolicies(object), syncwaves.Wave(object))
	}
}
GO
cat >wanted <<'SEEN'
both                   hook true phases [Sync] deleted [BeforeHookCreation HookSucceeded] wave -3
misspelt, with Helm's  hook true phases [PostSync] deleted [BeforeHookCreation HookSucceeded] wave 7
misspelt, without      hook true phases [] deleted [BeforeHookCreation] wave 0
Helm's alone           hook true phases [PostSync] deleted [HookSucceeded] wave 7
SEEN
go run . | tee seen
diff seen wanted
