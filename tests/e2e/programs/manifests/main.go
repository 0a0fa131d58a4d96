// Command manifests asks a repo-server what Argo CD's API server and controller ask it: `manifests ADDRESS generate
// SECONDS` and `manifests ADDRESS details SECONDS` read the request as JSON from stdin, wait so long for the answer, and
// print it as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/tls"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
)

func main() {
	seconds, err := strconv.Atoi(os.Args[3])
	if err == nil {
		err = ask(os.Args[1], os.Args[2], seconds)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, status.Convert(err).Message())
		os.Exit(1)
	}
}

func ask(address, call string, seconds int) error {
	clients := apiclient.NewRepoServerClientset(address, seconds, tls.Configuration{DisableTLS: true})
	connection, client, err := clients.NewRepoServerClient()
	if err != nil {
		return err
	}
	defer connection.Close()
	switch call {
	case "generate":
		return exchange(client.GenerateManifest)
	case "details":
		return exchange(client.GetAppDetails)
	}
	return fmt.Errorf("%s is not a call that I know", call)
}

func exchange[Request, Answer any](call func(context.Context, *Request, ...grpc.CallOption) (*Answer, error)) error {
	request := new(Request)
	if err := json.NewDecoder(os.Stdin).Decode(request); err != nil {
		return err
	}
	answer, err := call(context.Background(), request)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(answer)
}
