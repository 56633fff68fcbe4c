package terminal

import (
	"strings"
	"unicode/utf8"

	"wirebrief/bot"
)

// files writes the files of a message below its text: there is nowhere to send
// a file to, but text can be read here and copied. Their lines are not wrapped,
// so that what is copied is whole. Of a file that is no text only its name is
// written.
func (r *renderer) files(files []bot.File) {
	for _, f := range files {
		r.lines = append(r.lines, "", cleanLine(f.Name)+":")
		if !utf8.Valid(f.Bytes) {
			continue
		}
		for line := range strings.Lines(string(f.Bytes)) {
			r.lines = append(r.lines, strings.TrimRight(clean(line), "\n"))
		}
	}
}
