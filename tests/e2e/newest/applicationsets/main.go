// Command applicationsets makes Applications as the applicationset controller does, with its own code: `applicationsets
// generate ADDRESS` reads an ApplicationSet from stdin, as YAML, lets a repo-server list and read files, and prints the
// Applications as JSON. With ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_NEW_GIT_FILE_GLOBBING=true they are looked for as
// that setting has it. `applicationsets read` prints the Applications that it gets as JSON, as Argo CD's types have them,
// and `applicationsets functions` those of the names on stdin that its templates know.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/sirupsen/logrus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/services"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/env"
)

const globbing = "ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_NEW_GIT_FILE_GLOBBING"

func main() {
	logrus.SetOutput(io.Discard)
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(words []string) error {
	said, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	switch words[0] {
	case "generate":
		return generate(said, words[1])
	case "read":
		var applications []v1alpha1.Application
		if err := json.Unmarshal(said, &applications); err != nil {
			return err
		}
		return json.NewEncoder(os.Stdout).Encode(applications)
	case "functions":
		for _, name := range strings.Fields(string(said)) {
			if _, err := (&utils.Render{}).Replace("{{ if false }}{{ "+name+" }}{{ end }}", nil, true, nil); err == nil {
				fmt.Println(name)
			}
		}
		return nil
	}
	return fmt.Errorf("%s is not a call that I know", words[0])
}

func generate(said []byte, address string) error {
	var set v1alpha1.ApplicationSet
	if err := yaml.Unmarshal(said, &set); err != nil {
		return err
	}
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer connection.Close()
	repos := files{client: apiclient.NewRepoServerServiceClient(connection)}
	terminal := map[string]generators.Generator{
		"List": generators.NewListGenerator(), "Git": generators.NewGitGenerator(repos, "argocd"),
	}
	nested := with(terminal, terminal)
	applications, _, err := template.GenerateApplications(
		logrus.NewEntry(logrus.StandardLogger()), set, with(terminal, nested), &utils.Render{}, projects{})
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(applications)
}

// with returns generators, and a matrix and a merge of others, as GetGenerators of applicationset/generators/utils.go.
func with(some, inner map[string]generators.Generator) map[string]generators.Generator {
	return map[string]generators.Generator{
		"List": some["List"], "Git": some["Git"],
		"Matrix": generators.NewMatrixGenerator(inner), "Merge": generators.NewMergeGenerator(inner),
	}
}

// projects has every AppProject, without a demand on signatures.
type projects struct{ client.Client }

func (projects) Get(context.Context, client.ObjectKey, client.Object, ...client.GetOption) error {
	return nil
}

// files asks a repo-server, as services.NewArgoCDService does, for repositories that need no login.
type files struct {
	services.Repos
	client apiclient.RepoServerServiceClient
}

func (f files) GetFiles(
	ctx context.Context, url, revision, _, pattern string, _ bool, _ *v1alpha1.SourceIntegrity,
) (map[string][]byte, error) {
	answer, err := f.client.GetGitFiles(ctx, &apiclient.GitFilesRequest{
		Repo: &v1alpha1.Repository{Repo: url}, Revision: revision, Path: pattern,
		NewGitFileGlobbingEnabled: env.ParseBoolFromEnv(globbing, false),
	})
	return answer.GetMap(), err
}

func (f files) GetDirectories(
	ctx context.Context, url, revision, _ string, _ bool, _ *v1alpha1.SourceIntegrity,
) ([]string, error) {
	answer, err := f.client.GetGitDirectories(ctx, &apiclient.GitDirectoriesRequest{
		Repo: &v1alpha1.Repository{Repo: url}, Revision: revision,
	})
	return answer.GetPaths(), err
}
