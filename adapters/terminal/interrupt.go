package terminal

import (
	"context"
	"io"
	"time"
)

// interruptible returns a reader of in whose Read fails once ctx ends. release
// gives in back; it must be called.
func interruptible(ctx context.Context, in io.Reader) (r io.Reader, release func()) {
	// Files come first: one in blocking mode takes a deadline and ignores it.
	if r, release, ok := bySelect(ctx, in); ok {
		return r, release
	}
	if d, ok := in.(deadliner); ok && d.SetReadDeadline(time.Time{}) == nil {
		return in, byDeadline(ctx, d)
	}
	return byPump(ctx, in)
}

// A deadliner is what a network connection is.
type deadliner interface {
	SetReadDeadline(time.Time) error
}

func byDeadline(ctx context.Context, d deadliner) (release func()) {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		d.SetReadDeadline(time.Unix(1, 0)) // worked a moment ago
	})
	return func() {
		if !stop() {
			<-done
			d.SetReadDeadline(time.Time{})
		}
	}
}

// byPump reads in a goroutine of its own. If ctx ends in the middle of a Read,
// that Read is abandoned, and the goroutine ends with it.
func byPump(ctx context.Context, in io.Reader) (io.Reader, func()) {
	ctx, cancel := context.WithCancel(ctx)
	p := &pump{ctx: ctx, wants: make(chan int), chunks: make(chan chunk)}
	go p.run(in)
	return p, cancel
}

type pump struct {
	ctx    context.Context
	wants  chan int
	chunks chan chunk
}

type chunk struct {
	data []byte
	err  error
}

// run reads only when asked, so that nothing is read ahead and lost.
func (p *pump) run(in io.Reader) {
	for {
		select {
		case <-p.ctx.Done():
			return
		case n := <-p.wants:
			buf := make([]byte, n)
			n, err := in.Read(buf)
			select {
			case <-p.ctx.Done():
				return
			case p.chunks <- chunk{buf[:n], err}:
			}
		}
	}
}

func (p *pump) Read(b []byte) (int, error) {
	select {
	case <-p.ctx.Done():
		return 0, p.ctx.Err()
	case p.wants <- min(len(b), 4096):
	}
	select {
	case <-p.ctx.Done():
		return 0, p.ctx.Err()
	case c := <-p.chunks:
		return copy(b, c.data), c.err
	}
}
