// Go's own reading, asked over a pipe: what Argo CD makes of a document of YAML, and of a stream of them, and what Helm
// finds in an archive.
//
// A question is a byte, the length of a text in four bytes, and the text: 'd' for a document (sigs.k8s.io/yaml), 's' for
// a stream (SplitYAML of Argo CD's gitops-engine), 't' for an archive (archive/tar, and the names that Helm's
// LoadArchiveFiles makes of its own). An answer is a byte, a length and that: 0 for JSON, 1 for an error, 2 for
// a document behind which something stands that is none.
package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

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

// member is a file in an archive of a chart: its path below the chart's folder, and what it holds.
type member struct {
	Path []byte
	Data []byte
}

func members(archive []byte) ([]byte, error) {
	reader, found := tar.NewReader(bytes.NewReader(archive)), []member{}
	for {
		header, err := reader.Next()
		if err == io.EOF {
			return json.Marshal(found)
		}
		if err != nil {
			return nil, err
		}
		if header.FileInfo().IsDir() || header.Typeflag == tar.TypeXGlobalHeader || header.Typeflag == tar.TypeXHeader {
			continue
		}
		delimiter := "/"
		if strings.ContainsRune(header.Name, '\\') {
			delimiter = "\\"
		}
		_, inner, _ := strings.Cut(header.Name, delimiter)
		inner = strings.ReplaceAll(inner, delimiter, "/")
		if path.IsAbs(inner) || path.Clean(inner) == "." || strings.HasPrefix(path.Clean(inner), "..") {
			return nil, fmt.Errorf("%q leads out", header.Name)
		}
		data, err := io.ReadAll(reader)
		if err != nil {
			return nil, err
		}
		found = append(found, member{[]byte(path.Clean(inner)), data})
	}
}

func read(kind byte, text []byte) (answer []byte, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("panic: %v", problem)
		}
	}()
	switch kind {
	case 's':
		return stream(text)
	case 't':
		return members(text)
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
