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
	"time"

	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

// As much as argocd-application-controller takes.
const bytes = 100 << 20

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
		return exchange(seconds, client.GenerateManifest)
	case "details":
		return exchange(seconds, client.GetAppDetails)
	}
	return fmt.Errorf("%s is not a call that I know", call)
}

func exchange[Request, Answer any](
	seconds int, call func(context.Context, *Request, ...grpc.CallOption) (*Answer, error),
) error {
	request := new(Request)
	if err := json.NewDecoder(os.Stdin).Decode(request); err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(context.Background(), time.Duration(seconds)*time.Second)
	defer cancel()
	answer, err := call(limited, request)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(answer)
}
