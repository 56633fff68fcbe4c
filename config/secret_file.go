package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
)

// fileSuffix makes the key of a secret the key of a file that holds it.
const fileSuffix = "_file"

// maxSecret is the size of the largest file that can be a secret, in bytes.
const maxSecret = 4096

// orFile returns v, or for a secret what stands in the file that named names.
// Giving both is wrong: nobody could tell which one holds.
func (l *loader) orFile(s setting, v, named value) value {
	if s.kind != secret {
		return v
	}
	if named.text == "" {
		if v.text != "" && v.line > 0 {
			l.warnIfPublic(l.origin.File)
		}
		return v
	}
	key := s.key + fileSuffix
	if v.text != "" {
		l.fail(named.line, named.source, key, fmt.Sprintf("%s is given as well: keep one of the two", s.key))
		return value{}
	}
	name := named.absolute(l.o.Getenv)
	text, err := readSecret(name)
	if err != nil {
		l.fail(named.line, named.source, key, err.Error())
		return value{}
	}
	l.warnIfPublic(name)
	return value{text: text, source: named.source + ", " + name, line: named.line}
}

// readSecret returns the content of a file without the line end that editors
// put behind it. Its errors never hold content.
func readSecret(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("read the secret: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return "", fmt.Errorf("read the secret: %w", err)
	}
	text := strings.TrimRight(strings.TrimPrefix(string(b), "\ufeff"), "\r\n")
	switch {
	case len(b) > maxSecret:
		return "", fmt.Errorf("%s holds more than %d bytes: it should hold the secret alone", name, maxSecret)
	case text == "":
		return "", errors.New(name + " is empty: it should hold the secret")
	}
	return text, nil
}

// warnIfPublic warns if others than the owner and the group can read a file
// that holds a secret.
func (l *loader) warnIfPublic(name string) {
	info, err := os.Stat(name)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o004 == 0 || !info.Mode().IsRegular() {
		return
	}
	w := fmt.Sprintf("everybody on this machine can read the secret in %s: chmod 600 %s", name, name)
	if !slices.Contains(l.origin.Warnings, w) {
		l.origin.Warnings = append(l.origin.Warnings, w)
	}
}
