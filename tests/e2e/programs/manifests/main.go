// Command manifests asks a repo-server what Argo CD's API server and controller ask it: `manifests ADDRESS generate` and
// `manifests ADDRESS details` read the request as JSON from stdin and print the answer as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

// As long as argocd-application-controller waits, and as much as it takes.
const (
	patience = 60 * time.Second
	bytes    = 100 << 20
)

func main() {
	if err := ask(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, status.Convert(err).Message())
		os.Exit(1)
	}
}

func ask(address, call string) error {
	// Argo CD's own way to connect, with TLS or without, is another in each version.
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(bytes), grpc.MaxCallSendMsgSize(bytes)))
	if err != nil {
		return err
	}
	defer connection.Close()
	client := apiclient.NewRepoServerServiceClient(connection)
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
	limited, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	answer, err := call(limited, request)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(answer)
}
