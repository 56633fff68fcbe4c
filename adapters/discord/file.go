package discord

import (
	"path"
	"strconv"
	"strings"

	"wirebrief/bot"
)

const (
	// maxFiles is how many files a message can have, and fileBytes how long one
	// may be.
	maxFiles  = 10
	fileBytes = 10 << 20
)

// An attachment names a file that goes with a message.
type attachment struct {
	ID   string `json:"id"`
	Name string `json:"filename"`
}

// withFiles puts files with the last message, and with further ones what that
// cannot take.
func withFiles(out []payload, files []bot.File) []payload {
	size := 0
	for i, f := range files {
		f.Name = fileName(f.Name)
		fits := len(out) > 0 && len(out[len(out)-1].files) < maxFiles && size+len(f.Bytes) <= fileBytes
		if len(out) == 0 || i > 0 && !fits {
			out, size = append(out, payload{}), 0
		}
		last := &out[len(out)-1]
		last.Attachments = append(last.Attachments, attachment{ID: strconv.Itoa(len(last.files)), Name: f.Name})
		last.files = append(last.files, f)
		size += len(f.Bytes)
	}
	return out
}

// fileName is a name without folders and without what is not shown.
func fileName(s string) string {
	s = oneLine(s)
	if s = path.Base(strings.ReplaceAll(s, "\\", "/")); s == "." || s == "/" {
		return "file"
	}
	return s
}
