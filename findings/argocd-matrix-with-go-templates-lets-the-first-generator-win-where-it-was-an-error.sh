#!/usr/bin/env bash
# Where both generators of a matrix give the same name, Argo CD 3.6.1 refuses the ApplicationSet; with goTemplate: true it takes
# the first one's value without a word. The merge generator takes the last one's in both.
#
# Input: two list generators with one element each, that both say `env`; and in a second try a map `values` in both.
# Behaviour: one expects goTemplate to change how texts are written, and what comes later to win, as in the merge generator, in
# Helm and in Kustomize. A matrix combines the parameters by another function with Go templates (mergo, in matrix.go), the
# first generator's laid over the second's, which leaves nothing to refuse. So after a move to Go templates a second generator
# that says `env` too is ignored, in one key of a nested map as well, while its other keys count.
# Output seen:
#   goTemplate  generator  env      values
#   false       matrix     refused  -
#   false       merge      second   -
#   true        matrix     first    first, more
#   true        merge      second   second, more
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# A program that calls the generators of Argo CD's module, built with the versions that this names.
export GOFLAGS=-mod=mod GOTOOLCHAIN=auto CGO_ENABLED=0
module=$(go mod download -json github.com/argoproj/argo-cd/v3@v3.6.1 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
install -m 644 "$module"/go.{mod,sum} .
go mod edit -module finding -require github.com/argoproj/argo-cd/v3@v3.6.1 \
  -dropreplace github.com/argoproj/argo-cd/gitops-engine/v3 # it is a folder of Argo CD's repository, and a module of its own
cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/sirupsen/logrus"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

func list(element string) v1alpha1.ApplicationSetNestedGenerator {
	one := &v1alpha1.ListGenerator{Elements: []apiextensions.JSON{{Raw: []byte(element)}}}
	return v1alpha1.ApplicationSetNestedGenerator{List: one}
}

func main() {
	logrus.SetOutput(io.Discard)
	inner := map[string]generators.Generator{"List": generators.NewListGenerator()}
	fmt.Println("goTemplate  generator  env      values")
	for _, templates := range []bool{false, true} {
		both := []v1alpha1.ApplicationSetNestedGenerator{list(`{"app": "web", "env": "first"}`), list(`{"app": "web", "env": "second"}`)}
		if templates {
			both = []v1alpha1.ApplicationSetNestedGenerator{
				list(`{"app": "web", "env": "first", "values": {"tier": "first"}}`),
				list(`{"app": "web", "env": "second", "values": {"tier": "second", "size": "more"}}`),
			}
		}
		set := &v1alpha1.ApplicationSet{}
		set.Spec.GoTemplate = templates
		matrix := &v1alpha1.ApplicationSetGenerator{Matrix: &v1alpha1.MatrixGenerator{Generators: both}}
		merge := &v1alpha1.ApplicationSetGenerator{
			Merge: &v1alpha1.MergeGenerator{Generators: both, MergeKeys: []string{"app"}},
		}
		tell := func(name string, found []map[string]any, err error) {
			env, values := "refused", "-"
			if err == nil {
				env = found[0]["env"].(string)
			} else if !strings.Contains(err.Error(), "found duplicate key env with different value") {
				panic(err)
			}
			if err == nil && templates {
				nested := found[0]["values"].(map[string]any)
				values = fmt.Sprintf("%v, %v", nested["tier"], nested["size"])
			}
			fmt.Printf("%-11t %-10s %-8s %s\n", templates, name, env, values)
		}
		found, err := generators.NewMatrixGenerator(inner).GenerateParams(matrix, set, nil)
		tell("matrix", found, err)
		found, err = generators.NewMergeGenerator(inner).GenerateParams(merge, set, nil)
		tell("merge", found, err)
	}
}
GO
go run -trimpath . 2>build.log | tee seen || { tail -n 5 build.log >&2; exit 1; }
diff - seen <<'SEEN'
goTemplate  generator  env      values
false       matrix     refused  -
false       merge      second   -
true        matrix     first    first, more
true        merge      second   second, more
SEEN
