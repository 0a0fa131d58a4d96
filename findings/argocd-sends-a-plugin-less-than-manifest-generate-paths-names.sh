#!/usr/bin/env bash
# Argo CD 3.6.1 reads the annotation argocd.argoproj.io/manifest-generate-paths twice, in two ways. `.; /charts`, with a space behind
# the semicolon, makes it render when a file below charts/ changes, and a plugin is then sent a folder without charts/. So is
# `../stage;/`, though `/;../stage` is sent all of the repository.
#
# Input: an Application at apps/web/prod, some values of the annotation, and what the repository server sends a plugin
# (`reposerver.plugin.use.manifest.generate.paths: "true"`), by the function that decides it, called from a test in its package.
# Behaviour: one expects what is sent to hold all that is named, in whatever order, since the folder sent is said to be their
# common one. The code of webhooks and revisions cuts the blanks off, that of plugins takes ` /charts` for a folder below the
# Application's. And behind the first path that leads to another folder, a path that only leads up is passed over.
# `**` is no other sign than `*` to webhooks: a file two folders below it changes, and Argo CD keeps its old manifests.
# Output seen:
#   .;/charts       sent /              renders for charts/a.yaml true, charts/web/a.yaml true
#   .; /charts      sent /apps/web/prod renders for charts/a.yaml true, charts/web/a.yaml true
#   ../stage;/      sent /apps/web      renders for charts/a.yaml true, charts/web/a.yaml true
#   /;../stage      sent /              renders for charts/a.yaml true, charts/web/a.yaml true
#   .;/charts/**    sent /              renders for charts/a.yaml true, charts/web/a.yaml false
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# A copy of Argo CD's module, for the function that decides what is sent is not exported.
export GOFLAGS=-mod=mod GOTOOLCHAIN=auto CGO_ENABLED=0
module=$(go mod download -json github.com/argoproj/argo-cd/v3@v3.6.1 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
cp -r "$module" argo-cd
chmod -R u+w argo-cd
cd argo-cd
go mod edit -dropreplace github.com/argoproj/argo-cd/gitops-engine/v3 # it is a folder of Argo CD's repository, and a module of its own
cat >reposerver/repository/finding_test.go <<'GO'
package repository

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	apppath "github.com/argoproj/argo-cd/v3/util/app/path"
)

func TestFinding(t *testing.T) {
	repo := t.TempDir()
	for _, said := range []string{".;/charts", ".; /charts", "../stage;/", "/;../stage", ".;/charts/**"} {
		asked := &apiclient.ManifestRequest{AnnotationManifestGeneratePaths: said}
		sent, err := filepath.Rel(repo, getApplicationRootPath(asked, filepath.Join(repo, "apps/web/prod"), repo))
		if err != nil {
			t.Fatal(err)
		}
		app := &v1alpha1.Application{}
		app.Annotations = map[string]string{v1alpha1.AnnotationKeyManifestGeneratePaths: said}
		paths := apppath.GetSourceRefreshPaths(app, v1alpha1.ApplicationSource{Path: "apps/web/prod"})
		renders := func(file string) bool { return apppath.AppFilesHaveChanged(paths, []string{file}) }
		fmt.Printf("seen %-15s sent %-14s renders for charts/a.yaml %v, charts/web/a.yaml %v\n",
			said, filepath.Clean("/"+sent), renders("charts/a.yaml"), renders("charts/web/a.yaml"))
	}
}
GO
cat >../wanted <<'SEEN'
.;/charts       sent /              renders for charts/a.yaml true, charts/web/a.yaml true
.; /charts      sent /apps/web/prod renders for charts/a.yaml true, charts/web/a.yaml true
../stage;/      sent /apps/web      renders for charts/a.yaml true, charts/web/a.yaml true
/;../stage      sent /              renders for charts/a.yaml true, charts/web/a.yaml true
.;/charts/**    sent /              renders for charts/a.yaml true, charts/web/a.yaml false
SEEN
go test -count=1 -run '^TestFinding$' -v ./reposerver/repository/ | sed -n 's/^seen //p' | tee ../seen
diff ../seen ../wanted
