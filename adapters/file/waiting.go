package file

import (
	"context"
	"io"
)

// A waiting reads what may keep its reader waiting for ever, such as standard
// input or a pipe that nobody writes to: it fails as soon as its context ends,
// and leaves the call that waits to itself.
type waiting struct {
	ctx    context.Context
	chunks chan chunk
	rest   chunk
}

type chunk struct {
	data []byte
	err  error
}

// Interruptible returns a reader of in that fails as soon as ctx ends, though
// in may keep it waiting for ever. What in gives after that, or after stop, is
// lost. in is not closed.
func Interruptible(ctx context.Context, in io.Reader) (r io.Reader, stop func()) {
	return newWaiting(ctx, func() (io.Reader, error) { return keptOpen{in}, nil })
}

// newWaiting opens and reads in a goroutine of its own, which closes what it
// opened, if it can be closed. It ends with the input, or with the next thing
// read after stop or ctx.
func newWaiting(ctx context.Context, open func() (io.Reader, error)) (in io.Reader, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	w := &waiting{ctx: ctx, chunks: make(chan chunk)}
	go w.run(open)
	return w, cancel
}

func (w *waiting) run(open func() (io.Reader, error)) {
	in, err := open()
	if err != nil {
		w.hand(chunk{nil, err})
		return
	}
	if c, ok := in.(io.Closer); ok {
		defer c.Close()
	}
	for {
		buf := make([]byte, 64<<10)
		n, err := in.Read(buf)
		if !w.hand(chunk{buf[:n], err}) || err != nil {
			return
		}
	}
}

// hand reports whether somebody still reads.
func (w *waiting) hand(c chunk) bool {
	select {
	case w.chunks <- c:
		return true
	case <-w.ctx.Done():
		return false
	}
}

// Read implements io.Reader.
func (w *waiting) Read(p []byte) (int, error) {
	for len(w.rest.data) == 0 && w.rest.err == nil {
		select {
		case w.rest = <-w.chunks:
		case <-w.ctx.Done():
			return 0, w.ctx.Err()
		}
	}
	n := copy(p, w.rest.data)
	w.rest.data = w.rest.data[n:]
	if len(w.rest.data) > 0 {
		return n, nil
	}
	return n, w.rest.err
}

// A keptOpen is a reader that is not to be closed.
type keptOpen struct{ io.Reader }
