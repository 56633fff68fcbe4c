package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// A reporter asks a bot as one person.
type reporter struct {
	t      *testing.T
	bot    *bot.Bot
	user   string
	events *int
	last   bot.Reply
}

func (r *reporter) ask(c bot.Command) string {
	r.t.Helper()
	*r.events++
	c.EventID, c.Chat, c.User = fmt.Sprint("e", *r.events), bot.ChatRef{Platform: "test", ID: r.user}, bot.User{ID: r.user}
	reply, err := r.bot.Handle(context.Background(), c)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, m := range reply.Messages {
		checkMessage(r.t, m)
	}
	r.last = reply
	return show(reply)
}

// press presses the button of the last answer whose label begins so.
func (r *reporter) press(label string) string {
	r.t.Helper()
	data := r.data(label)
	if data == "" {
		r.t.Fatalf("no button %q in\n%s", label, show(r.last))
	}
	return r.ask(bot.Command{Button: data})
}

func (r *reporter) data(label string) string {
	for _, m := range r.last.Messages {
		for _, row := range m.Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Label, label) {
					return b.Data
				}
			}
		}
	}
	return ""
}

func newReporter(t *testing.T, d *db.DB, c *clock) *reporter {
	return &reporter{t: t, bot: newBot(d, c), user: "ann", events: new(int)}
}

func TestAReportSaysWhatItIsAbout(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	s := store(t, d, strike)[0]
	r := newReporter(t, d, c)
	r.ask(bot.Command{Text: "/latest strike"})
	r.press("In context")
	r.press("Report a mistake")
	choice := r.last
	if said := r.press("“No crane moves"); !strings.Contains(said, "Thank you") {
		t.Errorf("answered %q", said)
	}
	r.last = choice
	r.press("About 1,400")
	list, err := d.FindReports(context.Background(), false)
	if err != nil || len(list) != 2 {
		t.Fatalf("%d reports, %v", len(list), err)
	}
	at := strings.Index(strike.text, "No crane moves")
	if q := list[0]; q.Kind != bot.ReportQuote || q.Article != s.Article || q.Revision != s.Revision || q.User != "ann" || !q.At.Equal(morning) ||
		q.Words != "No crane moves until the night rate is paid" || q.Span.Start != at || q.Title != strike.title || q.URL != strike.url {
		t.Errorf("the report of the quote is %+v", q)
	}
	if f := list[1]; f.Kind != bot.ReportFigure || f.Words != "About 1,400 dock workers" || f.Span.Of(strike.text) != f.Words {
		t.Errorf("the report of the figure is %+v", f)
	}
}

func TestReportsAreBounded(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	samples := fillers(bot.MaxReports + 1)
	for i := range samples {
		samples[i].text = "The council of Castell counted 40 benches."
		samples[i].figures = []sampleFigure{{"40 benches", "benches", "The council of Castell counted 40 benches", ""}}
	}
	store(t, d, samples...)
	r := newReporter(t, d, c)
	report := func(title string) string {
		r.ask(bot.Command{Text: `/latest "` + title + `"`})
		r.press("In context")
		r.press("Report a mistake")
		return r.press("Something else")
	}
	for i := range bot.MaxReports {
		c.t = c.t.Add(time.Minute)
		if said := report(samples[i].title); !strings.Contains(said, "It is noted") {
			t.Fatalf("report %d is answered %q", i+1, said)
		}
	}
	if said := report(samples[0].title); !strings.Contains(said, "already") {
		t.Errorf("the same again is answered %q", said)
	}
	if said := report(samples[bot.MaxReports].title); !strings.Contains(said, "as many reports as I take in a day") {
		t.Errorf("one more is answered %q", said)
	}
	c.t = c.t.Add(25 * time.Hour)
	if said := report(samples[bot.MaxReports].title); !strings.Contains(said, "It is noted") {
		t.Errorf("a day later it is answered %q", said)
	}
}

func TestGarbledReportButtons(t *testing.T) {
	c := &clock{morning}
	d := newStore(t, c)
	s := store(t, d, strike)[0]
	for _, fields := range []string{"zz.1.0", ".1.0", "%.9.0", "%.1.zz", "%.2.zz"} {
		r := newReporter(t, d, c)
		data := "1e" + strings.ReplaceAll(fields, "%", fmt.Sprint(s.Revision))
		said := r.ask(bot.Command{Button: data})
		if !strings.Contains(said, "does not work any more") && !strings.Contains(said, "no longer stored") {
			t.Errorf("%s is answered %q", data, said)
		}
	}
	if list, err := d.FindReports(context.Background(), true); err != nil || len(list) != 0 {
		t.Errorf("%d reports, %v", len(list), err)
	}
}

func TestInContextSaysWhatBecameOfTheReport(t *testing.T) {
	open := func(t *testing.T) (*db.DB, *clock, *reporter, bot.Storing) {
		c := &clock{morning}
		d := newStore(t, c)
		s := store(t, d, strike)[0]
		r := newReporter(t, d, c)
		r.ask(bot.Command{Text: "/latest strike"})
		return d, c, r, s
	}
	t.Run("Nothing", func(t *testing.T) {
		_, _, r, _ := open(t)
		if said := r.press("In context"); strings.Contains(said, "has changed") || !strings.Contains(said, "About 1,400") {
			t.Errorf("said %s", said)
		}
	})
	t.Run("Changed", func(t *testing.T) {
		d, _, r, _ := open(t)
		store(t, d, again(oldClause, newClause))
		said := r.press("In context")
		if !strings.Contains(said, "The report has changed since (just now). This") || !strings.Contains(said, "**About 1,400 dock workers**") ||
			!strings.Contains(said, "The report now says: **About 1,250 dock workers**") || strings.Count(said, "now says") != 1 {
			t.Errorf("said %s", said)
		}
	})
	t.Run("Corrected", func(t *testing.T) {
		w := newCorrectedWorld(t, true)
		w.alert(store(t, w.store, strike)[0], 0)
		w.deliver()
		store(t, w.store, again(oldClause, newClause, "No crane moves until", "No crane will move until"))
		w.correct(1)
		w.deliver()
		w.happened("send m1", "edit m1")
		r := newReporter(t, w.store, w.clock)
		r.last = bot.Reply{Messages: []bot.Message{w.box.last}}
		said := r.press("In context")
		for _, want := range []string{
			"The report has changed since (just now)", "**No crane moves until the night rate is paid", "The report now says: **“No crane will move until",
			"**About 1,400 dock workers**", "The report now says: **About 1,250 dock workers**",
		} {
			if !strings.Contains(said, want) {
				t.Errorf("not %q:\n%s", want, said)
			}
		}
	})
	t.Run("NotSaidThereAnyMore", func(t *testing.T) {
		d, _, r, _ := open(t)
		s := again("“No crane moves until the night rate is paid,” Ana Varga, chair of the dockers' union, told reporters at the gate. ", "")
		s.quotes = s.quotes[1:]
		store(t, d, s)
		if said := r.press("In context"); !strings.Contains(said, "The report does not say this any more.") {
			t.Errorf("said %s", said)
		}
	})
	t.Run("WithdrawnAndDeleted", func(t *testing.T) {
		d, _, r, s := open(t)
		if _, err := d.WithdrawArticle(context.Background(), s.Article, "it was invented"); err != nil {
			t.Fatal(err)
		}
		said := r.press("In context")
		if !strings.Contains(said, "That report was withdrawn: it was invented") || strings.Contains(said, "1,400") {
			t.Errorf("said %s", said)
		}
	})
	t.Run("WithdrawnAfterItWasDelivered", func(t *testing.T) {
		w := newCorrectedWorld(t, true)
		s := store(t, w.store, strike)[0]
		w.alert(s, 0)
		w.deliver()
		w.withdraw(s.Article)
		r := newReporter(t, w.store, w.clock)
		said := r.ask(bot.Command{Button: fmt.Sprintf("1c%s.1.1", base36(s.Revision))})
		if !strings.Contains(said, "The report was withdrawn (just now): it was invented. This is how it read.") ||
			!strings.Contains(said, "**No crane moves") || !strings.Contains(said, "**About 1,400 dock workers**") || strings.Contains(said, "12 million") {
			t.Errorf("said %s", said)
		}
	})
}
