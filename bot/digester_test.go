package bot_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wirebrief/bot"
	"wirebrief/briefing"
)

func failing2of14(context.Context) (failed, total int, err error) { return 2, 14, nil }

// eight is eight o'clock UTC of a day of November 2026; the 2nd is a Monday.
func eight(day int) time.Time { return time.Date(2026, time.November, day, 8, 0, 0, 0, time.UTC) }

func chatN(n int) bot.ChatRef { return bot.ChatRef{Platform: "test", ID: fmt.Sprintf("%05d", n)} }

// grain is a report on grain of its own story.
func grain(n int) newsReport {
	return newsReport{topics: []string{"grain"}, sample: sample{
		publisher: "Example Wire", lang: "en", age: time.Minute, title: fmt.Sprintf("Grain report number %d", n),
		url: fmt.Sprintf("https://wire.example/grain/%d", n), text: "Grain moved.",
	}}
}

func stories(d *bot.Digest) []int64 {
	var ids []int64
	for _, s := range slices.Concat(d.Stories, d.Also) {
		ids = append(ids, s.Story)
	}
	return ids
}

func TestDigesterDaily(t *testing.T) {
	w := newDigestWorld(t, eight(3).Add(time.Hour))
	w.follow(reader, bot.Daily, "grain")
	d := w.digester(bot.DigesterOptions{})
	seen := map[int64]int{}
	for hour := range 24 * 10 {
		w.arrive(grain(hour))
		w.set(w.clock().Add(time.Hour))
		for _, digest := range w.run(d) {
			for _, s := range stories(digest) {
				seen[s]++
			}
			if digest.Late || digest.Composed != w.clock() || !digest.Due.Equal(w.clock()) {
				t.Errorf("%s: composed %v, due %v, late %v", digest.Slot, digest.Composed, digest.Due, digest.Late)
			}
			if digest.Total != 24 && digest.Total != 23 {
				t.Errorf("%s has %d stories", digest.Slot, digest.Total)
			}
		}
	}
	if len(w.sent) != 10 {
		t.Errorf("there were %d digests in ten days", len(w.sent))
	}
	for story, n := range seen {
		if n > 1 {
			t.Errorf("story %d was shown %d times", story, n)
		}
	}
	if len(seen) != 100 {
		t.Errorf("%d stories were shown", len(seen))
	}
}

func TestDigesterLate(t *testing.T) {
	for name, c := range map[string]struct {
		down time.Duration
		late bool
	}{
		"on time":                {0, false},
		"ten minutes":            {10 * time.Minute, false},
		"twenty minutes":         {20 * time.Minute, true},
		"five days make one":     {5 * 24 * time.Hour, true},
		"just before the second": {24*time.Hour - time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newDigestWorld(t, eight(3).Add(time.Hour))
			w.follow(reader, bot.Daily, "grain")
			w.set(eight(4).Add(-time.Minute))
			w.arrive(grain(1))
			w.set(eight(4).Add(c.down))
			made := w.run(w.digester(bot.DigesterOptions{}))
			if len(made) != 1 || made[0].Late != c.late || made[0].Slot != "2026-11-04 08:00" {
				t.Fatalf("made %+v", made)
			}
			next := w.chats[reader].NextDigest
			if !next.After(w.clock()) || next.Sub(w.clock()) > 24*time.Hour {
				t.Errorf("the next is at %v", next)
			}
		})
	}
}

// TestDigesterRestart stops between composing and saving: the digest is made
// after the restart, once.
func TestDigesterRestart(t *testing.T) {
	w := newDigestWorld(t, eight(3).Add(time.Hour))
	w.follow(reader, bot.Daily, "grain")
	w.arrive(grain(1))
	w.set(eight(4))
	w.fail = func(call string) error {
		if call == "SaveDigests" {
			return errBroken
		}
		return nil
	}
	if _, err := w.digester(bot.DigesterOptions{}).Once(context.Background()); !errors.Is(err, errBroken) {
		t.Fatalf("the error was %v", err)
	}
	w.fail = nil
	if made := w.run(w.digester(bot.DigesterOptions{})); len(made) != 1 || made[0].Total != 1 {
		t.Fatalf("made %v", made)
	}
	if made := w.run(w.digester(bot.DigesterOptions{})); len(made) != 0 {
		t.Errorf("made %v again", made)
	}
}

// TestDigesterSlotTaken: a digest that was saved, though nobody heard of it, is
// not made again, and the chat moves on.
func TestDigesterSlotTaken(t *testing.T) {
	w := newDigestWorld(t, eight(3).Add(time.Hour))
	c := w.follow(reader, bot.Daily, "grain")
	w.arrive(grain(1))
	w.set(eight(4))
	d := w.digester(bot.DigesterOptions{})
	w.run(d)
	c.NextDigest, c.NextSlot = eight(4), "2026-11-04 08:00"
	w.arrive(grain(2))
	if w.run(d); len(w.sent) != 1 || !c.NextDigest.Equal(eight(5)) {
		t.Errorf("%d digests, the next at %v", len(w.sent), c.NextDigest)
	}
}

func TestDigesterStuckStore(t *testing.T) {
	w := newDigestWorld(t, eight(3).Add(time.Hour))
	c := w.follow(reader, bot.Daily, "grain")
	w.set(eight(4))
	w.meanwhile = func() { c.NextSlot = "2026-11-04 08:00 " + c.NextSlot }
	if _, err := w.digester(bot.DigesterOptions{}).Once(context.Background()); err == nil || !strings.Contains(err.Error(), "still has the digest") {
		t.Errorf("the error was %v", err)
	}
}

func TestDigesterTimes(t *testing.T) {
	for name, c := range map[string]struct {
		zone  string
		times []bot.DigestTime
		from  time.Time
		days  int
		want  []string
	}{
		"twice a day": {
			"Asia/Yerevan", []bot.DigestTime{{7 * 60, bot.EveryDay}, {19*60 + 30, bot.EveryDay}}, eight(3), 2,
			[]string{"2026-11-03 15:30", "2026-11-04 03:00", "2026-11-04 15:30", "2026-11-05 03:00"},
		},
		"a clock is set forward over it": {
			"America/New_York", []bot.DigestTime{{150, bot.EveryDay}}, time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC), 3,
			[]string{"2026-03-08 07:00", "2026-03-09 06:30", "2026-03-10 06:30"},
		},
		"a clock is set back over it": {
			"America/New_York", []bot.DigestTime{{90, bot.EveryDay}}, time.Date(2026, 10, 31, 12, 0, 0, 0, time.UTC), 3,
			[]string{"2026-11-01 05:30", "2026-11-02 06:30", "2026-11-03 06:30"},
		},
		"workdays": {
			"Asia/Kathmandu", []bot.DigestTime{{450, bot.Workdays}}, eight(5), 5, []string{"2026-11-06 01:45", "2026-11-09 01:45", "2026-11-10 01:45"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newDigestWorld(t, c.from)
			chat := w.follow(reader, bot.Daily, "grain")
			chat.Zone, chat.Digests = c.zone, c.times
			w.plan(chat)
			d := w.digester(bot.DigesterOptions{})
			for minute := 0; minute < c.days*24*60; minute += 15 {
				w.arrive(grain(minute))
				w.set(w.clock().Add(15 * time.Minute))
				w.run(d)
			}
			var got []string
			for _, s := range w.sent {
				got = append(got, s.Digest.Composed.Format("2006-01-02 15:04"))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("came at %v", got)
			}
		})
	}
}

// TestDigesterSettingsChange: who changes the time while the digest is being
// made gets this digest, and the next at the time they chose.
func TestDigesterSettingsChange(t *testing.T) {
	w := newDigestWorld(t, eight(3).Add(time.Hour))
	c := w.follow(reader, bot.Daily, "grain")
	w.arrive(grain(1))
	w.set(eight(4))
	w.meanwhile = func() {
		c.Digests = []bot.DigestTime{{Minute: 18 * 60, Days: bot.EveryDay}}
		w.plan(c)
		w.meanwhile = nil
	}
	w.run(w.digester(bot.DigesterOptions{}))
	if len(w.sent) != 1 || !c.NextDigest.Equal(eight(4).Add(10*time.Hour)) {
		t.Errorf("%d digests, the next at %v", len(w.sent), c.NextDigest)
	}
}

func TestDigesterHolds(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*bot.DueChat)
		sent   bool
		silent bool
	}{
		"paused":            {func(c *bot.DueChat) { c.Paused = true }, false, false},
		"paused for longer": {func(c *bot.DueChat) { c.Paused, c.PausedUntil = true, eight(5) }, false, false},
		"pause over":        {func(c *bot.DueChat) { c.Paused, c.PausedUntil = true, eight(4) }, true, false},
		"stopped":           {func(c *bot.DueChat) { c.Stopped = "gone" }, false, false},
		"no topics":         {func(c *bot.DueChat) { c.Subscriptions, c.Topics = nil, nil }, false, false},
		"topic paused":      {func(c *bot.DueChat) { c.Subscriptions[0].Paused = true }, false, false},
		"quiet":             {func(c *bot.DueChat) { c.Quiet = bot.Quiet{From: 22 * 60, To: 9 * 60} }, true, true},
		"quiet is over":     {func(c *bot.DueChat) { c.Quiet = bot.Quiet{From: 22 * 60, To: 8 * 60} }, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newDigestWorld(t, eight(3).Add(time.Hour))
			chat := w.follow(reader, bot.Daily, "grain")
			w.arrive(grain(1))
			c.change(chat)
			w.set(eight(4))
			made := w.run(w.digester(bot.DigesterOptions{}))
			if len(made) > 0 != c.sent || c.sent && w.sent[0].Silent != c.silent {
				t.Errorf("made %v, %+v", made, w.sent)
			}
			if !chat.NextDigest.Equal(eight(5)) {
				t.Errorf("the next is at %v", chat.NextDigest)
			}
		})
	}
}

func TestDigesterSaysNothing(t *testing.T) {
	for name, c := range map[string]struct {
		kind bot.ChatKind
		say  string
		sent bool
	}{
		"private":             {bot.Private, "", true},
		"private, asked not":  {bot.Private, "skip", false},
		"group":               {bot.Group, "", false},
		"group that wants it": {bot.Group, "say", true},
		"channel":             {bot.Channel, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newDigestWorld(t, eight(3).Add(time.Hour))
			chat := w.follow(reader, bot.Daily, "grain")
			chat.Kind, chat.SayNothing = c.kind, c.say
			w.set(eight(4))
			if made := w.run(w.digester(bot.DigesterOptions{})); len(made) > 0 != c.sent || c.sent && made[0].Total != 0 {
				t.Errorf("made %v", made)
			}
			if !chat.NextDigest.Equal(eight(5)) {
				t.Errorf("the next is at %v", chat.NextDigest)
			}
		})
	}
}

// TestDigesterWeekly: weekly topics come with the first digest of the week, or
// with the late one that makes up for it.
func TestDigesterWeekly(t *testing.T) {
	mixed := func(t *testing.T) (*digestWorld, *bot.Digester) {
		w := newDigestWorld(t, eight(3).Add(time.Hour))
		w.follow(reader, bot.Daily, "karabakh")
		w.follow(reader, bot.Weekly, "grain")
		return w, w.digester(bot.DigesterOptions{})
	}
	t.Run("on Monday", func(t *testing.T) {
		w, d := mixed(t)
		w.set(eight(4).Add(-time.Minute))
		w.arrive(grain(1))
		for day := 4; day <= 16; day++ {
			w.set(eight(day).Add(-time.Minute))
			w.arrive(school)
			w.set(eight(day))
			for _, digest := range w.run(d) {
				want := 1
				if day == 9 {
					want = 2
				}
				if digest.Total != want || len(digest.Week) != min(1, want-1) && day != 16 {
					t.Errorf("on the %d: %d stories, %v", day, digest.Total, digest.Week)
				}
			}
		}
		if len(w.sent) != 13 {
			t.Errorf("there were %d digests", len(w.sent))
		}
	})
	t.Run("missed", func(t *testing.T) {
		w, d := mixed(t)
		w.set(eight(5))
		w.run(d)
		w.arrive(grain(1))
		w.set(eight(11).Add(time.Hour))
		if made := w.run(d); len(made) != 1 || !made[0].Late || made[0].Total != 1 {
			t.Errorf("made %v", made)
		}
	})
	t.Run("before it is due", func(t *testing.T) {
		w, d := mixed(t)
		w.arrive(grain(1))
		w.set(eight(9).Add(-time.Minute))
		if made := w.run(d); len(made) != 1 || made[0].Total != 0 {
			t.Errorf("made %v", made)
		}
		w.set(eight(9))
		if made := w.run(d); len(made) != 1 || made[0].Total != 1 || made[0].Week == nil {
			t.Errorf("made %v", made)
		}
	})
}

func TestDigestNews(t *testing.T) {
	for name, c := range map[string]struct {
		report newsReport
		after  time.Duration
		want   int
	}{
		"new":                    {grain(1), 0, 1},
		"published long ago":     {func() newsReport { r := grain(1); r.age = 80 * time.Hour; return r }(), 0, 0},
		"no date":                {func() newsReport { r := grain(1); r.age = 0; return r }(), 0, 1},
		"before it was followed": {grain(1), -2 * time.Hour, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newDigestWorld(t, eight(3))
			w.set(eight(3).Add(3*time.Hour + c.after))
			w.arrive(c.report)
			w.set(eight(3).Add(2 * time.Hour))
			w.follow(reader, bot.Daily, "grain").Seen = 0
			w.set(eight(4))
			if made := w.run(w.digester(bot.DigesterOptions{})); len(made) != 1 || made[0].Total != c.want {
				t.Errorf("made %v", made)
			}
		})
	}
}

// TestDigestUpdates: a story comes again only if it says something else than
// what the chat was told.
func TestDigestUpdates(t *testing.T) {
	told := func(t *testing.T) (*digestWorld, *bot.Digester) {
		w, d := followed(t)
		w.set(thursday.Add(-time.Hour))
		w.arrive(harbour)
		w.set(thursday)
		w.run(d)
		w.set(thursday.Add(23 * time.Hour))
		return w, d
	}
	t.Run("nothing has come", func(t *testing.T) {
		w, d := told(t)
		w.set(thursday.Add(24 * time.Hour))
		if made := w.run(d); made[0].Total != 0 {
			t.Errorf("shown again: %+v", made[0].Stories)
		}
	})
	t.Run("somebody else says the same", func(t *testing.T) {
		w, d := told(t)
		same := harbour
		same.publisher = "Sample Gazette"
		w.arrive(same)
		w.set(thursday.Add(24 * time.Hour))
		if made := w.run(d); made[0].Total != 0 {
			t.Errorf("shown again: %+v", made[0].Stories)
		}
	})
	t.Run("a figure has changed", func(t *testing.T) {
		w, d := told(t)
		w.arrive(harbourLater)
		w.set(thursday.Add(24 * time.Hour))
		s := w.run(d)[0].Stories[0]
		if !s.Update || len(s.Changed) != 2 || s.Changed[0] != (bot.ShownFigure{}) || s.Changed[1] != (bot.ShownFigure{Revision: 5001}) {
			t.Errorf("%+v", s)
		}
	})
	t.Run("what it counted is not clear", func(t *testing.T) {
		w, d := told(t)
		r := harbourLater
		r.text += " 12 ships were loaded."
		r.figures = append(slices.Clone(r.figures), sampleFigure{"12 ships", "ships", "12 ships were loaded", ""})
		r.values = []float64{1400, 37, 12}
		w.arrive(r)
		w.set(thursday.Add(24 * time.Hour))
		if s := w.run(d)[0].Stories[0]; !s.Update || slices.ContainsFunc(s.Changed, func(f bot.ShownFigure) bool { return f.Revision != 0 }) {
			t.Errorf("%+v", s)
		}
	})
	t.Run("an alert told it", func(t *testing.T) {
		w, d := followed(t)
		w.set(thursday.Add(-time.Hour))
		a := w.arrive(harbour)
		w.shown = append(w.shown, bot.Shown{Chat: reader, Story: a.Story, At: w.clock().Add(time.Second), Figures: []bot.ShownFigure{{Revision: a.Revision}}})
		w.set(thursday)
		if made := w.run(d); made[0].Total != 0 {
			t.Errorf("shown again: %+v", made[0].Stories)
		}
	})
}

// TestDigestShares: one topic and one publisher do not fill a digest, and a
// language that the chat does not read comes last.
func TestDigestShares(t *testing.T) {
	w, d := followed(t)
	w.set(thursday.Add(-time.Hour))
	w.arrive(liman)
	w.arrive(insurer)
	r := school
	r.rank, r.publisher = briefing.RankBody, "Demo Post"
	w.arrive(r)
	for i := range 30 {
		w.arrive(grain(i))
	}
	w.set(thursday)
	digest := w.run(d)[0]
	if digest.Total != 33 || len(digest.Stories) != 3 || len(digest.Also) != 7 || len(digest.Rest) != 7 {
		t.Fatalf("%d stories: %d, %d, %d", digest.Total, len(digest.Stories), len(digest.Also), len(digest.Rest))
	}
	names := map[string]int{}
	for _, s := range digest.Stories {
		names[s.Names[0]]++
	}
	if names["grain"] != 2 {
		t.Errorf("in full: %v", names)
	}
	for _, s := range slices.Concat(digest.Stories, digest.Also) {
		names[s.Publishers[0]]++
	}
	if names["Örnek Ajans"] != 1 {
		t.Errorf("of publishers: %v", names)
	}
	for _, s := range digest.Stories {
		if s.Publishers[0] == "Örnek Ajans" {
			t.Error("a story that the chat does not read is shown in full")
		}
	}
}

func TestDigesterManyChats(t *testing.T) {
	w := newDigestWorld(t, eight(3).Add(time.Hour))
	for i := range 1000 {
		w.follow(chatN(i), bot.Daily, "grain", []string{"ports", "karabakh", "wheat"}[i%3])
	}
	for i := range 30 {
		w.arrive(grain(i))
	}
	w.arrive(harbour)
	w.set(eight(4))
	n, err := w.digester(bot.DigesterOptions{Batch: 1000}).Once(context.Background())
	if err != nil || n != 1000 || len(w.sent) != 1000 {
		t.Fatalf("%d chats, %d digests, %v", n, len(w.sent), err)
	}
	// The work on topics and stories is shared.
	if w.calls["FindTopicNews"] > 2 || w.calls["FindArticles"] > 6 {
		t.Errorf("calls: %v", w.calls)
	}
	for _, s := range w.sent {
		if s.Digest.Total < 31 && s.Digest.Chat.ID < "00003" {
			t.Errorf("a digest of %d stories", s.Digest.Total)
		}
	}
}

func TestDigesterIsDeterministic(t *testing.T) {
	made := func() string {
		w, d := followed(t)
		w.set(thursday.Add(-time.Hour))
		for _, r := range append(many(30), liman, ministers, insurer, wheat, school, harbourElsewhere, harbourLater) {
			w.arrive(r)
		}
		w.set(thursday)
		return show(bot.Reply{Messages: []bot.Message{w.words(w.run(d)[0])}})
	}
	first := made()
	for range 5 {
		if again := made(); again != first {
			t.Fatalf("first\n%sthen\n%s", first, again)
		}
	}
}

func TestDigesterPreview(t *testing.T) {
	w, d := followed(t)
	w.set(thursday.Add(-2 * time.Hour))
	w.arrive(wheat)
	seen, next := w.chats[reader].Seen, w.chats[reader].NextDigest
	for range 2 {
		m, err := d.Preview(context.Background(), reader)
		if err != nil || !strings.Contains(said(bot.Reply{Messages: []bot.Message{m}}), "wheat estimate cut") {
			t.Fatalf("%v, %v", m, err)
		}
	}
	if c := w.chats[reader]; c.Seen != seen || !c.NextDigest.Equal(next) || len(w.sent)+len(w.shown) > 0 {
		t.Errorf("the preview used something up: %+v", c)
	}
	w.set(thursday)
	if made := w.run(d); made[0].Total != 1 {
		t.Errorf("made %v", made)
	}
	if m, err := d.Preview(context.Background(), bot.ChatRef{ID: "stranger"}); err != nil || !strings.Contains(said(bot.Reply{Messages: []bot.Message{m}}), "No topics yet") {
		t.Errorf("%v, %v", m, err)
	}
}

// TestDigesterRun breaks the store at each of its calls in turn: nothing is
// lost, nothing made twice.
func TestDigesterRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newDigestWorld(t, eight(3).Add(time.Hour))
		for i := range 5 {
			w.follow(chatN(i), bot.Daily, "grain")
		}
		w.arrive(grain(1))
		w.set(eight(4))
		broken := map[string]int{}
		w.fail = func(call string) error {
			if broken[call]++; broken[call] <= 4 {
				return errBroken
			}
			return nil
		}
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- w.digester(bot.DigesterOptions{Batch: 2, Sources: failing2of14}).Run(ctx) }()
		time.Sleep(10 * time.Minute)
		stop()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if len(w.sent) != 5 {
			t.Errorf("%d digests were made; calls %v", len(w.sent), w.calls)
		}
	})
}

// TestDigesterBadChat: a digest that cannot be saved does not hold up others.
func TestDigesterBadChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newDigestWorld(t, eight(3).Add(time.Hour))
		for i := range 5 {
			w.follow(chatN(i), bot.Daily, "grain")
		}
		w.arrive(grain(1))
		w.set(eight(4))
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- bot.NewDigester(badChat{w}, w, bot.DigesterOptions{Now: w.clock}).Run(ctx) }()
		time.Sleep(10 * time.Minute)
		stop()
		if err := <-ended; err != nil || len(w.sent) != 4 {
			t.Errorf("%d digests were made, %v", len(w.sent), err)
		}
	})
}

// A badChat cannot save the digest of the first chat.
type badChat struct{ *digestWorld }

func (b badChat) SaveDigests(ctx context.Context, done []bot.DigestDone) error {
	for _, d := range done {
		if d.Chat.Chat == chatN(0) {
			return errBroken
		}
	}
	return b.digestWorld.SaveDigests(ctx, done)
}
