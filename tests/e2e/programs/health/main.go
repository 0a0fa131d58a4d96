// Command health tells what Argo CD's health scripts call objects: it reads them as JSON from stdin, one after the
// other, and answers each with a line of JSON: null where there is no script for the kind, else the health, or "Fails"
// where the script does. What `argocd admin settings resource-overrides health` says of one object this says of
// thousands.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/argo-cd/v3/util/lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func main() {
	objects, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for objects.More() {
		var text json.RawMessage
		err := objects.Decode(&text)
		if err == nil {
			err = tell(text, answers)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func tell(text []byte, answers *json.Encoder) error {
	// read as what the API server sends: whole numbers are no floats
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(text); err != nil {
		return err
	}
	health, err := lua.ResourceHealthOverrides{}.GetResourceHealth(object)
	if err != nil {
		return answers.Encode("Fails")
	}
	if health == nil {
		return answers.Encode(nil)
	}
	return answers.Encode(health.Status)
}
