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
	"wirebrief/db"
)

// A postbox is a platform that takes every message.
type postbox struct {
	sent map[string]string // by id, as the chat sees it now
	log  []string
	ids  int
	last bot.Message
}

func (p *postbox) Platform() bot.Platform                       { return "test" }
func (p *postbox) Run(ctx context.Context, _ bot.Handler) error { <-ctx.Done(); return nil }
func (p *postbox) Pace() bot.Pace                               { return bot.Pace{PerSecond: 1e6, Burst: 1e6} }
func (p *postbox) words(m bot.Message) string                   { return show(bot.Reply{Messages: []bot.Message{m}}) }
func (p *postbox) Send(_ context.Context, to bot.ChatRef, m bot.Message) (bot.MessageRef, error) {
	p.ids++
	id := fmt.Sprint("m", p.ids)
	p.sent[id], p.last = p.words(m), m
	p.log = append(p.log, "send "+id)
	return bot.MessageRef{Chat: to, ID: id}, nil
}

// An editingPostbox can change what it was given, too.
type editingPostbox struct{ *postbox }

func (p editingPostbox) Edit(_ context.Context, ref bot.MessageRef, m bot.Message) (bot.MessageRef, error) {
	p.sent[ref.ID], p.last = p.words(m), m
	p.log = append(p.log, "edit "+ref.ID)
	return ref, nil
}

// A correctedWorld is a store with a chat that is sent what a test says.
type correctedWorld struct {
	t         *testing.T
	clock     *clock
	store     *db.DB
	box       *postbox
	courier   *bot.Courier
	corrector *bot.Corrector
	chat      bot.ChatRef
}

func newCorrectedWorld(t *testing.T, edits bool) *correctedWorld {
	w := &correctedWorld{t: t, clock: &clock{morning}, box: &postbox{sent: map[string]string{}}, chat: bot.ChatRef{Platform: "test", ID: "1"}}
	w.store = newStore(t, w.clock)
	var adapter bot.ChatAdapter = w.box
	if edits {
		adapter = editingPostbox{w.box}
	}
	renderer := bot.NewRenderer(w.store, bot.RendererOptions{Now: w.clock.now, Settings: w.store})
	w.courier = bot.NewCourier(w.store, []bot.ChatAdapter{adapter}, renderer.Message, bot.CourierOptions{Now: w.clock.now, Look: time.Millisecond})
	w.corrector = bot.NewCorrector(w.store, w.store, bot.CorrectorOptions{Now: w.clock.now})
	if _, _, err := w.store.CreateSubscription(context.Background(), bot.Event{Platform: "test", Key: "s", At: morning},
		bot.Subscription{Chat: w.chat, Topic: mustTopic(t, "ports"), Mode: bot.Instant}); err != nil {
		t.Fatal(err)
	}
	return w
}

// alert owes the chat an alert about a revision: its first quote and figures.
func (w *correctedWorld) alert(s bot.Storing, figures ...int) {
	w.t.Helper()
	story := bot.DigestStory{Story: s.Article, Article: s.Article, Revision: s.Revision, Quote: 0, Figures: figures, Publishers: []string{"Example Wire"}}
	done := []bot.AlertDone{{Alert: bot.Alert{Chat: w.chat, Stories: []bot.DigestStory{story}, At: w.clock.t}, Due: w.clock.t}}
	if err := w.store.SaveAlerts(context.Background(), done, 0); err != nil {
		w.t.Fatal(err)
	}
}

// digest owes the chat a digest with these stories, an update where an alert has
// told of one.
func (w *correctedWorld) digest(stories ...bot.DigestStory) {
	w.t.Helper()
	ctx := context.Background()
	w.clock.t = w.clock.t.Add(24 * time.Hour)
	due, err := w.store.FindDueChats(ctx, w.clock.t, 1)
	if err != nil || len(due) != 1 {
		w.t.Fatalf("%d chats are due: %v", len(due), err)
	}
	for i := range stories {
		told, err := w.store.FindAlerted(ctx, []bot.ChatRef{w.chat}, []int64{stories[i].Story})
		if err != nil {
			w.t.Fatal(err)
		}
		stories[i].Update = len(told) > 0
	}
	d := &bot.Digest{Chat: w.chat, Slot: due[0].NextSlot, Due: due[0].NextDigest, Composed: w.clock.t, Stories: stories, Total: len(stories),
		Topics: []string{"ports"}, Followed: []string{"ports"}}
	if err := w.store.SaveDigests(ctx, []bot.DigestDone{{Chat: due[0].Settings, Digest: d}}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *correctedWorld) deliver() {
	w.t.Helper()
	if err := w.courier.Once(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

// correct runs the corrector, and checks how many corrections it owes.
func (w *correctedWorld) correct(want int) {
	w.t.Helper()
	n, err := w.corrector.Once(context.Background())
	if err != nil || n != want {
		w.t.Fatalf("%d corrections and %v, want %d", n, err, want)
	}
}

func (w *correctedWorld) withdraw(article int64) {
	w.t.Helper()
	if _, err := w.store.WithdrawArticle(context.Background(), article, "it was invented"); err != nil {
		w.t.Fatal(err)
	}
}

// says checks that a message holds all of these, in this order, and none of
// those after "but".
func (w *correctedWorld) says(id string, parts ...string) {
	w.t.Helper()
	text, at, without := w.box.sent[id], 0, false
	for _, part := range parts {
		if part == "but" {
			without = true
			continue
		}
		i := strings.Index(text[at:], part)
		if without {
			if strings.Contains(text, part) {
				w.t.Errorf("message %s says %q:\n%s", id, part, text)
			}
			continue
		}
		if i < 0 {
			w.t.Errorf("message %s does not say %q there:\n%s", id, part, text)
			return
		}
		at += i
	}
}

func (w *correctedWorld) happened(want ...string) {
	w.t.Helper()
	if got, want := strings.Join(w.box.log, ", "), strings.Join(want, ", "); got != want {
		w.t.Errorf("the platform saw %s, want %s", got, want)
	}
}

// again is the strike with some words changed, in the text and in what is
// extracted from it.
func again(changes ...string) sample {
	s := strike
	r := strings.NewReplacer(changes...)
	s.text = r.Replace(s.text)
	s.quotes, s.figures = append([]sampleQuote(nil), s.quotes...), append([]sampleFigure(nil), s.figures...)
	for i := range s.quotes {
		s.quotes[i].text = r.Replace(s.quotes[i].text)
	}
	for i := range s.figures {
		s.figures[i].text, s.figures[i].clause = r.Replace(s.figures[i].text), r.Replace(s.figures[i].clause)
	}
	return s
}

const (
	oldClause = "About 1,400 dock workers"
	newClause = "About 1,250 dock workers"
)

func TestAChangedFigureIsCorrected(t *testing.T) {
	t.Run("InPlaceWhereThePlatformCan", func(t *testing.T) {
		w := newCorrectedWorld(t, true)
		w.alert(store(t, w.store, strike)[0], 0, 1)
		w.deliver()
		w.says("m1", oldClause)
		w.correct(0)
		store(t, w.store, again(oldClause, newClause))
		w.correct(1)
		w.deliver()
		w.happened("send m1", "edit m1")
		w.says("m1", "Correction", strike.title, "We showed: **"+oldClause, "The report now says: **"+newClause, "No crane moves")
		w.correct(0)
		w.clock.t = w.clock.t.Add(time.Hour) // everything is looked at again once
		w.correct(0)
		w.deliver()
		w.happened("send m1", "edit m1")
	})
	t.Run("InAMessageOfItsOwnElsewhere", func(t *testing.T) {
		w := newCorrectedWorld(t, false)
		w.alert(store(t, w.store, strike)[0], 0)
		w.deliver()
		store(t, w.store, again(oldClause, newClause))
		w.correct(1)
		w.deliver()
		w.happened("send m1")
		w.correct(1) // in another way
		w.deliver()
		w.happened("send m1", "send m2")
		w.says("m2", "Correction", strike.title, "~ Example Wire", "We showed: **"+oldClause, "The report now says: **"+newClause, "[Read]", "but", "No crane moves")
		w.correct(0)
		w.deliver()
		w.happened("send m1", "send m2")
	})
	t.Run("OnceMoreWhenItChangesOnceMore", func(t *testing.T) {
		w := newCorrectedWorld(t, true)
		w.alert(store(t, w.store, strike)[0], 0)
		w.deliver()
		store(t, w.store, again(oldClause, newClause))
		w.correct(1)
		w.deliver()
		store(t, w.store, again(oldClause, newClause, "waiting outside", "lying outside")) // of no concern
		w.correct(0)
		store(t, w.store, again(oldClause, "About 1,100 dock workers"))
		w.correct(1)
		w.deliver()
		w.says("m1", "We showed: **"+newClause, "now says: **About 1,100", "We showed: **"+oldClause, "now says: **"+newClause)
	})
}

func TestAChangedQuoteIsCorrected(t *testing.T) {
	w := newCorrectedWorld(t, true)
	w.alert(store(t, w.store, strike)[0])
	w.deliver()
	store(t, w.store, again("No crane moves until", "No crane will move until"))
	w.correct(1)
	w.deliver()
	w.says("m1", "We showed: **“No crane moves until the night rate is paid”**", "The report now says: **“No crane will move until the night rate is paid”**")
}

func TestWhatIsGoneFromAReportIsSaid(t *testing.T) {
	w := newCorrectedWorld(t, false)
	w.alert(store(t, w.store, strike)[0])
	w.deliver()
	s := again("“No crane moves until the night rate is paid,” Ana Varga, chair of the dockers' union, told reporters at the gate. ", "")
	s.quotes = s.quotes[1:]
	store(t, w.store, s)
	w.correct(1)
	w.deliver()
	w.correct(1)
	w.deliver()
	w.says("m2", "We showed: **“No crane moves", "The report does not say this any more.")
}

func TestWhatWasNotShownCausesNothing(t *testing.T) {
	for name, changes := range map[string][]string{
		"AnotherFigure":    {"12 million crowns", "14 million crowns"},
		"AnotherSentence":  {"We have waited long enough", "We have waited too long"},
		"OtherMarks":       {"“No crane moves until the night rate is paid,”", `"No crane moves until the night rate is paid,"`},
		"ARewordedClause":  {"walked out on Monday", "left the quays on Monday"},
		"ANewLastSentence": {"had been dismissed.", "had been dismissed. Talks go on."},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCorrectedWorld(t, true)
			first := store(t, w.store, strike)[0]
			w.alert(first, 0)
			w.deliver()
			if s := store(t, w.store, again(changes...))[0]; s.Outcome != bot.Revised || s.Revision == first.Revision {
				t.Fatalf("the change makes no revision: %+v", s)
			}
			w.correct(0)
			w.deliver()
			w.happened("send m1")
		})
	}
}

func TestAWithdrawnReportIsTakenBack(t *testing.T) {
	t.Run("FromAnAlert", func(t *testing.T) {
		w := newCorrectedWorld(t, true)
		s := store(t, w.store, strike)[0]
		w.alert(s, 0)
		w.deliver()
		w.withdraw(s.Article)
		w.correct(1)
		w.deliver()
		w.says("m1", "Correction", strike.title, "The report was withdrawn: it was invented", "but", "No crane moves", oldClause)
		w.clock.t = w.clock.t.Add(time.Hour)
		w.correct(0)
	})
	t.Run("FromADigestWhoseOtherStoriesStay", func(t *testing.T) {
		w := newCorrectedWorld(t, true)
		stored := store(t, w.store, strike, news[4])
		w.digest(
			bot.DigestStory{Story: stored[0].Article, Article: stored[0].Article, Revision: stored[0].Revision, Quote: 0, Figures: []int{0}, Publishers: []string{"Example Wire"}},
			bot.DigestStory{Story: stored[1].Article, Article: stored[1].Article, Revision: stored[1].Revision, Quote: 0, Publishers: []string{"Example Wire"}},
		)
		w.deliver()
		w.says("m1", oldClause, "The smell of new chalk")
		w.withdraw(stored[0].Article)
		w.correct(1)
		w.deliver()
		w.says("m1", "Correction", strike.title, "withdrawn: it was invented", "The smell of new chalk", "but", oldClause, "No crane moves")
	})
	t.Run("BeforeItIsSent", func(t *testing.T) {
		w := newCorrectedWorld(t, true)
		s := store(t, w.store, strike)[0]
		w.alert(s, 0)
		w.withdraw(s.Article)
		w.correct(0)
		w.deliver()
		w.happened()
	})
	t.Run("InOneMessageElsewhere", func(t *testing.T) {
		w := newCorrectedWorld(t, false)
		s := store(t, w.store, strike)[0]
		w.alert(s, 0)
		w.deliver()
		w.withdraw(s.Article)
		w.correct(1)
		w.deliver()
		w.correct(1)
		w.deliver()
		w.happened("send m1", "send m2")
		w.says("m2", "The report was withdrawn: it was invented", "but", "[Read]")
	})
}

func TestWhatIsNotSentYetSaysWhatTheReportSaysNow(t *testing.T) {
	w := newCorrectedWorld(t, true)
	w.alert(store(t, w.store, strike)[0], 0, 1)
	store(t, w.store, again(oldClause, newClause))
	w.correct(0)
	w.deliver()
	w.happened("send m1")
	w.says("m1", "No crane moves", newClause, "but", oldClause, "Correction")
}

func TestOldMessagesAreLeftAlone(t *testing.T) {
	w := newCorrectedWorld(t, true)
	w.alert(store(t, w.store, strike)[0], 0)
	w.deliver()
	w.clock.t = w.clock.t.Add(8 * 24 * time.Hour)
	store(t, w.store, again(oldClause, newClause))
	w.correct(0)
}

// A failingCorrections fails now and then.
type failingCorrections struct {
	bot.CorrectionStore
	fail *bool
}

func (f failingCorrections) SaveCorrections(ctx context.Context, done []bot.CorrectionDone, upTo bot.ChangeMark) error {
	if *f.fail {
		return errors.New("the disk is full")
	}
	return f.CorrectionStore.SaveCorrections(ctx, done, upTo)
}

func TestACorrectionThatFailsIsTriedAgain(t *testing.T) {
	w := newCorrectedWorld(t, true)
	w.alert(store(t, w.store, strike)[0], 0)
	w.deliver()
	store(t, w.store, again(oldClause, newClause))
	fail := true
	w.corrector = bot.NewCorrector(failingCorrections{w.store, &fail}, w.store, bot.CorrectorOptions{Now: w.clock.now})
	if _, err := w.corrector.Once(context.Background()); err == nil {
		t.Error("no error")
	}
	fail = false
	w.correct(1)
	w.deliver()
	w.happened("send m1", "edit m1")
}

// idleCorrections has nothing to do.
type idleCorrections struct {
	bot.CorrectionStore
	looked int
}

func (f *idleCorrections) FollowFailedEdits(context.Context) (int, error) { return 0, nil }
func (f *idleCorrections) FindChanges(context.Context) ([]bot.Change, bot.ChangeMark, error) {
	f.looked++
	return nil, bot.ChangeMark{}, nil
}

func TestCorrectorRunsUntilItsContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithTimeout(context.Background(), 12*time.Second)
		defer stop()
		store := &idleCorrections{}
		if err := bot.NewCorrector(store, nil, bot.CorrectorOptions{}).Run(ctx); err != nil {
			t.Error(err)
		}
		if store.looked != 3 {
			t.Errorf("looked %d times in 12 seconds, want 3", store.looked)
		}
	})
}

// edit owes the chat the change of a message to what a later report of a story
// says.
func (w *correctedWorld) edit(message string, story int64, now bot.Storing) {
	w.t.Helper()
	s := bot.DigestStory{Story: story, Article: now.Article, Revision: now.Revision, Quote: -1, Figures: []int{0}, Publishers: []string{"Sample Gazette"}}
	done := []bot.AlertDone{{Alert: bot.Alert{Chat: w.chat, Stories: []bot.DigestStory{s}, At: w.clock.t}, Silent: true, Due: w.clock.t,
		Edits: bot.MessageRef{Chat: w.chat, ID: message}}}
	if err := w.store.SaveAlerts(context.Background(), done, 0); err != nil {
		w.t.Fatal(err)
	}
}
