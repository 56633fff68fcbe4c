package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	fileName   = "wirebrief.toml"
	systemFile = "/etc/wirebrief/" + fileName
	// maxFile bounds what is read as a configuration, in bytes.
	maxFile = 1 << 20
)

// A sourceFile is a configuration file as it was read.
type sourceFile struct {
	name string // "" if there is none
	data string
}

// findFile returns the first file there is.
func findFile(o Options) (sourceFile, error) {
	if o.Path != "" {
		return readFile(o.Path, "--config")
	}
	if name := o.Getenv("WIREBRIEF_CONFIG"); name != "" {
		return readFile(name, "WIREBRIEF_CONFIG")
	}
	candidates := []string{fileName}
	if dir := userConfigDir(runtime.GOOS, o.Getenv); dir != "" {
		candidates = append(candidates, filepath.Join(dir, "wirebrief", fileName))
	}
	for _, name := range append(candidates, systemFile) {
		f, err := readFile(name, "")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		return f, err
	}
	return sourceFile{}, nil
}

// readFile reads a file that namedBy asks for.
func readFile(name, namedBy string) (sourceFile, error) {
	f, err := os.Open(name)
	if err != nil {
		if namedBy != "" {
			return sourceFile{}, fmt.Errorf("configuration: the file of %s cannot be read: %w", namedBy, err)
		}
		return sourceFile{}, fmt.Errorf("configuration: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return sourceFile{}, fmt.Errorf("configuration: %w", err)
	}
	if len(b) > maxFile {
		return sourceFile{}, fmt.Errorf("configuration: %s is larger than 1 MiB: is it a configuration file?", name)
	}
	return sourceFile{name, strings.TrimPrefix(string(b), "\ufeff")}, nil
}

// userConfigDir returns the folder for the user's settings, or "".
func userConfigDir(goos string, getenv func(string) string) string {
	switch goos {
	case "windows":
		return getenv("AppData")
	case "darwin":
		return below(getenv("HOME"), "Library/Application Support")
	}
	if dir := getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	return below(getenv("HOME"), ".config")
}

// userDataDir returns the folder for the user's data, or "".
func userDataDir(goos string, getenv func(string) string) string {
	switch goos {
	case "windows":
		return getenv("LocalAppData")
	case "darwin":
		return below(getenv("HOME"), "Library/Application Support")
	}
	if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	return below(getenv("HOME"), ".local/share")
}

func below(home, dir string) string {
	if home == "" {
		return ""
	}
	return filepath.Join(home, filepath.FromSlash(dir))
}

// defaultDatabase returns where the database is if nobody says so.
// STATE_DIRECTORY may be a list (systemd.exec(5), StateDirectory=): the first
// one counts.
func defaultDatabase(getenv func(string) string) value {
	const name = "wirebrief.db"
	if dir, _, _ := strings.Cut(getenv("STATE_DIRECTORY"), string(filepath.ListSeparator)); dir != "" {
		return value{text: filepath.Join(dir, name), source: "STATE_DIRECTORY"}
	}
	if dir := userDataDir(runtime.GOOS, getenv); dir != "" {
		return value{text: filepath.Join(dir, "wirebrief", name), source: "default"}
	}
	return value{text: name, source: "default, for want of a home folder"}
}

// absolute returns the path of v with "~/" and its folder resolved.
func (v value) absolute(getenv func(string) string) string {
	if rest, ok := strings.CutPrefix(v.text, "~/"); ok && getenv("HOME") != "" {
		return filepath.Join(getenv("HOME"), rest)
	}
	if filepath.IsAbs(v.text) || v.dir == "" {
		return v.text
	}
	return filepath.Join(v.dir, v.text)
}
