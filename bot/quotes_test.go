package bot_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"wirebrief/bot"
)

// A reading is a bot over some samples, asked from one chat.
type reading struct {
	testing.TB
	bot     *bot.Bot
	kind    bot.ChatKind
	buttons []bot.Button
}

func read(t testing.TB, samples ...sample) *reading {
	c := &clock{morning}
	d := newStore(t, c)
	for batch := range slices.Chunk(samples, 100) {
		store(t, d, batch...)
	}
	return &reading{TB: t, bot: newBot(d, c)}
}

func (r *reading) handle(c bot.Command) bot.Reply {
	r.Helper()
	c.Chat, c.Kind, c.User = bot.ChatRef{Platform: "test", ID: "1"}, r.kind, bot.User{ID: "ann"}
	reply, err := r.bot.Handle(context.Background(), c)
	if err != nil {
		r.Fatal(err)
	}
	r.buttons = nil
	for _, m := range reply.Messages {
		checkMessage(r, m)
		checkRoom(r, m)
		for _, row := range m.Buttons {
			r.buttons = append(r.buttons, row...)
		}
	}
	return reply
}

// checkRoom checks that a message fits, and its buttons a phone.
func checkRoom(t testing.TB, m bot.Message) {
	t.Helper()
	n := 0
	for _, b := range m.Blocks {
		for _, r := range b.Runs {
			n += len(utf16.Encode([]rune(r.Text)))
		}
	}
	if n > 3000 {
		t.Errorf("a message has %d characters", n)
	}
	for _, row := range m.Buttons {
		if len(row) > 3 {
			t.Errorf("a row has %d buttons", len(row))
		}
	}
}

func (r *reading) ask(typed string) string { return show(r.handle(bot.Command{Text: typed})) }

func (r *reading) press(label string) string {
	r.Helper()
	for _, b := range r.buttons {
		if b.Label == label {
			return show(r.handle(bot.Command{Button: b.Data}))
		}
	}
	r.Fatalf("there is no button %q", label)
	return ""
}

func (r *reading) offers(label string) bool {
	return slices.ContainsFunc(r.buttons, func(b bot.Button) bool { return b.Label == label })
}

// lines are those that begin with a mark.
func lines(s, mark string) (list []string) {
	for l := range strings.Lines(s) {
		if strings.HasPrefix(l, mark) {
			list = append(list, strings.TrimSpace(strings.TrimPrefix(l, mark)))
		}
	}
	return list
}

// saidBy is a report on the harbour in which people say things.
func saidBy(publisher string, minutes int, quotes ...string) sample {
	s := sample{
		publisher: publisher, lang: "en", age: time.Duration(minutes) * time.Minute, url: fmt.Sprintf("https://news.example/%s/%d", publisher[:3], minutes),
		title: fmt.Sprintf("Harbour report %d", minutes), text: "The harbour of Castell was busy.",
	}
	for i := 0; i+1 < len(quotes); i += 2 {
		s.text += fmt.Sprintf("\n“%s,” %s said.", quotes[i+1], quotes[i])
		s.quotes = append(s.quotes, sampleQuote{quotes[i+1], quotes[i], "", "said"})
	}
	return s
}

func TestQuotesOfOneDoNotFillTheList(t *testing.T) {
	var samples []sample
	words := strings.Fields("anchor bollard crane derrick engine ferry gantry hawser")
	for i, word := range words {
		samples = append(samples, saidBy("Example Wire", i+1, "Ana Varga", "The "+word+" of berth "+strconv.Itoa(i)+" is "+strings.Repeat(word, 2)+" now"))
	}
	samples = append(samples,
		saidBy("Sample Gazette", 30, "Tomas Lind", "Nobody asked the town about any of it"),
		saidBy("Demo Post", 40, "Leyla Aran", "Children learn to swim in this harbour"))
	r := read(t, samples...)
	first := r.ask("/quotes harbour")
	if got := lines(first, "   **"); len(got) != 5 || strings.Count(first, "Ana Varga") != 3 || !strings.Contains(first, "Tomas Lind") || !strings.Contains(first, "Leyla Aran") {
		t.Errorf("the first page is\n%s", first)
	}
	if got := lines(first, "| "); !strings.Contains(got[0], "anchor") || !strings.Contains(got[1], "bollard") {
		t.Errorf("the newest do not come first:\n%s", first)
	}
	seen := map[string]bool{}
	for _, q := range lines(first, "| ") {
		seen[q] = true
	}
	next := r.press("Next")
	for _, q := range lines(next, "| ") {
		if seen[q] {
			t.Errorf("%s is shown twice", q)
		}
		seen[q] = true
	}
	if len(seen) != len(samples) || r.offers("Next") {
		t.Errorf("%d of %d quotes are shown:\n%s", len(seen), len(samples), next)
	}
	if again := r.press("Previous"); again != "(in place)\n"+first {
		t.Errorf("back again it is\n%s", again)
	}
}

func TestQuotesSayNothingTwice(t *testing.T) {
	r := read(t,
		saidBy("Example Wire", 1, "Ana Varga", "No crane moves until the night rate is paid"),
		saidBy("Sample Gazette", 2, "Ana Varga", "No crane moves until the night rate is paid and we are heard"),
		saidBy("Demo Post", 3, "Tomas Lind", "The fund cannot pay for everything"))
	if got := lines(r.ask("/quotes harbour"), "| "); len(got) != 2 {
		t.Errorf("quoted: %q", got)
	}
}

func TestQuotesAreAboutTheTopic(t *testing.T) {
	mixed := saidBy("Example Wire", 5, "Ana Varga", "Bread will be dearer in spring, the bakers tell me", "Tomas Lind", "Without the Lorne mills nobody here has flour")
	r := read(t, mixed)
	if got := lines(r.ask("/quotes lorne"), "| "); len(got) != 1 || !strings.Contains(got[0], "Lorne mills") {
		t.Errorf("on lorne: %q", got)
	}
	if got := lines(r.ask("/quotes varga"), "   "); len(got) != 1 || !strings.Contains(got[0], "Ana Varga") {
		t.Errorf("of varga: %q", got)
	}
	if got := lines(r.ask("/quotes harbour"), "| "); len(got) != 2 {
		t.Errorf("on the harbour, which the headline names: %q", got)
	}
	if got := r.ask("/quotes busy -lorne"); !strings.Contains(got, "No story") {
		t.Errorf("what is excluded: %s", got)
	}
}

func TestQuotesGoOnWithOlderStories(t *testing.T) {
	var samples []sample
	for i := range 16 {
		samples = append(samples, saidBy("Example Wire", i+1))
	}
	samples = append(samples, saidBy("Sample Gazette", 90, "Tomas Lind", "Nobody asked the town about any of it"))
	r := read(t, samples...)
	if got := r.ask("/quotes harbour"); !strings.Contains(got, "None of the 16 newest stories") {
		t.Errorf("said %s", got)
	}
	if got := r.press("Show older ones"); !strings.Contains(got, "Nobody asked the town") || !strings.Contains(got, "older ones") {
		t.Errorf("older: %s", got)
	}
	if !r.offers("Previous") || r.offers("Show older ones") {
		t.Errorf("buttons %v", r.buttons)
	}
}

func TestLongQuotesLeaveRoom(t *testing.T) {
	var samples []sample
	for i := range 6 {
		long := strings.TrimSpace(strings.Repeat(fmt.Sprintf("quay%d mole%d pier%d lock%d ", i, i, i, i), 40))
		samples = append(samples, saidBy(fmt.Sprintf("Wire %d", i), i+1, fmt.Sprintf("Speaker Number%d", i), long))
		samples[i].quotes[0].role = strings.Repeat("head of a very long office ", 8)
		samples[i].text += samples[i].quotes[0].role
	}
	r := read(t, samples...)
	seen := len(lines(r.ask("/quotes harbour"), "| "))
	for range 10 {
		if !r.offers("Next") {
			break
		}
		seen += len(lines(r.press("Next"), "| "))
	}
	if seen != 6 {
		t.Errorf("%d of 6 quotes were shown", seen)
	}
}

func TestFiguresOfHarmComeFirstAndDifferingOnesSideBySide(t *testing.T) {
	quiet := saidBy("Demo Post", 1)
	quiet.text += "\nThe harbour has 12 cranes."
	quiet.figures = []sampleFigure{{"12 cranes", "cranes", "The harbour has 12 cranes", ""}}
	wire, gazette := saidBy("Example Wire", 60), saidBy("Sample Gazette", 61)
	wire.text, wire.title, wire.story = "At least 12 people were killed in the harbour fire.", "Fire in the harbour", 7
	wire.figures = []sampleFigure{{"At least 12 people", "people", "At least 12 people were killed in the harbour fire", ""}}
	gazette.text, gazette.title, gazette.story = "The harbour burned, and 14 people were killed, a doctor said.", "Harbour burns", 7
	gazette.figures = []sampleFigure{{"14 people", "people", "14 people were killed", ""}}

	c := &clock{morning}
	d := newStore(t, c)
	storeHarm(t, d, quiet, wire, gazette)
	r := &reading{TB: t, bot: newBot(d, c)}
	got := r.ask("/figures harbour")
	items := lines(got, "* ")
	if len(items) != 2 || !strings.Contains(items[1], "12 cranes") {
		t.Fatalf("the figures are\n%s", got)
	}
	for _, want := range []string{"The sources differ:", "**At least 12 people** were killed in the harbour fire (Example Wire)", "**14 people** were killed (Sample Gazette)"} {
		if !strings.Contains(items[0], want) {
			t.Errorf("%q lacks %q", items[0], want)
		}
	}
	if got := r.press("1"); !strings.Contains(got, "**At least 12 people** were killed in the harbour fire.") {
		t.Errorf("in context: %s", got)
	}
}

// storeHarm stores reports of one event whose figures of people are of those
// killed, each with a value of its own.
func storeHarm(t *testing.T, d bot.ArticleStore, samples ...sample) {
	t.Helper()
	first := int64(0)
	for _, s := range samples {
		in := s.incoming()
		for i := range in.Extraction.Figures {
			f := &in.Extraction.Figures[i]
			f.Casualty = f.Counts == "people"
			number := strings.Map(func(r rune) rune {
				if r < '0' || r > '9' {
					return -1
				}
				return r
			}, f.Text)
			f.Value, _ = strconv.ParseFloat(number, 64)
			f.High = f.Value
		}
		stored, err := d.StoreArticles(t.Context(), []bot.Incoming{in})
		if err != nil {
			t.Fatal(err)
		}
		p := bot.Processed{Article: stored[0].Article, Revision: stored[0].Revision, Story: stored[0].Article}
		if s.story != 0 {
			if first == 0 {
				first = p.Article
			}
			p.Story = first
		}
		if err := d.(bot.ProcessStore).MarkProcessed(t.Context(), []bot.Processed{p}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestForgedPagesOfQuotes(t *testing.T) {
	r := read(t, saidBy("Example Wire", 1, "Ana Varga", "No crane moves until the night rate is paid"))
	for _, data := range []string{"1l0.......1.zz:harbour", "1l5k.......1.5k:harbour", "1l.......2.:harbour", "1l.......zzz:harbour", "1a1:harbour", "1a2", "1azzzzzzzzz:harbour", "1c1.1.mh35.mh3z", "1c1.zzzzz.mh34"} {
		reply := r.handle(bot.Command{Button: data})
		if len(reply.Messages) == 0 {
			t.Errorf("%s is answered by silence", data)
		}
	}
}

// benchSize is how many articles a benchmark stores: 1,000, or what the
// environment asks for.
func benchSize(b *testing.B) int {
	s := os.Getenv("WIREBRIEF_BENCH_ARTICLES")
	if s == "" {
		return 1000
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 100 || n%100 != 0 {
		b.Fatalf("WIREBRIEF_BENCH_ARTICLES=%s is no number of hundreds of articles", s)
	}
	return n
}

// BenchmarkQuotes measures answers to /quotes, /figures and /why TOPIC. The
// budget is 10 ms with 100,000 articles.
func BenchmarkQuotes(b *testing.B) {
	c := &clock{morning}
	d := newStore(b, c)
	for reports := manyReports(benchSize(b)); len(reports) > 0; reports = reports[100:] {
		store(b, d, reports[:100]...)
	}
	for _, question := range []string{"/quotes ellery", "/quotes karabakh", "/quotes varga", "/quotes", "/figures ellery", "/figures karabakh", "/why ellery"} {
		b.Run(strings.TrimPrefix(question, "/"), func(b *testing.B) {
			bt := bot.New(bot.Options{Articles: d, Names: d, Subscriptions: d, Phrases: d, Now: c.now})
			for b.Loop() {
				reply, err := bt.Handle(context.Background(), bot.Command{Chat: bot.ChatRef{Platform: "test", ID: "1"}, Text: question})
				if err != nil || len(reply.Messages) == 0 {
					b.Fatal(show(reply), err)
				}
			}
		})
	}
}
