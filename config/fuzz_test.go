package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wirebrief/config"
)

// FuzzLoad puts a secret between any text: whatever becomes of the file, no
// error, warning or report holds the secret, and what loads is valid.
func FuzzLoad(f *testing.F) {
	for _, parts := range [][2]string{
		{"[telegram]\n", "\n"}, {"[telegram]\n", "x\n"}, {"", ""}, {"'", "'=1"}, {"[log]\nlevel='", "'"}, {"[log]\nlevel=", ""},
		{"[discord]\n[telegram]\ntoken_file='x'\n", ""}, {"[limits]\ntopics=", ""}, {"[telegram]\n\"", "\"\n"}, {"x = [\"", "]"}, {"[", "]"},
		{"[telegram]\r\n", "\r"}, {"[telegram]\n", "\n[telegram]"}, {"\x00", "\xff"}, {"[database]\npath = \"\"\"", "\"\"\""},
	} {
		f.Add(parts[0], parts[1])
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, before, after string) {
		file := filepath.Join(dir, "w.toml")
		if err := os.WriteFile(file, []byte(before+"token = \""+canary+"\""+after), 0o600); err != nil {
			t.Fatal(err)
		}
		c, origin, err := config.Load(config.Options{Path: file, Getenv: env("HOME=/home/ann")})
		if err != nil {
			if strings.Contains(err.Error(), "CaNaRy") {
				t.Errorf("the secret is in the error: %v", err)
			}
			return
		}
		if c.Log.Level == "" || c.Limits.Topics < 1 || c.Database.Path == "" {
			t.Errorf("not valid: %+v", c)
		}
		if s := config.Effective(c, origin); strings.Contains(s, "CaNaRy") && !strings.Contains(c.Database.Path, "CaNaRy") {
			t.Errorf("the secret is in the report:\n%s", s)
		}
	})
}
