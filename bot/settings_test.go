package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
)

// A settler talks to a bot that keeps settings, as one user in a private chat.
type settler struct {
	t      *testing.T
	store  bot.SettingsStore
	bot    *bot.Bot
	clock  *clock
	chat   bot.ChatRef
	events int
}

func newSettler(t *testing.T) *settler {
	c := &clock{morning}
	d := newStore(t, c)
	store(t, d, news...)
	return &settler{t: t, store: d, bot: newBot(d, c), clock: c, chat: bot.ChatRef{Platform: "test", ID: "1"}}
}

func (s *settler) says(typed string) bot.Reply {
	s.t.Helper()
	s.events++
	return s.does(bot.Command{EventID: fmt.Sprint(s.events), Text: typed})
}

func (s *settler) presses(r bot.Reply, label string) bot.Reply {
	s.t.Helper()
	s.events++
	return s.does(bot.Command{EventID: fmt.Sprint(s.events), Button: button(s.t, r, label).Data})
}

func (s *settler) does(c bot.Command) bot.Reply {
	s.t.Helper()
	c.Chat, c.User = s.chat, bot.User{ID: "ann"}
	reply, err := s.bot.Handle(s.t.Context(), c)
	if err != nil {
		s.t.Fatalf("%q: %v", c.Text+c.Button, err)
	}
	return reply
}

func (s *settler) settings() bot.Settings {
	s.t.Helper()
	set, err := s.store.FindSettings(s.t.Context(), s.chat)
	if err != nil {
		s.t.Fatal(err)
	}
	return set
}

// TestWhatIsSaidIsStored changes each setting and takes the change back.
func TestWhatIsSaidIsStored(t *testing.T) {
	for typed, stored := range map[string]func(bot.Settings) string{
		"/timezone yerevan":            func(s bot.Settings) string { return s.Zone },
		"/digest weekdays 7:30 and 19": func(s bot.Settings) string { return fmt.Sprint(s.Digests) },
		"/digest off":                  func(s bot.Settings) string { return fmt.Sprint(len(s.Digests), s.NextDigest) },
		"/quiet 22-7 silent":           func(s bot.Settings) string { return fmt.Sprint(s.Quiet) },
		"/settings nothing skip":       func(s bot.Settings) string { return fmt.Sprint(s.SayNothing == "skip") },
		"/language reading en turkish": func(s bot.Settings) string { return strings.Join(s.Reading, " ") },
		"/pause 3 days":                func(s bot.Settings) string { return fmt.Sprint(s.Paused, s.PausedUntil) },
	} {
		t.Run(typed, func(t *testing.T) {
			s := newSettler(t)
			s.says("/subscribe lorne")
			before := stored(s.settings())
			undo := map[string]string{"/timezone yerevan": "", "/pause 3 days": "Resume"}
			reply := s.says(typed)
			after := stored(s.settings())
			if after == before {
				t.Fatalf("nothing changed: %s; said %s", before, said(reply))
			}
			label, odd := undo[typed]
			if !odd {
				label = "Undo"
			}
			if label == "" {
				reply = s.says("/timezone off")
			} else {
				reply = s.presses(reply, label)
			}
			if got := stored(s.settings()); got != before {
				t.Errorf("was %s, then %s, and taken back %s; said %s", before, after, got, said(reply))
			}
		})
	}
}

// TestRepeatedEventOfSettings: what a later event set stays when an earlier one
// comes again.
func TestRepeatedEventOfSettings(t *testing.T) {
	s := newSettler(t)
	first := bot.Command{EventID: "one", Text: "/digest 07:00"}
	answer := show(s.does(first))
	s.does(bot.Command{EventID: "two", Text: "/digest 18:00"})
	if again := show(s.does(first)); again != answer {
		t.Errorf("said\n%sand then\n%s", answer, again)
	}
	if got := s.settings().Digests; len(got) != 1 || got[0].Minute != 18*60 {
		t.Errorf("digests at %v", got)
	}
}

func TestMyData(t *testing.T) {
	s := newSettler(t)
	s.says("/subscribe lorne")
	s.says("/timezone yerevan")
	reply := s.says("/mydata")
	files := reply.Messages[0].Files
	if len(files) != 1 || !strings.HasSuffix(files[0].Name, ".json") || !json.Valid(files[0].Bytes) {
		t.Fatalf("%d files: %s", len(files), show(reply))
	}
	for _, want := range []string{"lorne", "Asia/Yerevan", "ann"} {
		if !strings.Contains(string(files[0].Bytes), want) {
			t.Errorf("%q is not in %s", want, files[0].Bytes)
		}
	}
	if !reply.ForUser {
		t.Error("shown to all")
	}
}

func TestDeleteMyData(t *testing.T) {
	s := newSettler(t)
	s.says("/subscribe lorne")
	s.says("/timezone yerevan")
	ask := s.says("/forget")
	if s.settings().Zone == "" {
		t.Fatal("deleted without being asked")
	}
	s.presses(ask, "Delete everything")
	if zone := s.settings().Zone; zone != "" {
		t.Errorf("the zone is still %s", zone)
	}
	if all := said(s.says("/topics")); strings.Contains(all, "lorne") {
		t.Errorf("still follows %s", all)
	}
	data, err := s.store.ExportChat(t.Context(), s.chat)
	if err != nil || strings.Contains(string(data), "lorne") || strings.Contains(string(data), `"ann"`) {
		t.Errorf("still stored: %s, %v", data, err)
	}
}

func TestOldButtonDeletesNothing(t *testing.T) {
	s := newSettler(t)
	s.says("/subscribe lorne")
	ask := s.says("/forget")
	s.clock.t = s.clock.t.Add(25 * time.Hour)
	if again := s.presses(ask, "Delete everything"); !strings.Contains(said(again), "cannot be undone") {
		t.Errorf("said %s", said(again))
	}
	if all := said(s.says("/topics")); !strings.Contains(all, "lorne") {
		t.Errorf("follows %s", all)
	}
}

// TestTopicsOfAPausedChatSaySo: a list of what is followed looks as if it came.
func TestTopicsOfAPausedChatSaySo(t *testing.T) {
	s := newSettler(t)
	s.says("/subscribe lorne")
	for say, want := range map[string]string{"/pause": "Paused: nothing is sent until you resume.", "/pause 2 days": "Paused: nothing is sent until "} {
		s.says(say)
		if got := said(s.says("/topics")); !strings.Contains(got, want) || !strings.Contains(got, "lorne") {
			t.Errorf("after %s: %s", say, got)
		}
	}
	s.says("/resume")
	if got := said(s.says("/topics")); strings.Contains(got, "Paused") {
		t.Errorf("after /resume: %s", got)
	}
}

// previewFunc is a DigestPreviewer.
type previewFunc func(bot.ChatRef) (bot.Message, error)

func (f previewFunc) Preview(_ context.Context, chat bot.ChatRef) (bot.Message, error) {
	return f(chat)
}

func TestDigestNow(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	shown := bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: "Six stories"}}}}}
	var err error
	var asked int
	o := bot.Options{
		Articles: d, Names: d, Subscriptions: d, Phrases: d, Settings: d, Now: c.now,
		Preview: previewFunc(func(bot.ChatRef) (bot.Message, error) { asked++; return shown, err }),
	}
	b := bot.New(o)
	say := func(typed string) (string, error) {
		reply, err := b.Handle(t.Context(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, Text: typed})
		return said(reply), err
	}
	if got, err := say("/digest now"); err != nil || asked != 0 || !strings.Contains(got, "No topics yet") {
		t.Errorf("without topics: %q, %v", got, err)
	}
	if _, err := say("/subscribe lorne"); err != nil {
		t.Fatal(err)
	}
	if got, err := say("/digest NOW"); err != nil || got != "Six stories\n" {
		t.Errorf("%q, %v", got, err)
	}
	err = errors.New("out of order")
	if got, err := say("/digest now"); err == nil || strings.Contains(got, "out of order") {
		t.Errorf("%q, %v", got, err)
	}
}

// TestWithoutSettings: a bot that keeps no settings says so.
func TestWithoutSettings(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	b := bot.New(bot.Options{Articles: d, Names: d, Subscriptions: d, Phrases: d, Now: c.now})
	for _, typed := range []string{"/digest 9:00", "/timezone yerevan", "/quiet 22-7", "/pause", "/resume", "/language en", "/mydata", "/settings nothing say"} {
		reply, err := b.Handle(t.Context(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, Text: typed})
		if err != nil || said(reply) != "I can't keep settings here.\n" {
			t.Errorf("%s: %q, %v", typed, said(reply), err)
		}
	}
}

// TestFollowPrivately: the button of a member counts in their own chat.
func TestFollowPrivately(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	b := newBot(d, c)
	group, own := bot.ChatRef{Platform: "test", ID: "2"}, bot.ChatRef{Platform: "test", ID: "1"}
	reply, err := b.Handle(t.Context(), bot.Command{Chat: group, Kind: bot.Group, User: bot.User{ID: "bob"}, Text: "/subscribe lorne weekly"})
	if err != nil {
		t.Fatal(err)
	}
	pressed := button(t, reply, "Follow it privately")
	if !pressed.Private || !reply.ForUser {
		t.Errorf("%+v, %+v", pressed, reply)
	}
	if _, err := b.Handle(t.Context(), bot.Command{Chat: own, User: bot.User{ID: "bob"}, Button: pressed.Data}); err != nil {
		t.Fatal(err)
	}
	for chat, want := range map[bot.ChatRef]int{group: 0, own: 1} {
		if list, err := d.FindSubscriptions(t.Context(), chat); err != nil || len(list) != want || want > 0 && list[0].Mode != bot.Weekly {
			t.Errorf("chat %s follows %+v, %v", chat.ID, list, err)
		}
	}
}

// TestDefaultZone: the operator's zone holds until the chat tells its own.
func TestDefaultZone(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	zone, err := bot.LoadZone("Asia/Tbilisi")
	if err != nil {
		t.Fatal(err)
	}
	b := bot.New(bot.Options{Articles: d, Names: d, Subscriptions: d, Phrases: d, Settings: d, DefaultZone: zone, Now: c.now})
	reply, err := b.Handle(t.Context(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, Text: "/digest"})
	if err != nil || !strings.Contains(said(reply), "08:00 Tbilisi") {
		t.Errorf("%q, %v", said(reply), err)
	}
}

// TestWeeklyTopicsComeNext: with the first digest of a week.
func TestWeeklyTopicsComeNext(t *testing.T) {
	for typed, want := range map[string]string{
		"/digest 10:00":                      "Next: Monday 10:00.", // this week's first was on Monday
		"/digest fri 10:00":                  "Next: today 10:00.",
		"/digest sat 10:00":                  "Next: tomorrow 10:00.",
		"/digest sunday 18:00":               "Next: Sunday 18:00.",
		"/digest tue,fri 10:00":              "Next: Tuesday 10:00.",
		"/digest fri 8:00":                   "Next: Friday, Nov 13 08:00.",
		"/digest monday 10:00 and fri 10:30": "Next: Monday 10:00.",
	} {
		t.Run(typed, func(t *testing.T) {
			s := newSettler(t)
			s.says("/timezone utc")
			s.says(typed)
			if got := said(s.says("/subscribe lorne weekly")); !strings.Contains(got, "once a week") || !strings.Contains(got, want) {
				t.Errorf("said %s", got)
			}
		})
	}
}
