#!/usr/bin/env bash
# A text in `values` of a matrix' second git generator sees the first generator, or its own, and never both at once.
#
# Input: a matrix of a list and a git generator, with goTemplate and missingkey=error. Two texts of the git generator's
# `values` name what the list gives ({{ .region }}) and what the git generator itself gives ({{ .path.basename }}).
# Behaviour: each text alone is evaluated, so both names can be used there. Together in one text they are refused with
# "map has no entry for key", as if the list gave no region. Argo CD 3.6.1 (RenderGeneratorParams in
# applicationset/utils/utils.go) evaluates a text with the first generator's names; where one is missing, it puts off the
# whole text, to when only the second one's names are known (appendTemplatedValues in generators/value_interpolation.go).
# What fails is the whole ApplicationSet, with all its Applications.
# Output seen:
#   {{ .region }}                          eu
#   {{ .path.basename }}                   web
#   {{ .region }}-{{ .path.basename }}     map has no entry for key "region"
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# A program that calls the matrix generator of Argo CD's module, built with the versions that this names.
export GOFLAGS=-mod=mod GOTOOLCHAIN=auto CGO_ENABLED=0
module=$(go mod download -json github.com/argoproj/argo-cd/v3@v3.6.1 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
install -m 644 "$module"/go.{mod,sum} .
go mod edit -module finding -require github.com/argoproj/argo-cd/v3@v3.6.1 \
  -dropreplace github.com/argoproj/argo-cd/gitops-engine/v3 # it is a folder of Argo CD's repository, and a module of its own
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io"
	"regexp"

	"github.com/sirupsen/logrus"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/services"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
)

type repository struct{ services.Repos }

func (repository) GetDirectories(
	context.Context, string, string, string, bool, *v1alpha1.SourceIntegrity,
) ([]string, error) {
	return []string{"apps/web"}, nil
}

type projects struct{ client.Client }

func (projects) Get(context.Context, client.ObjectKey, client.Object, ...client.GetOption) error { return nil }

func main() {
	logrus.SetOutput(io.Discard)
	inner := map[string]generators.Generator{
		"List": generators.NewListGenerator(), "Git": generators.NewGitGenerator(repository{}, "argocd"),
	}
	set := &v1alpha1.ApplicationSet{}
	set.Spec.GoTemplate, set.Spec.GoTemplateOptions = true, []string{"missingkey=error"}
	for _, text := range []string{"{{ .region }}", "{{ .path.basename }}", "{{ .region }}-{{ .path.basename }}"} {
		list := &v1alpha1.ListGenerator{Elements: []apiextensions.JSON{{Raw: []byte(`{"region": "eu"}`)}}}
		git := &v1alpha1.GitGenerator{
			Directories: []v1alpha1.GitDirectoryGeneratorItem{{Path: "apps/*"}}, Values: map[string]string{"name": text},
		}
		matrix := &v1alpha1.MatrixGenerator{Generators: []v1alpha1.ApplicationSetNestedGenerator{{List: list}, {Git: git}}}
		found, err := generators.NewMatrixGenerator(inner).GenerateParams(
			&v1alpha1.ApplicationSetGenerator{Matrix: matrix}, set, projects{})
		if err != nil {
			fmt.Printf("%-38s %s\n", text, regexp.MustCompile(`map has no entry .*`).FindString(err.Error()))
			continue
		}
		fmt.Printf("%-38s %s\n", text, found[0]["values"].(map[string]string)["name"])
	}
}
GO
go run -trimpath . | tee seen.txt

diff seen.txt - <<'SEEN'
{{ .region }}                          eu
{{ .path.basename }}                   web
{{ .region }}-{{ .path.basename }}     map has no entry for key "region"
SEEN
