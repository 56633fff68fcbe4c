package terminal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// A lineReader reads one line, without its end. A *refusal says that a line
// was not accepted and the next one may be.
type lineReader interface {
	readLine() (string, error)
}

// A refusal is a line that is not accepted, with what to say about it.
type refusal struct{ hint string }

func (r *refusal) Error() string { return r.hint }

// lines returns the reader of a.o.In, which is read through in, and what stops
// it: the line editor on a terminal, plain lines elsewhere.
func (a *Adapter) lines(in io.Reader) (r lineReader, stop func()) {
	if fd, ok := terminalFile(a.o.In); ok && a.o.Interactive {
		return newEditor(a, fd, in)
	}
	p := &plainReader{in: bufio.NewReaderSize(in, maxLine)}
	if a.o.Interactive {
		p.prompt = func() { a.writePrompt() }
	}
	return p, func() {}
}

// writePrompt writes the prompt; a failure shows up again with the answer.
func (a *Adapter) writePrompt() {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := prompt
	if a.wrote {
		s = "\n" + s
	}
	io.WriteString(a.out, s)
}

// maxLine is the longest line that is read, in bytes.
const maxLine = 64 << 10

// A plainReader reads lines from what is no terminal.
type plainReader struct {
	in     *bufio.Reader
	prompt func()
}

func (p *plainReader) readLine() (string, error) {
	if p.prompt != nil {
		p.prompt()
	}
	line, err := p.in.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return string(line), err
	}
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = p.in.ReadSlice('\n')
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return "", &refusal{fmt.Sprintf(tooLongHint, "64 KiB")}
}
