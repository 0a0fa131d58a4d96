package main

import (
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// The first descriptors of a request; the files behind them are those that Helm reads.
const (
	text = iota // the request itself
	stdout
	stderr
	slot // one of Swell's places to run Helm, taken as long as this is open anywhere
	given
)

// firstFile is the number of the first file that Helm reads: the argument for it is /dev/fd/512, which Swell knows. No
// descriptor that the program opens itself is that high.
const firstFile = 512

const most = 253 // descriptors that one message can hold (SCM_MAX_FD of Linux)

var errMalformed = errors.New("a request that is none")

// request is what Swell asks for.
type request struct {
	folder      string
	memory      uint64 // the bytes of private memory that this process may have
	arguments   []string
	environment []string
	descriptors []int
}

// receive reads a request: one byte, with the descriptors. The text's parts are ended by a zero: the working directory, the
// bound of memory, the number of arguments, the arguments, and the variables of the environment.
func receive(connection *net.UnixConn) (*request, error) {
	control := make([]byte, unix.CmsgSpace(most*4))
	_, size, flags, _, err := connection.ReadMsgUnix(make([]byte, 1), control)
	if err != nil {
		return nil, err
	}
	asked := &request{}
	messages, err := unix.ParseSocketControlMessage(control[:size])
	if err != nil {
		return nil, err
	}
	for _, message := range messages {
		if descriptors, err := unix.ParseUnixRights(&message); err == nil {
			asked.descriptors = append(asked.descriptors, descriptors...)
		}
	}
	if len(asked.descriptors) < given || flags&unix.MSG_CTRUNC != 0 {
		asked.release()
		return nil, errMalformed
	}
	if err := asked.read(); err != nil {
		asked.release()
		return nil, err
	}
	return asked, nil
}

// read reads the text.
func (asked *request) read() error {
	file := os.NewFile(uintptr(asked.descriptors[text]), "request")
	asked.descriptors[text] = -1
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	parts := strings.Split(string(content), "\x00")
	if len(parts) < 4 {
		return errMalformed
	}
	asked.folder = parts[0]
	if asked.memory, err = strconv.ParseUint(parts[1], 10, 64); err != nil {
		return err
	}
	count, err := strconv.Atoi(parts[2])
	rest := parts[3 : len(parts)-1] // behind the last zero is nothing
	if err != nil || count < 0 || count > len(rest) {
		return errMalformed
	}
	asked.arguments, asked.environment = rest[:count], rest[count:]
	return nil
}

// suits tells whether this process was started with just the request's environment. Much in Go and in Helm reads a variable
// once and keeps it.
func (asked *request) suits() bool {
	wanted, here := slices.Clone(asked.environment), os.Environ()
	slices.Sort(wanted)
	slices.Sort(here)
	return slices.Equal(wanted, here)
}

// enter puts this process where a new one would be: its working directory, its bound of memory, its stdout and stderr, and
// the files at their numbers.
func (asked *request) enter() error {
	if err := os.Chdir(asked.folder); err != nil {
		return err
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_DATA, &limit); err != nil {
		return err
	}
	limit.Cur = min(asked.memory, limit.Max)
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &limit); err != nil {
		return err
	}
	for number, file := range asked.descriptors[given:] {
		if err := unix.Dup3(file, firstFile+number, unix.O_CLOEXEC); err != nil {
			return err
		}
	}
	if err := unix.Dup3(asked.descriptors[stdout], 1, 0); err != nil {
		return err
	}
	return unix.Dup3(asked.descriptors[stderr], 2, 0)
}

// leave undoes that, after which nothing of the request is open here.
func (asked *request) leave() {
	silence()
	for number := range asked.descriptors[given:] {
		unix.Close(firstFile + number)
	}
	asked.release()
	_ = os.Chdir("/")
}

// release closes the descriptors as they came.
func (asked *request) release() {
	for _, descriptor := range asked.descriptors {
		if descriptor >= 0 {
			unix.Close(descriptor)
		}
	}
}
