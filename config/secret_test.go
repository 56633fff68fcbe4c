package config_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"wirebrief/config"
)

const canary = "123456:CaNaRy-token"

func TestSecretIsNeverPrinted(t *testing.T) {
	c := config.Config{Telegram: config.Telegram{Token: config.NewSecret(canary)}}
	hidden := struct{ c config.Config }{c}
	var out bytes.Buffer
	for _, v := range []any{c, &c, hidden, &hidden, c.Telegram, c.Telegram.Token, &c.Telegram.Token, []config.Secret{c.Telegram.Token}, fmt.Errorf("x: %v", c)} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		fmt.Fprintln(&out, v)
		encode := func(b []byte, err error) { fmt.Fprintln(&out, string(b), err) }
		encode(json.Marshal(v))
		encode(xml.Marshal(v))
		encode(toml.Marshal(v))
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "v", v)
	}
	if s := out.String(); strings.Contains(s, "CaNaRy") || strings.Contains(s, fmt.Sprintf("%x", "CaNaRy")) {
		t.Errorf("the secret is in:\n%s", s)
	}
	if !strings.Contains(out.String(), "[redacted]") {
		t.Error("nothing says that something is left out")
	}
	if got := c.Telegram.Token.Reveal(); got != canary {
		t.Errorf("Reveal returned %q", got)
	}
}

func TestEmptySecret(t *testing.T) {
	for _, s := range []config.Secret{{}, config.NewSecret("")} {
		if !s.IsEmpty() || s.Reveal() != "" || fmt.Sprint(s) != "" {
			t.Errorf("got empty %v, %q, printed %q", s.IsEmpty(), s.Reveal(), fmt.Sprint(s))
		}
	}
}

func TestSecretComesFromAFile(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "token"), canary+"\r\n")
	write(t, filepath.Join(dir, "empty"), "\n")
	write(t, filepath.Join(dir, "large"), strings.Repeat("x", 5000))
	write(t, filepath.Join(dir, "two"), canary+"\nsecond line\n")
	inFile := write(t, filepath.Join(dir, "w.toml"), "[telegram]\ntoken_file = \"token\"\n")
	t.Chdir(dir)
	tests := map[string]struct {
		o             config.Options
		origin, wrong string
	}{
		"NamedInFile":        {config.Options{Path: inFile}, inFile + ":2, " + filepath.Join(dir, "token"), ""},
		"NamedByEnvironment": {config.Options{Getenv: env("WIREBRIEF_TELEGRAM_TOKEN_FILE=token")}, "WIREBRIEF_TELEGRAM_TOKEN_FILE, token", ""},
		"Environment":        {config.Options{Path: inFile, Getenv: env("WIREBRIEF_TELEGRAM_TOKEN=" + canary)}, "WIREBRIEF_TELEGRAM_TOKEN", ""},
		"Both":               {config.Options{Getenv: env("WIREBRIEF_TELEGRAM_TOKEN="+canary, "WIREBRIEF_TELEGRAM_TOKEN_FILE=token")}, "", "keep one of the two"},
		"Empty":              {config.Options{Getenv: env("WIREBRIEF_TELEGRAM_TOKEN_FILE=empty")}, "", "empty is empty"},
		"Large":              {config.Options{Getenv: env("WIREBRIEF_TELEGRAM_TOKEN_FILE=large")}, "", "more than 4096 bytes"},
		"TwoLines":           {config.Options{Getenv: env("WIREBRIEF_TELEGRAM_TOKEN_FILE=two")}, "", "a token holds no spaces or line ends"},
		"Folder":             {config.Options{Getenv: env("WIREBRIEF_TELEGRAM_TOKEN_FILE=.")}, "", "is a directory"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, origin, err := config.Load(tt.o)
			if tt.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wrong) || strings.Contains(err.Error(), canary) {
					t.Errorf("got error %v, want one with %q and without the token", err, tt.wrong)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if c.Telegram.Token.Reveal() != canary || origin.Of("telegram.token") != tt.origin {
				t.Errorf("got %q from %q, want it from %q", c.Telegram.Token.Reveal(), origin.Of("telegram.token"), tt.origin)
			}
		})
	}
}

func TestReadableSecretsAreWarnedAbout(t *testing.T) {
	dir := t.TempDir()
	token := write(t, filepath.Join(dir, "token"), canary)
	inline := write(t, filepath.Join(dir, "inline.toml"), "[telegram]\ntoken = \""+canary+"\"\n[discord]\ntoken = \"x\"\n")
	plain := write(t, filepath.Join(dir, "plain.toml"), "[log]\nlevel = \"info\"\n")
	named := config.Options{Path: plain, Getenv: env("WIREBRIEF_DISCORD_TOKEN_FILE=" + token)}
	warnings := func(o config.Options) string {
		_, origin := mustLoad(t, o)
		return strings.Join(origin.Warnings, "\n")
	}
	if got := warnings(named) + warnings(config.Options{Path: inline}); got != "" {
		t.Errorf("files of mode 0600: got %q", got)
	}
	for _, name := range []string{token, inline, plain} {
		if err := os.Chmod(name, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := warnings(named), "everybody on this machine can read the secret in "+token+": chmod 600 "+token; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := warnings(config.Options{Path: inline}), "everybody on this machine can read the secret in "+inline+": chmod 600 "+inline; got != want {
		t.Errorf("got %q, want it once: %q", got, want)
	}
}
