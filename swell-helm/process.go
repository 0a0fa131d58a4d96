package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// startAnew puts a new process in the place of this one, with the same number and the same socket. Nothing of what has
// been is left, and no process ends: in a container, the first process may never ask for the end of another.
func startAnew(environment []string) {
	silence()
	_ = os.Chdir("/")
	_ = syscall.Exec("/proc/self/exe", os.Args, environment)
	os.Exit(1)
}

// silence lets stdin, stdout and stderr be nothing.
func silence() {
	nothing, err := unix.Open(os.DevNull, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	for stream := range 3 {
		_ = unix.Dup3(nothing, stream, 0)
	}
	unix.Close(nothing)
}

// closeInherited closes what the process has inherited by mistake: the descriptors that the next program would inherit as
// well. Those that Go opens are not among them.
func closeInherited() {
	for _, number := range descriptors() {
		flags, err := unix.FcntlInt(uintptr(number), unix.F_GETFD, 0)
		if err == nil && number > socket && flags&unix.FD_CLOEXEC == 0 {
			unix.Close(number)
		}
	}
}

// descriptors returns the numbers of what is open.
func descriptors() []int {
	var numbers []int
	entries, _ := os.ReadDir("/proc/self/fd")
	for _, entry := range entries {
		if number, err := strconv.Atoi(entry.Name()); err == nil {
			numbers = append(numbers, number)
		}
	}
	return numbers
}

// left counts what a render may leave behind: goroutines and descriptors, such as those of a connection to a host.
func left() [2]int {
	return [2]int{runtime.NumGoroutine(), len(descriptors())}
}

// held returns the bytes on the heap, those of dead objects included.
func held() uint64 {
	return measured("/memory/classes/heap/objects:bytes")
}

// large tells whether the process has more memory than its collector aims at (GOMEMLIMIT), as after a very large chart.
func large() bool {
	has := measured("/memory/classes/total:bytes") - measured("/memory/classes/heap/released:bytes")
	return has > uint64(debug.SetMemoryLimit(-1))
}

func measured(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
