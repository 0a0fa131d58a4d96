// Command argocd is five of Argo CD's own programs in one, chosen by the name that it is called by, as upstream's is.
// Upstream's main wires eleven, and takes longer to build.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	plugins "github.com/argoproj/argo-cd/v3/cmd/argocd-cmp-server/commands"
	repository "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	server "github.com/argoproj/argo-cd/v3/cmd/argocd-server/commands"
	cli "github.com/argoproj/argo-cd/v3/cmd/argocd/commands"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/util/log"
	"github.com/spf13/cobra"
	"k8s.io/klog/v2"
)

var programs = map[string]func() *cobra.Command{
	common.CommandApplicationController: controller.NewCommand,
	common.CommandCLI:                   cli.NewCommand,
	common.CommandCMPServer:             plugins.NewCommand,
	common.CommandRepoServer:            repository.NewCommand,
	common.CommandServer:                server.NewCommand,
}

func main() {
	klog.SetLogger(log.NewLogrusLogger(log.NewWithCurrentConfig()))
	name := filepath.Base(os.Args[0])
	program, known := programs[name]
	if !known {
		fmt.Fprintf(os.Stderr, "%s: call me by the name of one of Argo CD's programs\n", name)
		os.Exit(2)
	}
	if err := program().Execute(); err != nil {
		os.Exit(1)
	}
}
