package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"wirebrief/bot"
)

// tells is a story as a message tells it, by its first quote and some figures.
func tells(s bot.Storing, figures ...int) bot.DigestStory {
	return bot.DigestStory{Story: s.Article, Article: s.Article, Revision: s.Revision, Figures: figures, Publishers: []string{"Example Wire"}}
}

// oneLine is a story in one line.
func oneLine(s bot.Storing) bot.DigestStory {
	l := tells(s)
	l.Quote = -1
	return l
}

// TestEveryMessageThatShowedItIsCorrected: a report is often told by an alert
// and then by a digest, which may show other things of it.
func TestEveryMessageThatShowedItIsCorrected(t *testing.T) {
	t.Run("TheAlertWhenTheDigestHasOnlyTheHeadline", func(t *testing.T) {
		w := newCorrectedWorld(t, true)
		s := store(t, w.store, strike)[0]
		w.alert(s, 0)
		w.deliver()
		w.digest(oneLine(s))
		w.deliver()
		store(t, w.store, again(oldClause, newClause))
		w.correct(1)
		w.deliver()
		w.happened("send m1", "send m2", "edit m1")
		w.says("m1", "Correction", "We showed: **"+oldClause, "The report now says: **"+newClause)
	})
	t.Run("Both", func(t *testing.T) {
		w := newCorrectedWorld(t, true)
		s := store(t, w.store, strike)[0]
		w.alert(s, 0)
		w.deliver()
		w.digest(tells(s, 0))
		w.deliver()
		store(t, w.store, again(oldClause, newClause))
		w.correct(2)
		w.deliver()
		w.happened("send m1", "send m2", "edit m1", "edit m2")
	})
	t.Run("InOneMessageElsewhere", func(t *testing.T) {
		w := newCorrectedWorld(t, false)
		s := store(t, w.store, strike)[0]
		w.alert(s, 0, 1)
		w.deliver()
		w.digest(tells(s, 0))
		w.deliver()
		store(t, w.store, again(oldClause, newClause))
		w.correct(2)
		w.deliver()
		w.correct(1)
		w.deliver()
		w.correct(0)
		w.deliver()
		w.happened("send m1", "send m2", "send m3")
		w.says("m3", "Correction", "We showed: **"+oldClause)
	})
	t.Run("NotOneThatShowsAnotherReportNow", func(t *testing.T) {
		w := newCorrectedWorld(t, true)
		stored := store(t, w.store, strike, news[4])
		w.alert(stored[0], 0)
		w.deliver()
		edit := bot.AlertDone{Alert: bot.Alert{Chat: w.chat, Stories: []bot.DigestStory{tells(stored[1])}, At: w.clock.t}, Silent: true, Due: w.clock.t,
			Edits: bot.MessageRef{Chat: w.chat, ID: "m1"}}
		if err := w.store.SaveAlerts(context.Background(), []bot.AlertDone{edit}, 0); err != nil {
			t.Fatal(err)
		}
		w.deliver()
		store(t, w.store, again(oldClause, newClause))
		w.correct(0)
		w.deliver()
		w.happened("send m1", "edit m1")
	})
}

// TestAListIsCorrectedInWhatItShows: a folded alert gives each story a line,
// without quotes.
func TestAListIsCorrectedInWhatItShows(t *testing.T) {
	for name, c := range map[string]struct {
		old, now    string
		corrections int
	}{
		"TheFigure":        {"12 million crowns", "14 million crowns", 1},
		"NotTheQuote":      {"No crane moves until", "No crane will move until", 0},
		"NotAnotherFigure": {oldClause, newClause, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCorrectedWorld(t, true)
			stored := store(t, w.store, strike, news[4])
			a := bot.Alert{Chat: w.chat, Stories: []bot.DigestStory{tells(stored[0], 0, 2), tells(stored[1])}, Folded: true, At: w.clock.t}
			if err := w.store.SaveAlerts(context.Background(), []bot.AlertDone{{Alert: a, Due: w.clock.t}}, 0); err != nil {
				t.Fatal(err)
			}
			w.deliver()
			store(t, w.store, again(c.old, c.now))
			w.correct(c.corrections)
		})
	}
}

// TestAStoryWhoseReportWasWithdrawnIsStillNew: what was never sent is not kept
// from being told by another report.
func TestAStoryWhoseReportWasWithdrawnIsStillNew(t *testing.T) {
	w := newCorrectedWorld(t, true)
	s := store(t, w.store, strike)[0]
	w.alert(s, 0)
	w.withdraw(s.Article)
	w.correct(0)
	shown, err := w.store.FindShown(context.Background(), []bot.ChatRef{w.chat}, []int64{s.Article})
	if err != nil || len(shown) != 0 {
		t.Errorf("counts as shown: %+v, %v", shown, err)
	}
}

// TestLaterFiguresKeepTheCorrection: an alert that was corrected and is then
// edited for later figures still says what was corrected, whatever comes first.
func TestLaterFiguresKeepTheCorrection(t *testing.T) {
	for name, order := range map[string]func(w *correctedWorld, correct, later func()){
		"the correction first": func(w *correctedWorld, correct, later func()) {
			correct()
			w.deliver()
			later()
			w.deliver()
		},
		"both at once": func(w *correctedWorld, correct, later func()) {
			correct()
			later()
			w.deliver()
		},
		"figures twice": func(w *correctedWorld, correct, later func()) {
			correct()
			w.deliver()
			for range 2 {
				w.clock.t = w.clock.t.Add(time.Minute)
				later()
				w.deliver()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCorrectedWorld(t, true)
			s := store(t, w.store, strike)[0]
			w.alert(s, 0)
			w.deliver()
			other := ships("52 grain ships")
			other.publisher, other.url = "Sample Gazette", "https://gazette.example/ships"
			now := store(t, w.store, other)[0]
			order(w, func() {
				store(t, w.store, again(oldClause, newClause))
				w.correct(1)
			}, func() { w.edit("m1", s.Article, now) })
			w.says("m1", "Correction", "We showed: **"+oldClause, "The report now says: **"+newClause, "52 grain ships")
			if n := strings.Count(w.box.sent["m1"], "We showed: **"+oldClause); n != 1 {
				t.Errorf("it is said %d times:\n%s", n, w.box.sent["m1"])
			}
			w.correct(0)
		})
	}
}

// TestACorrectionDecidedWhileLaterFiguresAreSent is not in those, so it comes
// after them, and takes nothing of them back.
func TestACorrectionDecidedWhileLaterFiguresAreSent(t *testing.T) {
	ctx := context.Background()
	w := newCorrectedWorld(t, true)
	s := store(t, w.store, strike)[0]
	w.alert(s, 0)
	w.deliver()
	other := ships("52 grain ships")
	other.publisher, other.url = "Sample Gazette", "https://gazette.example/ships"
	w.edit("m1", s.Article, store(t, w.store, other)[0])
	claimed, err := w.store.ClaimDeliveries(ctx, bot.Claim{Owner: "me", Platform: "test", Lease: time.Minute, Limit: 1})
	if err != nil || len(claimed) != 1 {
		t.Fatal(len(claimed), err)
	}
	store(t, w.store, again(oldClause, newClause))
	w.correct(1)
	w.clock.t = w.clock.t.Add(time.Second)
	d := claimed[0]
	if ok, err := w.store.BeginDelivery(ctx, d.ID, "me", d.Attempt); !ok || err != nil {
		t.Fatal(ok, err)
	}
	if err := w.store.EndDeliveries(ctx, "me", []bot.DeliveryEnd{{ID: d.ID, Attempt: d.Attempt, State: bot.DeliverySent, Message: d.Edits}}); err != nil {
		t.Fatal(err)
	}
	w.deliver()
	w.says("m1", "Correction", "We showed: **"+oldClause, "The report now says: **"+newClause, "52 grain ships")
}

// A growingPostbox calls a message otherwise after each edit, as one that needs
// more parts is.
type growingPostbox struct{ editingPostbox }

func (p growingPostbox) Edit(ctx context.Context, ref bot.MessageRef, m bot.Message) (bot.MessageRef, error) {
	ref, err := p.editingPostbox.Edit(ctx, ref, m)
	ref.ID += "+"
	return ref, err
}

// TestAMessageIsEditedByTheNameItHas: by corrections and later figures in turn.
func TestAMessageIsEditedByTheNameItHas(t *testing.T) {
	w := newCorrectedWorld(t, true)
	renderer := bot.NewRenderer(w.store, bot.RendererOptions{Now: w.clock.now, Settings: w.store})
	w.courier = bot.NewCourier(w.store, []bot.ChatAdapter{growingPostbox{editingPostbox{w.box}}}, renderer.Message, bot.CourierOptions{Now: w.clock.now, Look: time.Millisecond})
	s := store(t, w.store, strike)[0]
	w.alert(s, 0)
	w.deliver()
	for _, now := range []string{newClause, "About 1,100 dock workers"} {
		store(t, w.store, again(oldClause, now))
		w.correct(1)
		w.deliver()
	}
	other := ships("52 grain ships")
	other.publisher, other.url = "Sample Gazette", "https://gazette.example/ships"
	w.edit("m1++", s.Article, store(t, w.store, other)[0])
	w.deliver()
	w.happened("send m1", "edit m1", "edit m1+", "edit m1++")
	w.says("m1++", "Correction", "We showed: **"+newClause, "We showed: **"+oldClause, "52 grain ships")
}

// TestManyCorrectionsFitOneMessage: the last are shown, the others counted.
func TestManyCorrectionsFitOneMessage(t *testing.T) {
	for name, owe := range map[string]func(w *correctedWorld, s bot.Storing){
		"an alert": func(w *correctedWorld, s bot.Storing) { w.alert(s, 0, 1) },
		"a digest": func(w *correctedWorld, s bot.Storing) { w.digest(tells(s, 0, 1)) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newCorrectedWorld(t, true)
			owe(w, store(t, w.store, strike)[0])
			w.deliver()
			for n := range 30 {
				store(t, w.store, again(oldClause, fmt.Sprintf("About 1,%d dock workers", 300-n)))
				w.correct(1)
				w.deliver()
				if n := units(w.box.last); n > 4096 {
					t.Fatalf("%d units:\n%s", n, w.box.sent["m1"])
				}
			}
			w.says("m1", "We showed: **About 1,272", "now says: **About 1,271", "We showed: **About 1,273", " earlier corrections", "No crane moves")
		})
	}
}

// units is how long the text of a message is.
func units(m bot.Message) (n int) {
	for _, b := range m.Blocks {
		n += 2
		for _, r := range b.Runs {
			n += len(utf16.Encode([]rune(r.Text)))
		}
	}
	return n
}

// TestALateDigestStaysMarked when it is corrected, and one that came in time is
// not marked because its correction comes later.
func TestALateDigestStaysMarked(t *testing.T) {
	for name, late := range map[string]time.Duration{"late": 3 * time.Hour, "in time": 0} {
		t.Run(name, func(t *testing.T) {
			w := newCorrectedWorld(t, true)
			w.digest(tells(store(t, w.store, strike)[0], 0))
			w.clock.t = eight(7).Add(late)
			w.deliver()
			if got := strings.Contains(w.box.sent["m1"], "Late: due at 08:00"); got != (late > 0) {
				t.Fatalf("sent as\n%s", w.box.sent["m1"])
			}
			w.clock.t = w.clock.t.Add(5 * time.Hour)
			store(t, w.store, again(oldClause, newClause))
			w.correct(1)
			w.deliver()
			w.says("m1", "Correction")
			if got := strings.Contains(w.box.sent["m1"], "Late: due at 08:00"); got != (late > 0) {
				t.Errorf("corrected to\n%s", w.box.sent["m1"])
			}
		})
	}
}

// A breakingPostbox adds a part to a message before an edit of it fails.
type breakingPostbox struct {
	editingPostbox
	fails *int
}

func (p breakingPostbox) Edit(ctx context.Context, ref bot.MessageRef, m bot.Message) (bot.MessageRef, error) {
	ref, err := p.editingPostbox.Edit(ctx, ref, m)
	if *p.fails--; *p.fails >= 0 {
		ref.ID += "+"
		return ref, &bot.SendError{Kind: bot.Transient, Message: "bad gateway"}
	}
	return ref, err
}

// TestAnEditThatBreaksOffIsRepeatedByTheNewName, and so are later ones.
func TestAnEditThatBreaksOffIsRepeatedByTheNewName(t *testing.T) {
	w, fails := newCorrectedWorld(t, true), 2
	renderer := bot.NewRenderer(w.store, bot.RendererOptions{Now: w.clock.now, Settings: w.store})
	w.courier = bot.NewCourier(w.store, []bot.ChatAdapter{breakingPostbox{editingPostbox{w.box}, &fails}}, renderer.Message,
		bot.CourierOptions{Now: w.clock.now, Look: time.Millisecond, Random: func() float64 { return 0 }}) // no wait is longer than a minute
	s := store(t, w.store, strike)[0]
	w.alert(s, 0)
	w.deliver()
	for _, now := range []string{newClause, "About 1,100 dock workers"} {
		store(t, w.store, again(oldClause, now))
		w.correct(1)
		for range 3 {
			w.deliver()
			w.clock.t = w.clock.t.Add(time.Minute)
		}
	}
	w.happened("send m1", "edit m1", "edit m1+", "edit m1++", "edit m1++")
	w.says("m1++", "Correction", "We showed: **"+newClause, "We showed: **"+oldClause)
}
