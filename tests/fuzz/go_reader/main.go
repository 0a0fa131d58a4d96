// Go's own reading of YAML, asked over a pipe: what Argo CD makes of a document, and of a stream of them.
//
// A question is a byte, the length of a text in four bytes, and the text: 'd' for a document (sigs.k8s.io/yaml), 's' for
// a stream (SplitYAML of Argo CD's gitops-engine). An answer is a byte, a length and that: 0 for JSON, 1 for an error, 2 for
// a document behind which something stands that is none.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"

	goyaml "go.yaml.in/yaml/v2"
	"k8s.io/apimachinery/pkg/runtime"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

func stream(text []byte) ([]byte, error) {
	decoder := kubeyaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 4096)
	found := []json.RawMessage{}
	for {
		one := runtime.RawExtension{}
		if err := decoder.Decode(&one); err != nil {
			if err == io.EOF {
				return json.Marshal(found)
			}
			return nil, err
		}
		raw := bytes.TrimSpace(one.Raw)
		if len(raw) != 0 && !bytes.Equal(raw, []byte("null")) {
			found = append(found, json.RawMessage(raw))
		}
	}
}

func read(kind byte, text []byte) (answer []byte, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("panic: %v", problem)
		}
	}()
	if kind == 's' {
		return stream(text)
	}
	return yaml.YAMLToJSON(text)
}

// behind tells whether something stands behind a document that is no document of its own.
func behind(text []byte) bool {
	var one any
	decoder := goyaml.NewDecoder(bytes.NewReader(text))
	for {
		if err := decoder.Decode(&one); err != nil {
			return err != io.EOF
		}
	}
}

func main() {
	in, out := bufio.NewReader(os.Stdin), bufio.NewWriter(os.Stdout)
	head := make([]byte, 5)
	for {
		if _, err := io.ReadFull(in, head); err != nil {
			return
		}
		text := make([]byte, binary.BigEndian.Uint32(head[1:]))
		if _, err := io.ReadFull(in, text); err != nil {
			return
		}
		answer, err := read(head[0], text)
		status := byte(0)
		if err != nil {
			status, answer = 1, []byte(err.Error())
		} else if head[0] == 'd' && behind(text) {
			status, answer = 2, nil
		}
		out.WriteByte(status)
		binary.Write(out, binary.BigEndian, uint32(len(answer)))
		out.Write(answer)
		out.Flush()
	}
}
