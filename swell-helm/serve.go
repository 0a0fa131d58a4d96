package main

import (
	"encoding/binary"
	"errors"
	"net"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	socket  = 3        // the number of the listening socket
	renders = 1000     // after so many, the process starts anew
	garbage = 64 << 20 // from so many bytes on the heap on, those of dead objects are collected between two renders
	notMine = 256      // no exit code: the call is to be made by the program `helm`
	quiet   = 2 * time.Second
	look    = 15 * time.Second // how often a process without work looks whether its socket is still there
	long    = time.Hour        // without work for so long, the process ends
)

// serve answers one request after the other; each is left to `helm` where the Helm beside it is another one. It returns
// when its socket is gone, or no request has come for long.
func serve(path string) error {
	closeInherited()
	silence()
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) // else a write to a closed pipe would end the process
	_ = os.Chdir("/")
	file := os.NewFile(socket, path)
	defer file.Close() // until then it is open, since this process may start anew
	general, err := net.FileListener(file)
	if err != nil {
		return err
	}
	listener, ok := general.(*net.UnixListener)
	if !ok {
		return errors.New("descriptor 3 is no Unix socket")
	}
	mine := replaces()
	first := left()
	for count := 1; ; count++ {
		connection, err := accepted(listener, path)
		if connection == nil {
			return err
		}
		answer(connection, mine)
		if held() > garbage {
			runtime.GC()
		}
		if count == renders || left() != first || large() {
			startAnew(os.Environ())
		}
	}
}

// accepted waits for the next connection, and gives memory back meanwhile. It returns none when no more is to come.
func accepted(listener *net.UnixListener, path string) (*net.UnixConn, error) {
	began := time.Now()
	for wait := quiet; ; wait = look {
		if err := listener.SetDeadline(time.Now().Add(wait)); err != nil {
			return nil, err
		}
		connection, err := listener.AcceptUnix()
		if err == nil {
			return connection, nil
		}
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, err
		}
		if _, err := os.Lstat(path); err != nil || time.Since(began) > long {
			return nil, nil
		}
		if wait == quiet {
			debug.FreeOSMemory()
		}
	}
}

// answer reads a request, renders, and sends the exit code.
func answer(connection *net.UnixConn, mine bool) {
	defer connection.Close()
	asked, err := receive(connection)
	if err != nil {
		return
	}
	if !mine {
		asked.release()
		send(connection, notMine)
		return
	}
	if !asked.suits() {
		send(connection, notMine)
		startAnew(asked.environment)
	}
	finished := watched(connection)
	code := notMine
	if asked.enter() == nil {
		if rendered, err := template(asked.arguments); err == nil {
			code = rendered
		}
	}
	finished()
	send(connection, code)
	asked.leave()
}

// watched starts this process anew when the client goes away, which stops the render. It returns what ends the watch.
func watched(connection *net.UnixConn) func() {
	var over atomic.Bool
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			if _, err := connection.Read(make([]byte, 1)); err != nil {
				break
			}
		}
		if !over.Load() {
			startAnew(os.Environ())
		}
	}()
	return func() {
		over.Store(true)
		_ = connection.SetReadDeadline(time.Now())
		<-ended
	}
}

// send sends an exit code.
func send(connection *net.UnixConn, code int) {
	_, _ = connection.Write(binary.NativeEndian.AppendUint32(nil, uint32(code)))
}
