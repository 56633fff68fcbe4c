package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/bot"
)

// A sourceList is a SourceStore in memory; with broken set, its calls fail one
// after another: the first when broken is 1.
type sourceList struct {
	list   []bot.Source
	broken int
}

func (l *sourceList) fail() error {
	if l.broken--; l.broken == 0 {
		return errBroken
	}
	return nil
}

func (l *sourceList) CreateSource(_ context.Context, s bot.Source) (bot.Source, bool, error) {
	if err := l.fail(); err != nil {
		return bot.Source{}, false, err
	}
	for _, known := range l.list {
		if known.URL == s.URL {
			return known, false, nil
		}
	}
	s.ID = int64(len(l.list) + 1)
	l.list = append(l.list, s)
	return s, true, nil
}

func (l *sourceList) FindSources(context.Context) (all []bot.SourceStat, err error) {
	for _, s := range l.list {
		all = append(all, bot.SourceStat{Source: s})
	}
	return all, l.fail()
}

func (l *sourceList) UpdateSource(context.Context, bot.Source) error { return errors.ErrUnsupported }

func (l *sourceList) DeleteSource(_ context.Context, id int64) error {
	if err := l.fail(); err != nil {
		return err
	}
	for i, s := range l.list {
		if s.ID == id {
			l.list[i] = bot.Source{ID: -id}
			return nil
		}
	}
	return bot.ErrNotFound
}

// checkSource finds a feed at every address but some.
func checkSource(ctx context.Context, address string) ([]bot.CheckedSource, error) {
	trouble := func(kind bot.SourceTrouble, message string) error {
		return fmt.Errorf("look: %w", &bot.SourceError{Trouble: kind, Message: message})
	}
	switch address {
	case "http://192.168.1.7/feed":
		return nil, trouble(bot.SourceRefused, `guarded; the operator opens it with: allow = ["192.168.1.0/24"]`)
	case "https://missing.example":
		return nil, trouble(bot.SourceMissing, "missing.example: there is nothing at that address (404)")
	case "https://empty.example":
		return nil, nil
	case "https://broken.example":
		return nil, errBroken
	case "https://slow.example":
		<-ctx.Done()
		return nil, trouble(bot.SourceUnreachable, "no answer")
	}
	c := bot.CheckedSource{Source: bot.Source{Kind: bot.FeedSource, URL: address}, Format: "Atom"}
	switch address {
	case "https://wire.example/feed":
		c.Title, c.Entries, c.Newest, c.NewestAt = "Example Wire", 24, "Port Ellery dock strike enters second week", morning.Add(-2*time.Hour)
	case "https://gazette.example/feed":
		c.Title, c.Entries, c.Newest = "Sample Gazette", 1, "Lorne valley wheat estimate cut"
	}
	return []bot.CheckedSource{c}, nil
}

type checkerFunc func(context.Context, string) ([]bot.CheckedSource, error)

func (f checkerFunc) CheckSource(ctx context.Context, address string) ([]bot.CheckedSource, error) {
	return f(ctx, address)
}

// newSourceBot is a bot in which a chat may add two sources.
func newSourceBot(t testing.TB, sources bot.SourceStore) (*bot.Bot, *clock) {
	t.Helper()
	c := &clock{morning}
	d := newStore(t, c)
	return bot.New(bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Now: c.now,
		Sources: sources, SourceChecks: checkerFunc(checkSource), Limits: bot.Limits{ChatSources: 2},
	}), c
}

func TestSourcesOfAChat(t *testing.T) {
	const script = `>>> /sources add
Which feed or site shall I read? Type its address after the command, like this: /sources add https://example.org/feed

>>> /sources remove
This chat has added no sources. Add one with: /sources add https://example.org/feed

>>> /sources ADD <https://wire.example/feed>
Added Example Wire. I won't announce the 24 articles it has already; what comes from now on is news.
* Port Ellery dock strike enters second week · 2 hours ago (07:00)
[Undo]

>>> /sources add https://wire.example/feed
Example Wire is among my sources already.

>>> [Undo]
I no longer read Example Wire. Its articles stay.
[Undo]

>>> [Undo]
Added Example Wire. I won't announce the 24 articles it has already; what comes from now on is news.
* Port Ellery dock strike enters second week · 2 hours ago (07:00)
[Undo]

>>> /sources add https://stopped.example
stopped.example/ is among my sources already, but I don't read it at the moment. The operator of this bot can change that.

>>> /sources add http://192.168.1.7/feed
I can't use that address.

>>> /sources add https://missing.example
I can't read that: missing.example: there is nothing at that address (404)

>>> /sources add https://empty.example
I found no feed there. The address of the feed itself may help.

>>> /sources add https://gazette.example/feed
Added Sample Gazette. I won't announce the 1 article it has already; what comes from now on is news.
* Lorne valley wheat estimate cut
[Undo]

>>> /sources add https://third.example
This chat has added 2 sources, which is as many as it may. Remove one first, then try again.
[Sources added here]

>>> [Sources added here]
== Sources added here
* **Example Wire** · wire.example/feed
* **Sample Gazette** · gazette.example/feed
[Remove Example Wire] [Remove Sample Gazette]

>>> [Remove Sample Gazette]
I no longer read Sample Gazette. Its articles stay.
[Undo]

>>> /sources remove sample gazette
This chat has added no source ‘sample gazette’. /sources remove shows those it has added.

>>> /sources remove the operator's own
This chat has added no source ‘the operator's own’. /sources remove shows those it has added.

>>> /sources remove HTTPS://wire.example/feed?utm_source=chat
I no longer read Example Wire. Its articles stay.
[Undo]

>>> /sources add https://untitled.example/news?token=secret
Added untitled.example/news. It is empty at the moment; what comes from now on is news.
[Undo]

>>> /sources
No sources yet: nothing is stored.

>>> !group

>>> !user bob

>>> /sources add https://wire.example/feed
(for the asker only)
Only admins add or remove sources here.

>>> /sources remove
(for the asker only)
Only admins add or remove sources here.

>>> !admin dora

>>> /sources add https://wire.example/feed
Added Example Wire. I won't announce the 24 articles it has already; what comes from now on is news.
* Port Ellery dock strike enters second week · 2 hours ago (07:00)
[Undo]

>>> !user bob

>>> [Undo]
(for the asker only)
Only admins add or remove sources here.
`
	sources := &sourceList{list: []bot.Source{
		{ID: 1, URL: "https://stopped.example", State: bot.SourceDead}, {ID: 2, URL: "https://own.example", Title: "The operator's own", State: bot.SourceActive},
	}}
	b, c := newSourceBot(t, sources)
	p := &player{t: t, bot: b, clock: c, chat: bot.ChatRef{Platform: "test", ID: "1"}, user: bot.User{ID: "ann"}}
	if got := p.play(script); got != script {
		t.Errorf("the dialogue went differently:\n%s\n%s", firstDifference(script, got), got)
	}
	for _, s := range sources.list {
		if s.ID > 2 && (s.AddedBy.ID == "" || !s.Added.Equal(morning) || s.State != bot.SourceActive) {
			t.Errorf("stored %+v", s)
		}
	}
}

func TestSourcesAreTheOperators(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	all := bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Now: c.now,
		Sources: &sourceList{}, SourceChecks: checkerFunc(checkSource), Limits: bot.Limits{ChatSources: 2},
	}
	for name, change := range map[string]func(*bot.Options){
		"no limit": func(o *bot.Options) { o.Limits.ChatSources = 0 }, "no store": func(o *bot.Options) { o.Sources = nil }, "no checker": func(o *bot.Options) { o.SourceChecks = nil },
	} {
		t.Run(name, func(t *testing.T) {
			o := all
			change(&o)
			b := bot.New(o)
			for _, ask := range []bot.Command{{Text: "/sources add https://wire.example/feed"}, {Text: "/sources remove"}, {Button: "1u1"}} {
				reply, err := b.Handle(t.Context(), ask)
				if err != nil || said(reply) != "Only the operator of this bot adds sources.\n" {
					t.Errorf("%+v: %s, %v", ask, said(reply), err)
				}
			}
			if reply, err := b.Handle(t.Context(), bot.Command{Text: "/help"}); err != nil || strings.Contains(said(reply), "ADDRESS") {
				t.Errorf("help: %s, %v", said(reply), err)
			}
		})
	}
	if reply, err := bot.New(all).Handle(t.Context(), bot.Command{Text: "/help"}); err != nil || !strings.Contains(said(reply), "/sources [add ADDRESS|remove]") {
		t.Errorf("help: %s, %v", said(reply), err)
	}
}

func TestSourceOfAnotherChatStays(t *testing.T) {
	sources := &sourceList{}
	b, _ := newSourceBot(t, sources)
	mine, other := bot.ChatRef{Platform: "test", ID: "mine"}, bot.ChatRef{Platform: "test", ID: "other"}
	reply, err := b.Handle(t.Context(), bot.Command{Chat: mine, Text: "/sources add https://wire.example/feed"})
	if err != nil {
		t.Fatal(err)
	}
	undo := button(t, reply, "Undo").Data
	for _, ask := range []bot.Command{{Chat: other, Button: undo}, {Chat: other, Text: "/sources remove Example Wire"}} {
		if reply, err := b.Handle(t.Context(), ask); err != nil || sources.list[0].ID != 1 {
			t.Fatalf("removed: %s, %v", said(reply), err)
		}
	}
	for range 2 { // the second press finds nothing
		if _, err := b.Handle(t.Context(), bot.Command{Chat: mine, Button: undo}); err != nil {
			t.Fatal(err)
		}
	}
	if sources.list[0].ID != -1 {
		t.Error("the chat that added it could not remove it")
	}
}

// vanishing lists sources that are gone when they are removed.
type vanishing struct{ sourceList }

func (*vanishing) DeleteSource(context.Context, int64) error { return bot.ErrNotFound }

func TestSourceRemovedByTwo(t *testing.T) {
	v := &vanishing{}
	b, _ := newSourceBot(t, v)
	if _, err := b.Handle(t.Context(), bot.Command{Text: "/sources add https://wire.example/feed"}); err != nil {
		t.Fatal(err)
	}
	reply, err := b.Handle(t.Context(), bot.Command{Text: "/sources remove example wire"})
	if err != nil || said(reply) != "That source was removed already.\n" {
		t.Errorf("%s, %v", said(reply), err)
	}
}

func TestSourcesWhenThingsFail(t *testing.T) {
	for name, test := range map[string]struct {
		ask    bot.Command
		broken int
	}{
		"looking before adding":   {bot.Command{Text: "/sources add https://third.example"}, 1},
		"adding":                  {bot.Command{Text: "/sources add https://third.example"}, 2},
		"checking":                {bot.Command{Text: "/sources add https://broken.example"}, 0},
		"looking before removing": {bot.Command{Text: "/sources remove"}, 1},
		"removing":                {bot.Command{Text: "/sources remove Example Wire"}, 2},
		"a button":                {bot.Command{Button: "1u1"}, 1},
		"removing by a button":    {bot.Command{Button: "1u1"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			sources := &sourceList{list: []bot.Source{{ID: 1, URL: "https://wire.example/feed", Title: "Example Wire"}}, broken: test.broken}
			b, _ := newSourceBot(t, sources)
			reply, err := b.Handle(t.Context(), test.ask)
			if !errors.Is(err, errBroken) || !strings.Contains(said(reply), "went wrong on my side") {
				t.Errorf("said %s, %v", said(reply), err)
			}
		})
	}
}

func TestAddressesAreNotTriedWithoutEnd(t *testing.T) {
	looked := 0
	c := &clock{morning}
	b := bot.New(bot.Options{
		Now: c.now, Sources: &sourceList{}, Limits: bot.Limits{ChatSources: 2},
		SourceChecks: checkerFunc(func(ctx context.Context, _ string) ([]bot.CheckedSource, error) {
			looked++
			return nil, &bot.SourceError{Trouble: bot.SourceMissing, Message: "there is nothing"}
		}),
	})
	try := func(chat string) string {
		return said(must(t)(b.Handle(t.Context(), bot.Command{Chat: bot.ChatRef{ID: chat}, Text: fmt.Sprint("/sources add https://host", looked, ".example")})))
	}
	for range 10 {
		if got := try("ann"); !strings.Contains(got, "there is nothing") {
			t.Fatal(got)
		}
	}
	c.t = c.t.Add(29*time.Minute + time.Second)
	if got := try("ann"); !strings.Contains(got, "try again in 31 minutes") || looked != 10 {
		t.Errorf("after %d looks: %s", looked, got)
	}
	if got := try("bob"); !strings.Contains(got, "there is nothing") {
		t.Errorf("another chat: %s", got)
	}
	c.t = c.t.Add(31 * time.Minute)
	if got := try("ann"); !strings.Contains(got, "there is nothing") {
		t.Errorf("later: %s", got)
	}
}

func TestSourcesWithoutASlash(t *testing.T) {
	for typed, want := range map[string]string{
		"sources add https://wire.example/feed": "Added Example Wire", "Sources Add https://gazette.example/feed": "Added Sample Gazette", "sources add": "Which feed or site",
		"sources remove": "Sources added here", "sources of lithium": "Nothing is stored yet", "sources add up": "Nothing is stored yet", "sources": "No sources yet",
	} {
		t.Run(typed, func(t *testing.T) {
			b, _ := newSourceBot(t, &sourceList{})
			if typed == "sources remove" {
				must(t)(b.Handle(t.Context(), bot.Command{Text: "/sources add https://wire.example/feed"}))
			}
			if got := show(must(t)(b.Handle(t.Context(), bot.Command{Text: typed}))); !strings.Contains(got, want) {
				t.Errorf("said %s", got)
			}
		})
	}
}

func TestSlowSourceIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := bot.New(bot.Options{Sources: &sourceList{}, SourceChecks: checkerFunc(checkSource), Limits: bot.Limits{ChatSources: 2}})
		begin := time.Now()
		reply, err := b.Handle(t.Context(), bot.Command{Text: "/sources add https://slow.example"})
		if err != nil || !strings.Contains(said(reply), "took too long") || time.Since(begin) > time.Minute {
			t.Errorf("%s, %v after %v", said(reply), err, time.Since(begin))
		}
	})
}
