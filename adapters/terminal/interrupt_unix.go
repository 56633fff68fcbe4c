//go:build unix

package terminal

import (
	"context"
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// bySelect waits for a file, such as standard input, together with a pipe that
// is closed when ctx ends. select is used because poll does not know terminals
// on every system.
func bySelect(ctx context.Context, in io.Reader) (io.Reader, func(), bool) {
	f, ok := in.(*os.File)
	if !ok {
		return nil, nil, false
	}
	fd, ok := descriptor(f)
	if !ok || fd >= unix.FD_SETSIZE {
		return nil, nil, false
	}
	woken, wake, err := os.Pipe()
	if err != nil {
		return nil, nil, false
	}
	s := &selected{ctx: ctx, in: f, fd: fd, woken: int(woken.Fd())}
	if s.woken >= unix.FD_SETSIZE {
		woken.Close()
		wake.Close()
		return nil, nil, false
	}
	stop := context.AfterFunc(ctx, func() { wake.Close() })
	return s, func() {
		if stop() {
			wake.Close()
		}
		woken.Close()
	}, true
}

type selected struct {
	ctx       context.Context
	in        *os.File
	fd, woken int
}

func (s *selected) Read(p []byte) (int, error) {
	for {
		var ready unix.FdSet
		ready.Set(s.fd)
		ready.Set(s.woken)
		_, err := unix.Select(max(s.fd, s.woken)+1, &ready, nil, nil, nil)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return 0, os.NewSyscallError("select", err)
		case ready.IsSet(s.woken):
			return 0, s.ctx.Err()
		}
		return s.in.Read(p)
	}
}
