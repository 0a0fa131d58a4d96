// Command swell-helm does what `helm template` does, again and again in one process: two thirds of what Helm costs on a
// small chart are its start. Swell asks it by a Unix socket; cmp/helm/resident.py is the other end.
//
// usage: swell-helm version          print what `helm version` prints
//
//	swell-helm serve PATH       answer at descriptor 3, a listening socket that lies at PATH
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"helm.sh/helm/v4/pkg/chart/common"
)

// prefix and a Helm's name make the name of the program that takes its place, in the same folder.
const prefix = "swell-"

func main() {
	switch arguments := os.Args[1:]; {
	case len(arguments) == 1 && arguments[0] == "version":
		fmt.Print(version())
	case len(arguments) == 2 && arguments[0] == "serve":
		if err := serve(arguments[1]); err != nil {
			fmt.Fprintln(os.Stderr, "swell-helm:", err)
			os.Exit(1)
		}
	default:
		fmt.Fprintln(os.Stderr, "usage: swell-helm version | swell-helm serve PATH")
		os.Exit(2)
	}
}

// version returns what `helm version` prints of the Helm whose packages are linked here.
func version() string {
	return fmt.Sprintf("%#v\n", common.DefaultCapabilities.HelmVersion)
}

// replaces tells whether the Helm beside this program is the one whose packages are linked here: both say the same of
// themselves.
func replaces() bool {
	path, err := os.Executable()
	if err != nil {
		return false
	}
	folder, name := filepath.Split(path)
	said, err := exec.Command(folder+strings.TrimPrefix(name, prefix), "version").Output()
	return err == nil && string(said) == version()
}
