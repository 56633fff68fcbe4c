package briefing_test

import (
	"strings"
	"testing"

	"wirebrief/briefing"
)

// told writes reasons as "words place[, spelling=name|sound]", one a line.
func told(a briefing.Article, reasons []briefing.Reason) string {
	places := map[int]string{briefing.RankTitle: "title", briefing.RankLead: "lead", briefing.RankBody: "body"}
	var lines []string
	for _, r := range reasons {
		text := a.Text
		if r.Rank == briefing.RankTitle {
			text = a.Title
		}
		line := r.Span.Of(text) + " " + places[r.Rank]
		switch r.Kind {
		case briefing.ByAlias:
			line += ", " + r.Spelling + "=" + r.Name
		case briefing.BySound:
			line += ", sound"
		case briefing.ByPublisher:
			line = "publisher"
		case briefing.ByLanguage:
			line = "language"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

func TestReasonsCutTheWordsThatMatched(t *testing.T) {
	for _, test := range []struct {
		topic, title, text, want string
	}{
		{"karabakh", "A school opens in Karabakh", "", "Karabakh title"},
		{"karabakh", "Talks on Artsakh's future", "", "Artsakh title, artsakh=karabakh"},
		{"artsakh", "Talks resume", "A road in Nagorno-Karabakh was mended.", "Karabakh lead, karabakh=artsakh"},
		{"karabakh", "Talks on Artsakh", "Karabakh was mentioned.", "Artsakh title, artsakh=karabakh"},
		{"karabakh", "Переговоры", "Дорога в Карабахе закрыта.", "Карабахе lead, карабах=karabakh"},
		{"zelenka", "Встреча", "Первый абзац.\nПриехал Зеленка вчера.", "Зеленка body, sound"},
		{"ana varga", "Strike goes on", "First.\nThe speech of Ana Varga was short.", "Ana body; Varga body"},
		{"port strike", "Strike enters second week", "All is quiet.\nThe ports are shut.", "Strike title; ports body"},
		{`"no crane moves"`, "Strike", "First.\nNo crane moves, they said.", "No crane moves body"},
		{"ports -grain", "Ports shut", "", "Ports title"},
		{"ports -grain", "Ports shut", "Grain waits.", ""},
		{"lorne OR ports", "Ports shut", "Lorne is dry.", "Ports title"},
		{`ports from:"Example Wire"`, "Ports shut", "", "Ports title; publisher"},
		{`lang:en`, "Ports shut", "", "language"},
		{"US", "Us and them", "The US agreed.", "US lead"},
		{"sao paulo", "Rain in Sa\u0303o Paulo today", "", "Sa\u0303o title; Paulo title"},
		{"office", "Post oﬃce reopens", "", "oﬃce title"},
		{"tokyo", "ＴＯＫＹＯ opens", "\r\n  Nothing.\nＴＯＫＹＯ again", "ＴＯＫＹＯ title"},
		{"market", "News", "  Bread.\n\nＴＯＫＹＯ: the market is open", "market body"},
		{"東京", "東京の天気", "", "東京 title"},
		{"absent", "Ports shut", "", ""},
	} {
		t.Run(test.topic+" in "+test.title, func(t *testing.T) {
			topic, err := briefing.ParseTopic(test.topic)
			if err != nil {
				t.Fatal(err)
			}
			a := briefing.Article{Title: test.title, Text: test.text, Publisher: "Example Wire", Lang: "en"}
			if got := told(a, briefing.Reasons(topic, a)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestReasonsExistForWhatMatchesOnly(t *testing.T) {
	for _, c := range matchCases {
		topic, err := briefing.ParseTopic(c.topic)
		if err != nil {
			t.Fatal(err)
		}
		checkReasons(t, topic, articleOf(c.text))
	}
}

// checkReasons checks that the reasons of an article agree with the matcher
// and are cut from it.
func checkReasons(t *testing.T, topic briefing.Topic, a briefing.Article) {
	t.Helper()
	reasons := briefing.Reasons(topic, a)
	rank := topic.Query().Rank(briefing.KeysOf(a))
	if (len(reasons) > 0) != (rank > briefing.RankNone) {
		t.Errorf("%q in %q: rank %d and %d reasons", topic, a.Title, rank, len(reasons))
	}
	worst := briefing.RankTitle
	for _, r := range reasons {
		text := a.Text
		if r.Rank == briefing.RankTitle {
			text = a.Title
		}
		if r.Rank == briefing.RankNone {
			if r.Kind != briefing.ByPublisher && r.Kind != briefing.ByLanguage {
				t.Errorf("%q in %q: a reason without a place: %+v", topic, a.Title, r)
			}
			worst = min(worst, briefing.RankTitle)
			continue
		}
		worst = min(worst, r.Rank)
		if r.Span != briefing.NoSpan && strings.TrimSpace(r.Span.Of(text)) == "" {
			t.Errorf("%q in %q: nothing is cut at %v", topic, a.Title, r.Span)
		}
	}
	if onlyMeta := worst == briefing.RankTitle && rank == briefing.RankBody; len(reasons) > 0 && worst != rank && !onlyMeta {
		t.Errorf("%q in %q: the matcher says rank %d, the reasons %d", topic, a.Title, rank, worst)
	}
}

func FuzzReasons(f *testing.F) {
	for _, c := range matchCases {
		f.Add(c.topic, "", c.text)
	}
	f.Add("office", "oﬃce\u0301 ﷺ", "\u0344e\u0301\xff")
	f.Fuzz(func(t *testing.T, typed, title, text string) {
		topic, err := briefing.ParseTopic(typed)
		if err != nil {
			return
		}
		checkReasons(t, topic, briefing.Article{Title: title, Text: text, Publisher: typed, Lang: "en"})
	})
}

func BenchmarkReasons(b *testing.B) {
	topic, err := briefing.ParseTopic("karabakh railway")
	if err != nil {
		b.Fatal(err)
	}
	a := briefing.Article{Title: "Railway survey", Text: strings.Repeat("The council of Castell spoke of benches, lamps and the price of paint. ", 50) + "Karabakh."}
	for b.Loop() {
		if len(briefing.Reasons(topic, a)) != 2 {
			b.Fatal("not two reasons")
		}
	}
}
