// Command swell-client is `swell` in the image. It hands Argo CD's calls to the server of `swell sidecar`, whose protocol
// cmp/resident/wire.py tells, and waits for their exit code: the start of Python would cost more than a known answer. All
// else does swell-alone, which lies beside it: other calls, those that no server has answered, and telling what went wrong.
package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// What is set for swell-alone, which tells it: why there was no server for the call, or that its render was lost, and by
// which signal, 0 where that is not known.
const (
	server   = "SWELL_SERVER"
	unserved = "SWELL_UNSERVED"
	lost     = "SWELL_LOST"
)

func init() {
	runtime.LockOSThread() // one thread makes all calls, so that each can be tried to fail
}

func main() {
	path, variables := without(os.Environ())
	if path == "" || len(os.Args) != 2 || os.Args[1] != "generate" && os.Args[1] != "parameters" {
		alone(variables)
	}
	told := ask(path, os.Args[1], variables)
	switch {
	case told.ended:
		os.Exit(int(told.number))
	case told.begun || told.killed:
		alone(append(variables, lost+"="+strconv.Itoa(int(told.number))))
	default:
		alone(append(variables, unserved+"="+told.why))
	}
}

// alone puts swell-alone into the place of this process.
func alone(variables []string) {
	program, err := os.Executable()
	if err == nil {
		program = filepath.Join(filepath.Dir(program), "swell-alone")
		err = syscall.Exec(program, append([]string{program}, os.Args[1:]...), variables)
	}
	_, _ = os.Stderr.WriteString("swell: " + program + " can't be started: " + err.Error() + "\n")
	os.Exit(2)
}

// without returns the server's socket, and the variables without those that are between client, server and swell-alone.
func without(variables []string) (string, []string) {
	path, others := "", make([]string, 0, len(variables)+1)
	for _, variable := range variables {
		switch name, value, _ := strings.Cut(variable, "="); name {
		case server:
			path = value
		case unserved, lost:
		default:
			others = append(others, variable)
		}
	}
	return path, others
}
