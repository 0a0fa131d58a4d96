package main

import (
	"strconv"
	"syscall"
)

const (
	greeted  = 5        // seconds for a connection and the greeting; a server that is well needs a thousandth of that
	cleared  = 1        // seconds for the process that rendered to end
	round    = 1 << 16  // bytes of a request that go with the descriptors
	asPath   = 0x200000 // O_PATH, which package syscall lacks
	silent   = "it does not answer"
	hasEnded = "it has ended"
)

// answer is what has come of a call: it has ended with an exit code, or its process was killed by a signal; it may have
// begun to print. Of none of these it is told why.
type answer struct {
	ended, killed, begun bool
	number               byte
	why                  string
}

// ask hands a call to the server at a socket and waits for what comes of it.
func ask(socket, command string, variables []string) answer {
	link, why := connected(socket)
	if why != "" {
		return answer{why: why}
	}
	defer syscall.Close(link)
	if err := handOver(link, request(command, variables)); err != nil {
		return answer{why: reason(err)}
	}
	patience(link, 0)
	kind, number, err := frame(link)
	begun := kind == 'B'
	if begun {
		kind, number, err = frame(link)
	}
	switch {
	case kind == 'E':
		patience(link, cleared)
		_, _ = receive(link, make([]byte, 1)) // the connection ends with the process that rendered
		return answer{ended: true, number: number}
	case kind == 'K' || begun:
		return answer{killed: true, number: number}
	case err != nil:
		return answer{why: reason(err)}
	}
	return answer{why: hasEnded}
}

// connected returns a connection to a server of this user, which has greeted, or why there is none.
func connected(socket string) (int, string) {
	link, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, reason(err)
	}
	patience(link, greeted)
	why := greets(link, socket)
	if why != "" {
		syscall.Close(link)
	}
	return link, why
}

// greets connects to a server and returns why it is none to ask, "" where it is one.
func greets(link int, socket string) string {
	if err := again(func() error { return syscall.Connect(link, &syscall.SockaddrUnix{Name: socket}) }); err != nil {
		return reason(err)
	}
	peer, err := syscall.GetsockoptUcred(link, syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	if err != nil {
		return reason(err)
	}
	if int(peer.Uid) != syscall.Getuid() {
		return "it belongs to another user"
	}
	kind, _, err := frame(link)
	switch {
	case err != nil:
		return reason(err)
	case kind != 'H':
		return hasEnded
	}
	return ""
}

// request returns a request with its length: the command, the mask of new files, and the environment.
func request(command string, variables []string) []byte {
	mask := syscall.Umask(0o077)
	syscall.Umask(mask)
	content := append([]byte(command), 0)
	for shift := 9; shift >= 0; shift -= 3 {
		content = append(content, byte('0'+mask>>shift&7))
	}
	for _, variable := range variables {
		content = append(append(content, 0), variable...)
	}
	size := len(content)
	return append([]byte{byte(size >> 24), byte(size >> 16), byte(size >> 8), byte(size)}, content...)
}

// handOver sends a request with the descriptors of the working directory and both outputs.
func handOver(link int, request []byte) error {
	folder, err := syscall.Open(".", asPath|syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(folder)
	first := request
	if len(first) > round {
		first = first[:round]
	}
	rights := syscall.UnixRights(folder, 1, 2)
	for len(request) > 0 {
		sent := 0
		err := again(func() (err error) {
			sent, err = syscall.SendmsgN(link, first, rights, nil, syscall.MSG_NOSIGNAL)
			return err
		})
		if err != nil {
			return err
		}
		request = request[sent:]
		first, rights = request, nil
	}
	return nil
}

// frame returns the server's next message, of kind 0 where the connection has ended.
func frame(link int) (byte, byte, error) {
	message := make([]byte, 2)
	count, err := receive(link, message)
	if err == syscall.ECONNRESET { // it ended before it had read the request
		return 0, 0, nil
	}
	if err != nil || count < len(message) {
		return 0, 0, err
	}
	return message[0], message[1], nil
}

// receive fills a buffer from a connection, as far as that goes on; it returns how far.
func receive(link int, buffer []byte) (int, error) {
	count := 0
	for count < len(buffer) {
		more, _, err := syscall.Recvfrom(link, buffer[count:], syscall.MSG_WAITALL)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || more == 0 {
			return count, err
		}
		count += more
	}
	return count, nil
}

// patience sets for how many seconds a connection is waited for at a time; 0 is without end.
func patience(link, seconds int) {
	limit := syscall.Timeval{Sec: int64(seconds)}
	for _, direction := range []int{syscall.SO_RCVTIMEO, syscall.SO_SNDTIMEO} {
		_ = syscall.SetsockoptTimeval(link, syscall.SOL_SOCKET, direction, &limit)
	}
}

// again calls until no signal comes between.
func again(call func() error) error {
	for {
		if err := call(); err != syscall.EINTR {
			return err
		}
	}
}

// reason tells why a call has failed: the number of the error, which swell-alone has the words for.
func reason(err error) string {
	if number, ok := err.(syscall.Errno); ok && number != syscall.EAGAIN {
		return strconv.Itoa(int(number))
	}
	return silent
}
