#!/usr/bin/env bash
# After a change, Argo CD's own health scripts call an object of 49 kinds Healthy although its status says that its
# operator has seen only the generation before: Kafka and KafkaTopic of Strimzi, HelmRelease and Kustomization of Flux,
# Gateway of the Gateway API, PerconaXtraDBCluster, Cluster API, RabbitMQ, PodDisruptionBudget and others.
#
# Input: the examples beside Argo CD's scripts (resource_customizations/<group>/<kind>/testdata) that count as Healthy and
# whose status says what was observed. One thing is changed: metadata.generation is one higher than the highest
# observedGeneration, as in the moment after `kubectl apply` of another spec, when the operator has not come to it.
# Behaviour: a Deployment in that state is Progressing, so one expects the same of what has an observedGeneration. 65 of
# 114 kinds do so; the scripts of 49 read the conditions of the old generation and say Healthy. A sync that changes such
# an object therefore goes on to the next wave at once, while at the first sync, without a status, it waits.
# Output seen (Argo CD 3.6.1):
#   293 scripts, 114 kinds whose healthy examples say what was observed, 49 Healthy before it is observed
#   kafka.strimzi.io/Kafka: Healthy, without a status Progressing
#   helm.toolkit.fluxcd.io/HelmRelease: Healthy, without a status Progressing
#   gateway.networking.k8s.io/Gateway: Healthy, without a status Progressing
#   gateway.networking.k8s.io/HTTPRoute: Progressing, without a status Progressing
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# A program that calls Argo CD's module, built with the versions that this names.
export GOFLAGS=-mod=mod GOTOOLCHAIN=auto CGO_ENABLED=0
module=$(go mod download -json github.com/argoproj/argo-cd/v3@v3.6.1 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
install -m 644 "$module"/go.{mod,sum} .
go mod edit -module finding -require github.com/argoproj/argo-cd/v3@v3.6.1 \
  -dropreplace github.com/argoproj/argo-cd/gitops-engine/v3 # it is a folder of Argo CD's repository, and a module of its own
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/argoproj/argo-cd/v3/util/lua"
)

var named = []string{
	"kafka.strimzi.io/Kafka", "helm.toolkit.fluxcd.io/HelmRelease", "gateway.networking.k8s.io/Gateway",
	"gateway.networking.k8s.io/HTTPRoute",
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// observed returns the highest observedGeneration below a value, and whether there is one.
func observed(value any) (most int64, found bool) {
	add := func(one int64, is bool) { most, found = max(most, one), found || is }
	switch known := value.(type) {
	case map[string]any:
		for key, below := range known {
			if number, is := below.(float64); is && key == "observedGeneration" {
				add(int64(number), true)
			}
			add(observed(below))
		}
	case []any:
		for _, below := range known {
			add(observed(below))
		}
	}
	return
}

func health(object map[string]any, generation int64) string {
	one := &unstructured.Unstructured{Object: object}
	one.SetGeneration(generation)
	script, open, err := lua.VM{}.GetHealthScript(one)
	must(err)
	said, err := lua.VM{UseOpenLibs: open}.ExecuteHealthLua(one, script)
	must(err)
	return string(said.Status)
}

func main() {
	top := os.Args[1] + "/resource_customizations/"
	scripts, kinds, healthy := 0, map[string]bool{}, map[string]bool{}
	told := map[string]string{}
	must(filepath.Walk(top, func(path string, _ os.FileInfo, err error) error {
		if err != nil || filepath.Base(path) != "health.lua" {
			return err
		}
		scripts++
		folder := filepath.Dir(path)
		kind := strings.TrimPrefix(folder, top)
		text, err := os.ReadFile(folder + "/health_test.yaml")
		if os.IsNotExist(err) {
			return nil
		}
		must(err)
		var list struct {
			Tests []struct {
				HealthStatus struct{ Status string }
				InputPath    string
			}
		}
		must(yaml.Unmarshal(text, &list))
		for _, one := range list.Tests {
			data, err := os.ReadFile(folder + "/" + one.InputPath)
			var object map[string]any
			if err != nil || one.HealthStatus.Status != "Healthy" || yaml.Unmarshal(data, &object) != nil {
				continue
			}
			if last, is := observed(object["status"]); is {
				kinds[kind] = true
				said := health(object, last+1)
				healthy[kind] = healthy[kind] || said == "Healthy"
				if slices.Contains(named, kind) {
					delete(object, "status")
					told[kind] = said + ", without a status " + health(object, 1)
				}
			}
		}
		return nil
	}))
	still := 0
	for _, is := range healthy {
		if is {
			still++
		}
	}
	fmt.Printf("%d scripts, %d kinds whose healthy examples say what was observed, %d Healthy before it is observed\n",
		scripts, len(kinds), still)
	for _, kind := range named {
		fmt.Printf("%s: %s\n", kind, told[kind])
	}
}
GO
go run . "$module" 2>build.log | tee seen || { tail -n 5 build.log >&2; exit 1; }
diff seen - <<'SEEN'
293 scripts, 114 kinds whose healthy examples say what was observed, 49 Healthy before it is observed
kafka.strimzi.io/Kafka: Healthy, without a status Progressing
helm.toolkit.fluxcd.io/HelmRelease: Healthy, without a status Progressing
gateway.networking.k8s.io/Gateway: Healthy, without a status Progressing
gateway.networking.k8s.io/HTTPRoute: Progressing, without a status Progressing
SEEN
