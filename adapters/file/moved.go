package file

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode/utf8"
)

// reasonSuffix is put behind the name of a file for that of its reasons.
const reasonSuffix = ".reason.txt"

// move moves a file to where it belongs and writes down why articles of it
// were refused. It returns the new name, "" if the file is still where it was.
// With a new name, an error is that of writing the reasons.
func move(root *os.Root, name string, r *result) (to string, err error) {
	folder := doneFolder
	if !r.any() {
		folder = failedFolder
	}
	wanted := path.Join(folder, name)
	if err := root.MkdirAll(path.Dir(wanted), 0o755); err != nil {
		return "", err
	}
	to, err = claim(root, wanted)
	if err != nil {
		return "", err
	}
	if err := root.Rename(name, to); err != nil {
		return "", errors.Join(err, root.Remove(to))
	}
	if r.refused == 0 {
		return to, nil
	}
	return to, writeWhole(root, to+reasonSuffix, r.text())
}

// writeWhole writes a file that is there only when all of it is: whoever waits
// for it never reads a part.
func writeWhole(root *os.Root, name, text string) error {
	part := path.Join(path.Dir(name), "."+path.Base(name))
	err := root.WriteFile(part, []byte(text), 0o644)
	if err == nil {
		err = root.Rename(part, name)
	}
	if err != nil {
		return errors.Join(err, root.RemoveAll(part))
	}
	return nil
}

// text is what stands in the file of reasons.
func (r *result) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d stored, %d unchanged, %d revised, %d refused:\n", r.stored, r.unchanged, r.revised, r.refused)
	for _, reason := range r.reasons {
		fmt.Fprintln(&b, reason)
	}
	if more := r.refused - len(r.reasons); more > 0 {
		fmt.Fprintf(&b, "and %d more\n", more)
	}
	return b.String()
}

// maxNumber is how many files of one name are told apart.
const maxNumber = 100_000

// claim makes an empty file of a name that is free, so that no other can take
// it: the name wanted, else one with a number. Its file of reasons is free,
// too.
func claim(root *os.Root, wanted string) (string, error) {
	for n := 1; n < maxNumber; n++ {
		name := numbered(wanted, n)
		if _, err := root.Lstat(name + reasonSuffix); err == nil {
			continue
		}
		f, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			return name, f.Close()
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	return "", fmt.Errorf("%s is there more than %d times: clear the folder out", wanted, maxNumber)
}

// maxName leaves room for a number and a suffix in the 255 bytes that file
// systems allow.
const maxName = 200

// numbered puts a number before the extension, from the second on: "a.txt",
// "a-2.txt". Names too long for what is put behind them are shortened.
func numbered(name string, n int) string {
	folder, file := path.Split(name)
	extension := path.Ext(file)
	if extension == ".gz" {
		extension = path.Ext(strings.TrimSuffix(file, extension)) + extension
	}
	if len(extension) > 20 {
		extension = ""
	}
	stem := strings.TrimSuffix(file, extension)
	if len(stem)+len(extension) > maxName {
		stem = stem[:maxName-len(extension)]
		for !utf8.ValidString(stem) && utf8.ValidString(file) {
			stem = stem[:len(stem)-1]
		}
	}
	if n > 1 {
		stem = fmt.Sprintf("%s-%d", stem, n)
	}
	return folder + stem + extension
}
