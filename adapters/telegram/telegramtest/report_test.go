package telegramtest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wirebrief/adapters/telegram/telegramtest"
)

// smallSchema describes two methods, one of them otherwise than the server
// answers it.
const smallSchema = `{"version":"Bot API 0","methods":{
	"getMe":{"name":"getMe","returns":["User"]},
	"getUpdates":{"name":"getUpdates","returns":["Array of Update"]},
	"sendMessage":{"name":"sendMessage","returns":["Boolean"],"fields":[
		{"name":"chat_id","types":["Integer"],"required":true,"description":"Chat"},
		{"name":"text","types":["String"],"required":true,"description":"Text"}]}},
"types":{"User":{"name":"User","fields":[
		{"name":"id","types":["Integer"],"required":true,"description":"Id"}]},
	"Update":{"name":"Update","fields":[
		{"name":"update_id","types":["Integer"],"required":true,"description":"Id"}]}}}`

func TestViolations(t *testing.T) {
	file := filepath.Join(t.TempDir(), "api.json")
	if err := os.WriteFile(file, []byte(smallSchema), 0o600); err != nil {
		t.Fatal(err)
	}
	description, err := telegramtest.LoadSchema(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := telegramtest.New(telegramtest.Options{Schema: description})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{Server: s, t: t, client: newClient(t)}
	defer s.Close()
	ana := s.AddPerson(telegramtest.User{FirstName: "Ana"})
	expect := func(what string, parts ...string) {
		t.Helper()
		got := s.Violations()
		if len(got) == 0 || !slices.ContainsFunc(got, func(v string) bool {
			return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(v, p) })
		}) {
			t.Errorf("%s: violations %q, want one with %q", what, got, parts)
		}
	}
	ana.Start("")
	expect("Update", "update message: ", "message")
	b.call("sendMessage", "chat_id", ana.ID(), "text", "a", "colour", "red")
	expect("UnknownParameter", "sendMessage: ", "colour")
	expect("Answer", "sendMessage answered: ")
	b.call("sendMessage", "chat_id", ana.ID())
	expect("MissingParameter", "sendMessage: ", "text")
}

// Start fails its test on violations.
func TestStartReportsViolations(t *testing.T) {
	var r recorder
	s := telegramtest.Start(&r, telegramtest.Options{})
	ana, ben := s.AddPerson(telegramtest.User{FirstName: "Ana"}), s.AddPerson(telegramtest.User{FirstName: "Ben"})
	ana.Say(ben.Private(), "hello")
	r.cleanup()
	if len(r.errors) != 1 {
		t.Errorf("errors %q, want one", r.errors)
	}
	telegramtest.Start(&r, telegramtest.Options{Token: "no colon"})
	if len(r.errors) != 2 {
		t.Errorf("errors %q, want another of the token", r.errors)
	}
}

// A recorder is a test that goes on after it has failed.
type recorder struct {
	errors  []string
	cleanup func()
}

func (r *recorder) Helper()                           {}
func (r *recorder) Errorf(format string, args ...any) { r.errors = append(r.errors, format) }
func (r *recorder) Cleanup(f func())                  { r.cleanup = f }
func (r *recorder) Fatalf(format string, args ...any) {
	r.errors = append(r.errors, format)
}
