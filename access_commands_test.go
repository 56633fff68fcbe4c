package main

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

var startLine = regexp.MustCompile(`(?m)^    (/start [A-Z2-7-]{23})$`)

// withFile runs a command on a database and fails unless it ends well.
func withFile(t *testing.T, file string, args ...string) string {
	t.Helper()
	status, out, errs := command(t, "", append(args, "--db", file)...)
	if status != statusDone {
		t.Fatalf("%q: status %d: %s", args, status, errs)
	}
	return out
}

// startOf runs a command that prints a code, and returns what people send.
func startOf(t *testing.T, file string, args ...string) string {
	t.Helper()
	out := withFile(t, file, args...)
	m := startLine.FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("%q prints no code: %s", args, out)
	}
	return m[1]
}

// TestCodesOfTheCommandLineWorkInChat takes codes from the command line to a
// bot as the service has it, and looks at the result from the command line.
func TestCodesOfTheCommandLineWorkInChat(t *testing.T) {
	file := filepath.Join(t.TempDir(), "news.db")
	invite := startOf(t, file, "invite", "--note", "traders")
	operator := startOf(t, file, "operator")

	store, err := db.Open(context.Background(), file, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	b := newBot(store, config.Config{Access: config.Access{Mode: "invite", Listed: []string{"telegram:7"}}}, reach{}, nil)
	say := func(user, text string) string {
		t.Helper()
		reply, err := b.Handle(context.Background(), bot.Command{
			Chat: bot.ChatRef{Platform: "telegram", ID: user}, User: bot.User{ID: user}, Text: text,
		})
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, m := range reply.Messages {
			for _, block := range m.Blocks {
				for _, run := range block.Runs {
					out.WriteString(run.Text + "\n")
				}
			}
		}
		return out.String()
	}
	expect := func(got, want string) {
		t.Helper()
		if !strings.HasPrefix(got, want) {
			t.Errorf("got %q, want it to begin with %q", got, want)
		}
	}
	expect(say("42", "/topics"), "This bot is by invitation")
	expect(say("7", "/topics"), "No topics yet")
	expect(say("42", invite), "Welcome")
	expect(say("43", invite), "I don't know that code")
	expect(say("99", operator), "You are the operator")
	expect(say("99", "/status"), "How I am doing")
	if out := withFile(t, file, "invite", "list"); !regexp.MustCompile(`(?m)^1 +1 of 1 +used up .*traders\n`).MatchString(out) ||
		!regexp.MustCompile(`(?m)^telegram:42 +person .* code 1$`).MatchString(out) || strings.Contains(out, "telegram:99") {
		t.Errorf("invite list:\n%s", out)
	}
	if out := withFile(t, file, "operator", "list"); !regexp.MustCompile(`(?m)^telegram:99 `).MatchString(out) || strings.Contains(out, "telegram:42") {
		t.Errorf("operator list:\n%s", out)
	}

	// The service is not told, and knows at once.
	if out := withFile(t, file, "invite", "revoke", "--people", "1"); !strings.Contains(out, "Put out: telegram:42.") {
		t.Errorf("revoke: %s", out)
	}
	withFile(t, file, "operator", "remove", "telegram:99")
	expect(say("42", "/topics"), "This bot is by invitation")
	expect(say("99", "/status"), "This bot is by invitation")
}

func TestServiceOffersNoOperatorCodeTwice(t *testing.T) {
	file := filepath.Join(t.TempDir(), "news.db")
	log, stop := startService(t, file)
	log.waitFor(t, "This bot has no operator yet")
	code := startLine.FindStringSubmatch(log.String())
	stop()
	if code == nil || strings.Count(log.String(), "/start ") != 1 {
		t.Fatalf("no code, or more than one:\n%s", log)
	}
	hash, ok := bot.ParseCode(strings.TrimPrefix(code[1], "/start "))
	store, err := db.Open(context.Background(), file, db.Options{})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	_, used, err := store.RedeemCode(context.Background(), bot.Event{Platform: "telegram", UserID: "42"},
		bot.Redemption{Code: hash, Chat: bot.ChatRef{Platform: "telegram", ID: "42"}})
	if err := store.Close(); err != nil || !used {
		t.Fatal(used, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	again, stop := startService(t, file)
	stop()
	if strings.Contains(again.String(), "/start ") {
		t.Errorf("offered again:\n%s", again)
	}
}
