package main

import (
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"wirebrief/bot"
)

// complain prints one line on standard error. What went wrong quotes foreign
// text, such as the names of files: what could steer a terminal is left out.
func complain(stderr io.Writer, what string) {
	fmt.Fprintf(stderr, "wirebrief: %s\n", bot.Plain(what))
}

// newEncoder returns an encoder of JSON lines that are safe to look at in a
// terminal, too.
func newEncoder(out io.Writer) *json.Encoder {
	e := json.NewEncoder(jsonWriter{out})
	e.SetEscapeHTML(false)
	return e
}

// A jsonWriter passes JSON on with escapes in place of the control and format
// characters that JSON would let stand: to a reader of JSON it is the same.
// Each Write must be whole characters.
type jsonWriter struct{ out io.Writer }

// Write implements io.Writer.
func (w jsonWriter) Write(p []byte) (int, error) {
	if _, err := w.out.Write(escapeHidden(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// escapeHidden returns p itself if there is nothing to escape.
func escapeHidden(p []byte) []byte {
	var out []byte
	from := 0
	for i := 0; i < len(p); {
		if p[i] < 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRune(p[i:])
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			out = append(out, p[from:i]...)
			for _, unit := range utf16.AppendRune(nil, r) {
				out = fmt.Appendf(out, `\u%04x`, unit)
			}
			from = i + size
		}
		i += size
	}
	if out == nil {
		return p
	}
	return append(out, p[from:]...)
}
