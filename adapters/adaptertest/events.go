package adaptertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wirebrief/bot"
)

// textArrives sends several kinds of text and checks each field.
func textArrives(t *testing.T, h Harness) {
	s := start(t, h, nothing)
	traits := h.Traits()
	said := []string{
		"/latest karabakh",
		"/latest karabakh -mercenaries \"cease fire\" from:wire",
		"  free text with spaces around  ",
		"Карабах, qarabağ, 納戈爾諾 🇦🇲 e\u0301",
		"<b>&amp;</b> *a* _b_ `c` @everyone \\ %s",
	}
	for _, text := range said {
		h.Say(t, text)
	}
	got := s.arrived(t, len(said))
	seen := map[string]bool{}
	for i, c := range got[:len(said)] {
		want := bot.Command{
			EventID: c.EventID, Chat: traits.Chat, Kind: traits.Kind,
			User: bot.User{ID: traits.User.ID, Name: c.User.Name, Admin: traits.User.Admin}, Text: strings.TrimSpace(said[i]),
		}
		if c != want {
			t.Errorf("%q arrived as %+v, want %+v", said[i], c, want)
		}
		if c.EventID == "" && traits.Lacks[Repeating] == "" {
			t.Errorf("%q arrived without an EventID on a platform that repeats events", said[i])
		}
		if c.EventID != "" && seen[c.EventID] {
			t.Errorf("EventID %q is not unique", c.EventID)
		}
		seen[c.EventID] = true
	}
}

func eventsKeepOrder(t *testing.T, h Harness) {
	s := start(t, h, nothing)
	var want []string
	for i := range 20 {
		want = append(want, fmt.Sprintf("question %d", i))
		h.Say(t, want[i])
	}
	var got []string
	for _, c := range s.arrived(t, len(want)) {
		got = append(got, c.Text)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// buttonsGiveData presses buttons whose data is all that the limits allow. Each
// answer hears that it was sent.
func buttonsGiveData(t *testing.T, h Harness) {
	if lacks(t, h, Pressing) {
		return
	}
	rows := [][]bot.Button{
		{{Label: "In context", Data: "v1|ctx|17|0|" + strings.Repeat("x", bot.MaxButtonData-12)}, {Label: "Follow", Data: "f: é/ü%20&\"<>'"}},
		{{Label: "More", Data: "1"}, {Label: "Read", URL: "https://wire.example/story"}},
	}
	sent := make(chan error, 10)
	s := start(t, h, func(_ context.Context, c bot.Command) (bot.Reply, error) {
		if c.Button != "" {
			r := reply("pressed")
			r.Sent = func(err error) { sent <- err }
			return r, nil
		}
		m := say("choose one")
		m.Buttons = rows
		return bot.Reply{Messages: []bot.Message{m}}, nil
	})
	want := []bot.Button{rows[0][1], rows[0][0], rows[1][0]}
	for i, b := range want {
		h.Say(t, "ask")
		s.arrived(t, 2*i+1)
		eventually(h, func() bool { return countButtons(h.Shown(t), b.Label) == i+1 })
		h.(Presser).Press(t, b.Label)
		c := s.arrived(t, 2*i+2)[2*i+1]
		if c.Button != b.Data || c.Text != "" {
			t.Errorf("pressing %q arrived with button %q and text %q, want %q and none", b.Label, c.Button, c.Text, b.Data)
		}
		if c.Chat != h.Traits().Chat || c.User.ID != h.Traits().User.ID || c.User.Admin != h.Traits().User.Admin {
			t.Errorf("pressing %q arrived from %+v", b.Label, c)
		}
		waitFor(t, h, 0, strings.Repeat("choose one pressed ", i+1))
		eventually(h, func() bool { return len(sent) > i })
	}
	if len(sent) != len(want) {
		t.Errorf("of %d answers, %d heard what became of them", len(want), len(sent))
	}
	for range len(sent) {
		if err := <-sent; err != nil {
			t.Errorf("an answer that was shown hears %v", err)
		}
	}
}

func countButtons(posts []Post, label string) int {
	n := 0
	for _, p := range posts {
		if slices.Contains(p.Buttons, label) {
			n++
		}
	}
	return n
}

func repeatedEventKeepsID(t *testing.T, h Harness) {
	if lacks(t, h, Repeating) {
		return
	}
	s := start(t, h, nothing)
	h.Say(t, "once")
	first := s.arrived(t, 1)[0]
	h.(Repeater).Repeat(t)
	if again := s.arrived(t, 2)[1]; again != first || first.EventID == "" {
		t.Errorf("repeated: got %+v after %+v", again, first)
	}
}

func repliesKeepOrder(t *testing.T, h Harness) {
	start(t, h, func(_ context.Context, c bot.Command) (bot.Reply, error) {
		return reply("first to "+c.Text, "second", "third", "fourth", "fifth"), nil
	})
	h.Say(t, "alpha")
	h.Say(t, "beta")
	waitFor(t, h, 0, "first to alpha", "second third fourth fifth", "first to beta", "second third fourth fifth")
}

func handlerErrorStopsNothing(t *testing.T, h Harness) {
	start(t, h, func(_ context.Context, c bot.Command) (bot.Reply, error) {
		return reply("sorry about " + c.Text), errors.New("the store is not there")
	})
	h.Say(t, "one")
	waitFor(t, h, 0, "sorry about one")
	h.Say(t, "two")
	posts := waitFor(t, h, 0, "sorry about one", "sorry about two")
	for _, p := range posts {
		if strings.Contains(p.Text, "store") {
			t.Errorf("the error is shown to the reader: %q", p.Text)
		}
	}
}

// specialRepliesAreShown covers replies that some platforms treat specially;
// everywhere the words must be seen and Run must go on.
func specialRepliesAreShown(t *testing.T, h Harness) {
	replies := map[string]bot.Reply{
		"empty":   {},
		"notice":  {Notice: "a short notice"},
		"private": {ForUser: true, Messages: []bot.Message{say("only for you")}},
		"replace": {Replace: true, Messages: []bot.Message{say("in its place"), say("and after it")}},
		"silent":  {Messages: []bot.Message{{Silent: true, Blocks: say("without a sound").Blocks}}},
	}
	start(t, h, func(_ context.Context, c bot.Command) (bot.Reply, error) { return replies[c.Text], nil })
	for _, name := range []string{"empty", "notice", "private", "replace", "silent"} {
		h.Say(t, name)
	}
	waitFor(t, h, 0, "only for you", "in its place", "and after it", "without a sound")
}
