package config_test

import (
	"slices"
	"strings"
	"testing"

	"wirebrief/config"
)

func TestAccessIsRead(t *testing.T) {
	t.Chdir(t.TempDir())
	c, _ := mustLoad(t, config.Options{Path: write(t, "w.toml", "[access]\nmode = \"listed\"\nlisted = [\"telegram:42\", \"telegram:-100123\", \"discord:80351110224678912\"]")})
	if want := []string{"telegram:42", "telegram:-100123", "discord:80351110224678912"}; c.Access.Mode != "listed" || !slices.Equal(c.Access.Listed, want) {
		t.Errorf("got %+v", c.Access)
	}
	c, _ = mustLoad(t, config.Options{Getenv: env("WIREBRIEF_ACCESS_MODE=open", "WIREBRIEF_ACCESS_LISTED=telegram:1,discord:2")})
	if c.Access.Mode != "open" || !slices.Equal(c.Access.Listed, []string{"telegram:1", "discord:2"}) {
		t.Errorf("got %+v", c.Access)
	}
}

func TestWrongAccessIsRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, tt := range map[string]struct{ file, want string }{
		"UnknownMode": {`mode = "closed"`, `access.mode: "closed" is not known: use open, invite or listed`},
		"NoPlatform":  {`listed = ["42"]`, "access.listed: entry 1 is no person or chat"},
		"NoID":        {`listed = ["telegram:"]`, "access.listed: entry 1 is no person or chat"},
		"Second":      {`listed = ["telegram:42", "@ann"]`, "access.listed: entry 2 is no person or chat"},
		"Capitals":    {`listed = ["Telegram:42"]`, "write it as platform:id"},
		"Spaces":      {`listed = ["telegram:4 2"]`, "write it as platform:id"},
		"Terminal":    {`listed = ["terminal:local"]`, "names the terminal, which is always yours"},
		"Number":      {`listed = [42]`, "access.listed: entry 1 is a number"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := config.Load(config.Options{Path: write(t, "w.toml", "[access]\n"+tt.file)})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want it to hold %q", err, tt.want)
			}
		})
	}
}
