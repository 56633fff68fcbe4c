package bot_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"wirebrief/bot"
)

// stored returns what is read of a digest that was stored, and the stored form.
func stored(t *testing.T, d *bot.Digest) (*bot.Digest, string) {
	t.Helper()
	b, err := bot.EncodeContent(d)
	if err != nil {
		t.Fatal(err)
	}
	content, err := bot.DecodeContent(bot.DigestDelivery, b)
	if err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	return content.(*bot.Digest), string(b)
}

// fullContent is a digest in which nothing is left out.
func fullContent() *bot.Digest {
	at := time.Date(2026, 11, 6, 8, 0, 0, 123_000_000, time.UTC)
	return &bot.Digest{
		Chat: bot.ChatRef{Platform: "plain", ID: "-100<7>"}, Slot: "2026-11-06 08:00", Due: at, Since: at.AddDate(0, 0, -1), Composed: at.Add(time.Second), Late: true,
		Stories: []bot.DigestStory{
			{Story: 5, Article: 7, Revision: 9, Topics: []int64{1, 2}, Names: []string{"grain", "Çay \"& <tea>\"\n"}, Quote: 0, Figures: []int{0, 3},
				Others: []bot.ShownFigure{{}, {Revision: 8, Number: 2}}, Publishers: []string{"Example Wire", "Örnek Ajans"}, Alone: true},
			{Story: 6, Article: 6, Revision: 10, Topics: []int64{2}, Names: []string{"Çay \"& <tea>\"\n"}, Quote: 2, Sent: &bot.SentPart{Quote: 2, Figures: []int{1}}, Update: true, Changed: []bot.ShownFigure{{Revision: 4, Number: 1}}},
		},
		Also:  []bot.DigestStory{{Story: 11, Article: 11, Revision: 12, Topics: []int64{2, 1}, Names: []string{"Çay \"& <tea>\"\n", "grain"}, Quote: -1}},
		Total: 12, Rest: []int64{13, 14}, Topics: []string{"grain"}, Followed: []string{"grain", "Çay \"& <tea>\"\n"}, Failed: 1, Sources: 14,
		LastArticle: 3, Weekly: true, Week: []string{"ports"},
	}
}

// TestDigestContent: what is stored of a digest is read again as it was, and
// what older versions stored.
func TestDigestContent(t *testing.T) {
	for name, change := range map[string]func(*bot.Digest){
		"full":                      func(*bot.Digest) {},
		"empty":                     func(d *bot.Digest) { *d = bot.Digest{} },
		"all topics have news":      func(d *bot.Digest) { d.Topics = d.Followed },
		"follows what it names not": func(d *bot.Digest) { d.Followed = nil },
		"a topic of two names":      func(d *bot.Digest) { d.Also[0].Names = []string{"tea", "grain"} },
		"a topic without a name":    func(d *bot.Digest) { d.Also[0].Names = nil },
		"fewer names than topics":   func(d *bot.Digest) { d.Stories[0].Names, d.Also[0].Names = []string{"grain"}, []string{"grain"} },
		"names without topics":      func(d *bot.Digest) { d.Also[0].Topics = nil },
		"an empty name":             func(d *bot.Digest) { d.Stories[0].Names[0], d.Also[0].Names[1] = "", "" },
	} {
		t.Run(name, func(t *testing.T) {
			d := fullContent()
			change(d)
			got, form := stored(t, d)
			if diff := cmp.Diff(d, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("%s\n%s", diff, form)
			}
			// Older versions wrote the fields as they are.
			type fields bot.Digest
			old, err := json.Marshal((*fields)(d))
			if err != nil {
				t.Fatal(err)
			}
			content, err := bot.DecodeContent(bot.DigestDelivery, old)
			if err != nil {
				t.Fatal(err)
			}
			if change := "follows what it names not"; name == change {
				d.Followed = d.Topics // no version has composed that
			}
			if diff := cmp.Diff(d, content, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(bot.DigestStory{}, "Names")); diff != "" {
				t.Errorf("of an older version: %s\n%s", diff, old)
			}
		})
	}
}

// TestTheFullDigestIsFull: what fullContent leaves zero would be tried by nothing
// here, and might not be stored at all.
func TestTheFullDigestIsFull(t *testing.T) {
	d := fullContent()
	tried := func(field string, values ...any) {
		if !slices.ContainsFunc(values, func(v any) bool { return !reflect.ValueOf(v).IsZero() }) {
			t.Errorf("%s is zero", field)
		}
	}
	whole := reflect.ValueOf(*d)
	for i := range whole.NumField() {
		tried(whole.Type().Field(i).Name, whole.Field(i).Interface())
	}
	story := reflect.TypeFor[bot.DigestStory]()
	for i := range story.NumField() {
		var values []any
		for _, s := range slices.Concat(d.Stories, d.Also) {
			values = append(values, reflect.ValueOf(s).Field(i).Interface())
		}
		tried(story.Field(i).Name, values...)
	}
}

// TestAllOfADigestIsStored: nothing is left out that cannot be told.
func TestAllOfADigestIsStored(t *testing.T) {
	t.Run("inside a correction", func(t *testing.T) {
		c := &bot.Correction{Digest: fullContent(), Quote: -1}
		b, err := bot.EncodeContent(c)
		if err != nil {
			t.Fatal(err)
		}
		got, err := bot.DecodeContent(bot.CorrectionDelivery, b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, got, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("what can be told is left out", func(t *testing.T) {
		d := fullContent()
		d.Since, d.Failed, d.Late, d.Also[0].Publishers = time.Time{}, 0, false, nil
		_, form := stored(t, d)
		for _, word := range []string{"Since", "Failed", "Late", `"Story":11`, `"Quote":-1`, "null"} {
			if strings.Contains(form, word) {
				t.Errorf("%s stands in %s", word, form)
			}
		}
		if n := strings.Count(form, "Names"); n != 1 {
			t.Errorf("names are told %d times: %s", n, form)
		}
	})
	t.Run("a time that cannot be written", func(t *testing.T) {
		if b, err := bot.EncodeContent(&bot.Digest{Due: time.Date(12_000, 1, 1, 0, 0, 0, 0, time.UTC)}); err == nil {
			t.Errorf("%s", b)
		}
	})
}

// randomContent is a digest of these words and the numbers of r.
func randomContent(r *rand.Rand, one, two string) *bot.Digest {
	word := func() string { return []string{one, two, "ports", ""}[r.IntN(4)] }
	list := func() (l []bot.DigestStory) {
		for range r.IntN(4) {
			s := bot.DigestStory{Story: r.Int64N(3), Article: r.Int64N(3), Revision: r.Int64(), Quote: r.IntN(3) - 1, Alone: r.IntN(2) == 0}
			for range r.IntN(3) {
				s.Topics = append(s.Topics, r.Int64N(3))
				s.Publishers = append(s.Publishers, word())
				s.Changed = append(s.Changed, bot.ShownFigure{Revision: r.Int64N(2), Number: r.IntN(2)})
			}
			for range r.IntN(3) {
				s.Names = append(s.Names, word())
			}
			l = append(l, s)
		}
		return l
	}
	return &bot.Digest{
		Chat: bot.ChatRef{Platform: "plain", ID: one}, Slot: two, Stories: list(), Also: list(), Total: r.IntN(3),
		Topics: []string{word()}, Followed: []string{word()}, Week: []string{word()},
	}
}

// FuzzDigestContent stores digests of any words and numbers. What is not UTF-8
// comes back as JSON has it, a mark for each byte.
func FuzzDigestContent(f *testing.F) {
	f.Add(uint64(1), "grain", "a\"\\\x00 \u2028é")
	f.Add(uint64(2), "gr\xffain", "gr\ufffdain")
	f.Fuzz(func(t *testing.T, seed uint64, one, two string) {
		got, form := stored(t, randomContent(rand.New(rand.NewPCG(seed, 0)), one, two))
		want := randomContent(rand.New(rand.NewPCG(seed, 0)), string([]rune(one)), string([]rune(two)))
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s\n%s", diff, form)
		}
	})
}
