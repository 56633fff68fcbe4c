package briefing_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/briefing"
	"wirebrief/briefing/aliases"
)

func parse(t *testing.T, s string) briefing.Topic {
	t.Helper()
	topic, err := briefing.ParseTopic(s)
	if err != nil {
		t.Fatalf("ParseTopic(%q): %v", s, err)
	}
	return topic
}

func TestParseTopicErrors(t *testing.T) {
	tests := []struct {
		name, in string
		want     briefing.TopicProblem
	}{
		{"Empty", "", briefing.TopicEmpty},
		{"OnlySpace", " \t\n", briefing.TopicEmpty},
		{"OnlySigns", "?! … -", briefing.TopicEmpty},
		{"OnlyOperators", "OR AND |", briefing.TopicEmpty},
		{"EmptyPhrase", `""`, briefing.TopicEmpty},
		{"EmptyFilter", "from:", briefing.TopicEmpty},
		{"OnlyExclusions", "-karabakh -grain", briefing.TopicOnlyExclusions},
		{"OnlyExcludedFilter", "-from:gazette", briefing.TopicOnlyExclusions},
		{"TooLong", strings.Repeat("ş", 201), briefing.TopicTooLong},
		{"TooManyTerms", strings.Repeat("ab ", 33), briefing.TopicTooManyTerms},
		{"NoLanguage", "grain lang:klingon", briefing.TopicLanguage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			topic, err := briefing.ParseTopic(tt.in)
			var te *briefing.TopicError
			if !errors.As(err, &te) || te.Problem != tt.want {
				t.Fatalf("ParseTopic(%q) = %v, %v; want problem %v", tt.in, topic, err, tt.want)
			}
			if len(te.Error()) < 20 || !topic.IsZero() {
				t.Errorf("message %q, topic %v", te.Error(), topic)
			}
		})
	}
}

func TestParseTopicAtBounds(t *testing.T) {
	parse(t, strings.Repeat("ş", 200))
	parse(t, strings.TrimSpace(strings.Repeat("ab ", 32)))
}

func TestTopicString(t *testing.T) {
	for in, want := range map[string]string{
		"  karabakh ":                     "karabakh",
		"Karabakh,  grain!":               "Karabakh grain",
		"#karabakh":                       "karabakh",
		"“grain deal”":                    `"grain deal"`,
		`"grain deal`:                     `"grain deal"`,
		"grain –wheat":                    "grain -wheat",
		"grain NOT wheat":                 "grain -wheat",
		"grain | wheat OR":                "grain OR wheat",
		"FROM:gazette":                    "from:gazette",
		`from:"Sample  Gazette" Lang:EN`:  `from:"Sample Gazette" lang:EN`,
		"U.S. grain":                      "U.S. grain",
		"nagorno-karabakh -\"dock strike": `nagorno-karabakh -"dock strike"`,
	} {
		t.Run(in, func(t *testing.T) {
			topic := parse(t, in)
			if got := topic.String(); got != want {
				t.Errorf("String() = %q, want %q", got, want)
			}
			if again := parse(t, topic.String()); !reflect.DeepEqual(again, topic) {
				t.Errorf("String() parses to another topic: %v", again.Key())
			}
		})
	}
}

func TestTopicName(t *testing.T) {
	if got := parse(t, "Nagorno-Karabakh").Name(); got != "Nagorno-Karabakh" {
		t.Errorf("Name() = %q", got)
	}
	long := parse(t, strings.Repeat("grain wheat ", 10)).Name()
	if n := len([]rune(long)); n > 48 || !strings.HasSuffix(long, "…") {
		t.Errorf("Name() = %q, %d characters", long, n)
	}
}

func TestTopicKey(t *testing.T) {
	same := [][]string{
		{"karabakh", "Karabakh", "KARABAKH", "Qarabağ", "qarabag", "Карабах", "карабаха", "nagorno-karabakh", "nagorno karabakh", "нагорный карабах", "artsakh", "Արցախ"},
		{"grain ports", "Ports  grain", "port grain", "the grain of ports", "grain AND ports", "grain ports grain"},
		{"US", "USA", "united states", "U.S.", "u.s.", "США", "сша"},
		{"grain OR wheat", "wheat | grain"},
		{"grain -wheat", "grain NOT wheat", "grain –Wheat"},
		{"from:gazette grain", "grain FROM:Gazette"},
		{"grain lang:en", "LANG:en-GB grain"},
		{`"grain deal"`, "“Grain Deal”"},
		{"İstanbul", "istanbul", "Стамбул"},
	}
	all := map[string]int{}
	for i, group := range same {
		for _, s := range group {
			key := parse(t, s).Key()
			if want := parse(t, group[0]).Key(); key != want {
				t.Errorf("key of %q is %q, of %q %q", s, key, group[0], want)
			}
			if other, ok := all[key]; ok && other != i {
				t.Errorf("key %q of %q belongs to group %q", key, s, same[other])
			}
			all[key] = i
		}
	}
	different := []string{"us", "who", "grain", `"grain"`, "-x grain", "from:grain", "lang:tr", "grain OR port", "grain port"}
	seen := map[string]string{}
	for _, s := range different {
		key := parse(t, s).Key()
		if other, ok := seen[key]; ok {
			t.Errorf("%q and %q have the same key %q", s, other, key)
		}
		seen[key] = s
	}
}

func TestTopicAlso(t *testing.T) {
	for in, want := range map[string][]string{
		"karabakh":         {"artsakh", "qarabağ", "карабах"},
		"Карабах":          {"karabakh", "artsakh", "qarabağ"},
		"qarabag":          {"karabakh", "artsakh", "карабах"},
		"grain":            nil,
		`"karabakh"`:       nil,
		"grain -karabakh":  nil,
		"karabakh armenia": {"artsakh", "qarabağ", "карабах", "ermenistan"},
	} {
		if got := parse(t, in).Also(); !slices.Equal(got, want) {
			t.Errorf("Also of %q = %q, want %q", in, got, want)
		}
	}
}

func TestTopicFilters(t *testing.T) {
	topic := parse(t, `grain from:"Sample Gazette" lang:en-GB`)
	if topic.Publisher() != "Sample Gazette" || topic.Language() != "en" {
		t.Errorf("publisher %q, language %q", topic.Publisher(), topic.Language())
	}
	if !(briefing.Topic{}).IsZero() || topic.IsZero() {
		t.Error("only the zero topic is zero")
	}
	if !(briefing.Topic{}).Query().Match(briefing.IndexKeys{}) {
		t.Error("the zero topic matches everything")
	}
}

func TestRank(t *testing.T) {
	a := briefing.Article{
		Title: "Karabakh talks resume", Text: "Ministers met in Ellery.\nGrain was not discussed.",
		Publisher: "Sample Gazette", Lang: "en",
	}
	for in, want := range map[string]int{
		"karabakh":              briefing.RankTitle,
		"qarabağ talks":         briefing.RankTitle,
		"karabakh ellery":       briefing.RankLead,
		"karabakh grain":        briefing.RankBody,
		"grain OR ellery":       briefing.RankLead,
		"karabakh from:gazette": briefing.RankTitle,
		"from:gazette":          briefing.RankBody,
		"karabakh -grain":       briefing.RankNone,
		"wheat":                 briefing.RankNone,
	} {
		if got := parse(t, in).Query().Rank(briefing.KeysOf(a)); got != want {
			t.Errorf("rank of %q = %d, want %d", in, got, want)
		}
	}
}

// A matcher carries nothing over from one article to the next.
func TestMatcherIsReusable(t *testing.T) {
	m := briefing.NewMatcher(parse(t, "grain").Query())
	yes, no := briefing.KeysOf(briefing.Article{Title: "Grain"}), briefing.KeysOf(briefing.Article{Title: "Wheat"})
	if !m.Match(yes) || m.Match(no) || !m.Match(yes) {
		t.Error("the second answer differs from the first")
	}
}

// Every built-in alias is found by every spelling, and leads to one topic.
func TestBuiltinAliases(t *testing.T) {
	groups := aliases.Builtin()
	if len(groups) < 150 || groups[0].Name() != "karabakh" {
		t.Fatalf("%d groups, the first %q; want 150 or more, karabakh first", len(groups), groups[0].Name())
	}
	owner := map[string]string{}
	for _, g := range groups {
		for _, s := range g.Spellings {
			topic := parse(t, s.Text)
			if !strings.HasPrefix(topic.Key(), "=") || strings.ContainsAny(topic.Key(), "|") {
				t.Errorf("%q of %q is no alias: key %q", s.Text, g.Name(), topic.Key())
			}
			if want := "=" + g.Name(); topic.Key() != want {
				t.Errorf("%q is taken for %q, want %q", s.Text, topic.Key(), want)
			}
			for _, c := range topic.Query().Any {
				for _, a := range c.All[0].Alternatives {
					for _, key := range a.Keys {
						wellFormed(t, key)
					}
				}
			}
			if k := briefing.KeysOf(briefing.Article{Title: "Over " + s.Text, Lang: "en"}); !topic.Query().Match(k) {
				t.Errorf("%q does not find itself: keys %q", s.Text, k.Title)
			}
			folded := strings.ToLower(s.Text)
			if other, ok := owner[folded]; ok {
				t.Errorf("%q belongs to %q and %q", s.Text, other, g.Name())
			}
			owner[folded] = g.Name()
		}
	}
}

// What is typed takes time in proportion to its length, whatever it is.
func TestParseTopicLinear(t *testing.T) {
	for _, unit := range []string{"a ", "-", `"`, "-\"a\" ", "OR ", "a OR ", "a-", "h x c j q ", "US ", "from:a ", "карабах ", "東", "u.s.", "'a"} {
		s := strings.Repeat(unit, 200)
		s = string([]rune(s)[:min(200, len([]rune(s)))])
		var err error
		if took := timed(func() { _, err = briefing.ParseTopic(s) }); took > 30*time.Second {
			t.Errorf("%q (%v) took %v", s, err, took)
		}
		if _, err := briefing.ParseTopic(strings.Repeat(unit, 1_000_000)); err == nil {
			t.Errorf("a million of %q is a topic", unit)
		}
	}
}

func FuzzParseTopic(f *testing.F) {
	for _, s := range []string{
		"karabakh", `"grain deal" -wheat OR from:"a b" lang:en`, "U.S. who", "-", `"`, "a|b", "NOT NOT x", "İ ı ə", "東京 都",
		"covid19 f-16", "Վարդան Օսկանյան", "from:\x00", "lang:e", "a OR OR b", "ﬁ-ﬁ", "x\u200b-y", "-\"", "ــ", "«", "a.b.c",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		topic, err := briefing.ParseTopic(s)
		var te *briefing.TopicError
		if err != nil {
			if !errors.As(err, &te) {
				t.Fatalf("%q: error %T", s, err)
			}
			return
		}
		if topic.IsZero() || topic.String() == "" || len(topic.Query().Any) == 0 {
			t.Fatalf("%q makes an empty topic", s)
		}
		for _, c := range topic.Query().Any {
			if len(c.All) == 0 {
				t.Fatalf("%q has a clause without terms", s)
			}
			for _, term := range append(slices.Clip(c.All), c.None...) {
				if len(term.Alternatives) == 0 || len(term.Alternatives) > 200 {
					t.Fatalf("%q has a term with %d alternatives", s, len(term.Alternatives))
				}
				for _, a := range term.Alternatives {
					if len(a.Keys) == 0 {
						t.Fatalf("%q has an empty alternative", s)
					}
					for _, key := range a.Keys {
						wellFormed(t, key)
					}
				}
			}
		}
		again, err := briefing.ParseTopic(topic.String())
		if err == nil && again.Key() != topic.Key() {
			t.Fatalf("%q: %q has key %q, parsed again %q", s, topic, topic.Key(), again.Key())
		}
	})
}
