package discordtest

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"regexp"
	"strings"
)

// filePart is the name of a file in a form.
var filePart = regexp.MustCompile(`^files\[[0-9]+\]$`)

// payload is the JSON of a request, which stands among the files of a form in
// the part payload_json. It is nil if there is none, which may be a violation.
func (c *check) payload(at *spot, contentType string, body []byte) []byte {
	if len(body) == 0 {
		return nil
	}
	kind, parameters, err := mime.ParseMediaType(contentType)
	switch {
	case err != nil:
		c.fail(at, "a body of the content type %q is sent", contentType)
	case kind == "multipart/form-data":
		return c.form(at, multipart.NewReader(bytes.NewReader(body), parameters["boundary"]))
	case kind == "application/json":
		return body
	default:
		c.fail(at, "a body of the content type %q is sent", kind)
	}
	return nil
}

// form reads a form.
func (c *check) form(at *spot, r *multipart.Reader) (payload []byte) {
	for {
		part, err := r.NextPart()
		if err == io.EOF {
			return payload
		}
		if err != nil {
			c.fail(at, "the form cannot be read: %v", err)
			return nil
		}
		content, err := io.ReadAll(part)
		switch name := part.FormName(); {
		case err != nil:
			c.fail(at, "the form cannot be read: %v", err)
			return nil
		case name == "payload_json":
			payload = content
			if kind := part.Header.Get("Content-Type"); kind != "" && !strings.HasPrefix(kind, "application/json") {
				c.fail(at, "payload_json is of the content type %q", kind)
			}
		case !filePart.MatchString(name):
			c.fail(at, "unknown part %q of the form", name)
		case part.FileName() == "":
			c.fail(at, "the file %s has no name", name)
		}
	}
}
