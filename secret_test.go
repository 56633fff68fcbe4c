package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// findSecret looks for a secret, or a piece of it, in all that the program has
// printed, logged and stored, and in what it has sent.
func (p *program) findSecret(secret string, sent map[string][]byte) {
	p.t.Helper()
	places := map[string][]byte{"the output": []byte(p.out.String()), "the log": []byte(p.log.String())}
	files, err := filepath.Glob(p.file + "*")
	if err != nil || len(files) == 0 {
		p.t.Errorf("no database at %s (%v)", p.file, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			p.t.Error(err)
		}
		places[filepath.Base(name)] = content
	}
	for what, content := range sent {
		places[what] = content
	}
	for place, content := range places {
		if piece := pieceOf(secret, content); piece != "" {
			at := bytes.Index(content, []byte(piece))
			p.t.Errorf("%s shows a piece of the token: %q", place, content[max(0, at-300):min(len(content), at+60)])
		}
	}
}

// pieceOf returns a piece of a secret that stands in content.
func pieceOf(secret string, content []byte) string {
	const piece = 8
	for i := range len(secret) - piece + 1 {
		if bytes.Contains(content, []byte(secret[i:i+piece])) {
			return secret[i : i+piece]
		}
	}
	return ""
}

func TestSecretIsFound(t *testing.T) {
	const secret = "AAcanary-Qz81_hXw3TtNv60"
	for _, content := range []string{"Get http://127.0.0.1/bot7:" + secret + "/getMe", "…" + secret[5:15] + "…"} {
		if pieceOf(secret, []byte(content)) == "" {
			t.Errorf("not found in %q", content)
		}
	}
	if found := pieceOf(secret, []byte("7:AAcana")); found != "" || strings.Contains(found, "AA") {
		t.Errorf("found %q", found)
	}
}
