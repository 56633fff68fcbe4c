package terminal

import (
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/term"
)

// maxEdited is where the line editor silently stops taking characters, in
// characters (golang.org/x/term, maxLineLength).
const maxEdited = 4096

// An editor reads lines from a terminal with history and the usual keys.
// The terminal is raw only while a line is typed: an answer that takes long
// can be interrupted as any program can.
type editor struct {
	a    *Adapter
	fd   int
	in   validReader
	line atomic.Pointer[term.Terminal] // read when the window changes its size
}

// newEditor returns an editor and what stops it.
func newEditor(a *Adapter, fd int, in io.Reader) (*editor, func()) {
	e := &editor{a: a, fd: fd, in: validReader{in: in}}
	e.line.Store(term.NewTerminal(e, prompt))
	return e, onResize(e.resize)
}

// Read and Write are the terminal as the line editor sees it.
func (e *editor) Read(p []byte) (int, error) {
	if len(p) == 0 {
		// The key sequence in its buffer never ends.
		return 0, errGarbled
	}
	return e.in.Read(p)
}

func (e *editor) Write(p []byte) (int, error) { return e.a.o.Out.Write(p) }

var errGarbled = errors.New("the key sequence does not end")

func (e *editor) resize() {
	if w, h := sizeOf(e.fd); w > 0 {
		e.line.Load().SetSize(w, h) // an error of writing comes again with the next line
	}
}

func (e *editor) readLine() (string, error) {
	state, err := term.MakeRaw(e.fd)
	if err != nil {
		return "", fmt.Errorf("switch the terminal to reading single keys: %w", err)
	}
	e.resize()
	e.a.writeTo(e.line.Load())
	line, err := e.line.Load().ReadLine()
	e.a.writeTo(e.a.o.Out)
	restored := term.Restore(e.fd, state)
	switch {
	case err != nil:
		io.WriteString(e, "\n") // leave the line of the prompt
		if errors.Is(err, errGarbled) {
			fresh := term.NewTerminal(e, prompt)
			fresh.History = e.line.Load().History
			e.line.Store(fresh)
			err = &refusal{garbledHint}
		}
	case utf8.RuneCountInString(line) >= maxEdited:
		err = &refusal{fmt.Sprintf(tooLongHint, "4,096 characters")}
	}
	if err != nil {
		line = ""
	}
	return line, errors.Join(err, restored)
}

// writeTo has messages written to out from now on.
func (a *Adapter) writeTo(out io.Writer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.out = out
}

// A validReader passes on UTF-8 with "?" in place of invalid bytes and of
// U+FFFD, at which the line editor stops reading until the next key.
type validReader struct {
	in         io.Reader
	raw, ready []byte
}

// Read implements io.Reader; a character that has not come wholly is kept.
func (v *validReader) Read(p []byte) (int, error) {
	var err error
	for len(v.ready) == 0 && err == nil {
		var n int
		var buf [256]byte
		n, err = v.in.Read(buf[:])
		v.raw = append(v.raw, buf[:n]...)
		for len(v.raw) > 0 && (utf8.FullRune(v.raw) || err != nil) {
			r, size := utf8.DecodeRune(v.raw)
			if r == utf8.RuneError {
				r = '?'
			}
			v.ready = utf8.AppendRune(v.ready, r)
			v.raw = v.raw[size:]
		}
	}
	n := copy(p, v.ready)
	v.ready = v.ready[n:]
	if n > 0 {
		err = nil // comes again with the next Read
	}
	return n, err
}
