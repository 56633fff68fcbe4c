package adaptertest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

// A Look is how the bot's messages look on a platform.
type Look struct {
	Platform bot.Platform
	// Open returns a bot on an empty store, and what puts articles into that.
	Open func(t *testing.T, now func() time.Time) (*bot.Bot, *bot.Ingester)
	// Render writes messages as text, as they go to the platform, for the
	// dialogue of a name.
	Render func(t *testing.T, name string, messages []bot.Message) string
	// Ending is that of the files in testdata/look.
	Ending string
	// Update writes them, instead of holding what is rendered against them.
	Update bool
}

// lookDialogues are what is said to the bot, by the names of the files; what it
// answers last is looked at.
var lookDialogues = map[string][]string{
	"latest":      {"/latest karabakh"},
	"in-context":  {"/latest karabakh", "[In context]"},
	"more-quotes": {"/latest karabakh", "[More quotes]"},
	"newest":      {"/latest"},
	"digest":      {"/digest now"},
	"start":       {"/start"},
	"subscribe":   {"/subscribe karabakh"},
	"timezone":    {"/subscribe grain", "/timezone UTC+4"},
	"misspelt":    {"/latest karabah"},
	"unknown":     {"/latest lithium"},
	"language":    {"/latest dockers attendent"},
	"turkish":     {"/latest liman"},
	"settings":    {"/subscribe grain", "/settings"},
	"help":        {"/help"},
	"topics":      {"/subscribe karabakh", "/topics"},
	"why":         {"/latest karabakh", "[In context]", "[Why]"},
	"question":    {"/subscribe"},
	"quotes":      {"/quotes varga"},
	"figures":     {"/figures grain"},
	"privacy":     {"/privacy"},
}

// Looks holds what people see against testdata/look.
func Looks(t *testing.T, look Look) {
	for name, dialogue := range lookDialogues {
		t.Run(name, func(t *testing.T) {
			var before []string
			if name == "digest" {
				before = []string{"/timezone Yerevan", "/subscribe karabakh", "/subscribe grain", "/subscribe ports"}
			}
			l := newLooker(t, look, before)
			for _, what := range dialogue {
				l.do(what)
			}
			got, file := look.Render(t, name, l.last.Messages), filepath.Join("testdata", "look", name+look.Ending)
			if look.Update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v; go test -run Look -update writes it", err)
			}
			if got != string(want) {
				t.Errorf("%s looks otherwise now:\n%s\nwant\n%s", strings.Join(dialogue, ", "), got, want)
			}
		})
	}
}

// lookNow is when the messages are made: 08:00 in Yerevan.
var lookNow = time.Date(2026, time.November, 6, 4, 0, 0, 0, time.UTC)

// A looker asks the bot on the sample articles as somebody in a private chat.
type looker struct {
	t        *testing.T
	platform bot.Platform
	bot      *bot.Bot
	events   int
	last     bot.Reply
}

// newLooker does some things a day before the samples come in.
func newLooker(t *testing.T, look Look, before []string) *looker {
	t.Helper()
	at := lookNow.Add(-24 * time.Hour)
	b, ingester := look.Open(t, func() time.Time { return at })
	l := &looker{t: t, platform: look.Platform, bot: b}
	for _, what := range before {
		l.do(what)
	}
	at = lookNow
	if _, err := ingester.Add(t.Context(), append(lookArticles(t), unreadArticle), false); err != nil {
		t.Fatal(err)
	}
	if _, err := ingester.Process(t.Context()); err != nil {
		t.Fatal(err)
	}
	return l
}

// do types something, or presses a button of the last answer that stands as
// "[label]".
func (l *looker) do(what string) {
	l.t.Helper()
	l.events++
	c := bot.Command{
		EventID: fmt.Sprint("look ", l.events), Chat: bot.ChatRef{Platform: l.platform, ID: "1"}, Kind: bot.Private, User: bot.User{ID: "1", Admin: true}, Text: what,
	}
	if label, ok := strings.CutPrefix(what, "["); ok {
		c.Text, c.Button = "", l.button(strings.TrimSuffix(label, "]"))
	}
	reply, err := l.bot.Handle(l.t.Context(), c)
	if err != nil {
		l.t.Fatalf("%s: %v", what, err)
	}
	l.last = reply
}

func (l *looker) button(label string) (data string) {
	l.t.Helper()
	for _, m := range l.last.Messages {
		for _, b := range slices.Concat(m.Buttons...) {
			if b.Label == label {
				return b.Data
			}
		}
	}
	l.t.Fatalf("no button %q", label)
	return ""
}

// unreadArticle is in a language without rules, and older than what the others
// are asked for with.
var unreadArticle = briefing.Article{
	Title: "Les dockers attendent une réponse", Publisher: "Agence Exemple", URL: "https://example.com/agence/les-dockers", Lang: "fr",
	Published: lookNow.Add(-100 * time.Hour), Text: "Les dockers du port attendent depuis lundi une réponse de la direction, a dit leur syndicat.",
}

// lookArticles are the samples, and one of them as another publisher tells it.
func lookArticles(t *testing.T) []briefing.Article {
	t.Helper()
	names, err := filepath.Glob("../../docs/samples/*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	var all []briefing.Article
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		a := lookArticle(t, name, string(content))
		all = append(all, a)
		if strings.HasSuffix(name, "ports-strike-wire.md") {
			told := strings.Replace(a.Text, "About 1,400 dock workers have walked out, according to the union", "About 1,250 dock workers have walked out, according to the board", 1)
			if told == a.Text {
				t.Fatalf("%s has changed: nothing differs any more", name)
			}
			a.Text, a.Title, a.Publisher, a.URL = told, "Dock strike in its second week", "Sample Gazette", "https://example.org/gazette/dock-strike"
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b briefing.Article) int { return a.Published.Compare(b.Published) })
	return all
}

// lookArticle reads a sample: lines of "name: value" between two of ---, then
// the text.
func lookArticle(t *testing.T, name, content string) briefing.Article {
	t.Helper()
	head, text, ok := strings.Cut(strings.TrimPrefix(content, "---\n"), "\n---\n")
	if !ok {
		t.Fatalf("%s has no front matter", name)
	}
	meta := map[string]string{"lang": "en"}
	for l := range strings.Lines(head) {
		key, value, _ := strings.Cut(l, ":")
		meta[key] = strings.TrimSpace(value)
	}
	age, err := time.ParseDuration(meta["age"])
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return briefing.Article{
		Title: meta["title"], Publisher: meta["source"], Byline: meta["author"], URL: meta["url"], Lang: meta["lang"],
		Published: lookNow.Add(-age), Text: strings.TrimSpace(text),
	}
}
