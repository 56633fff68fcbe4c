// Package text holds every sentence said to people, one catalogue a language.
//
// A sentence has an id and stands in a file such as en.toml, with one form for
// each plural its language has. What varies is filled in from Data, so that
// another language may place it elsewhere in the sentence. Nothing else in bot
// holds words for people; a test reads the sources to keep it so.
package text

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed en.toml
var english []byte

// An ID names a sentence of the catalogue.
type ID string

// Data fills the places of a sentence, by name.
type Data map[string]any

// A Catalogue says the sentences of one language. It is safe for use by
// several goroutines.
type Catalogue struct {
	localizer *i18n.Localizer
	// whole holds the sentences without places that were said already, by ID:
	// they are the same each time, and many.
	whole *sync.Map
}

// bundle is built once, at first use; its messages are embedded, so failing to
// read them is a fault of the build.
var bundle = sync.OnceValue(func() *i18n.Bundle {
	b := i18n.NewBundle(language.English)
	b.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	b.MustParseMessageFileBytes(english, "en.toml")
	return b
})

// For returns the catalogue of a BCP 47 language tag, or the English one when
// there is none for it.
func For(lang string) Catalogue {
	return Catalogue{i18n.NewLocalizer(bundle(), lang), new(sync.Map)}
}

// Languages returns the BCP 47 tags of the catalogues there are, English first.
func Languages() []string {
	var tags []string
	for _, tag := range bundle().LanguageTags() {
		tags = append(tags, tag.String())
	}
	return tags
}

// T returns the sentence of id, its places filled from data. An id that is not
// in the catalogue comes back itself, in brackets: a test keeps that from
// happening.
func (c Catalogue) T(id ID, data Data) string {
	if data == nil {
		if s, ok := c.whole.Load(id); ok {
			return s.(string)
		}
		s := c.say(id, &i18n.LocalizeConfig{MessageID: string(id)})
		c.whole.Store(id, s)
		return s
	}
	return c.say(id, &i18n.LocalizeConfig{MessageID: string(id), TemplateData: map[string]any(data)})
}

// N returns the sentence of id in the plural form for n. The place {{.N}} is
// filled with n as people write it, "1,204".
func (c Catalogue) N(id ID, n int, data Data) string {
	filled := map[string]any{"N": Number(n)}
	for k, v := range data {
		filled[k] = v
	}
	return c.say(id, &i18n.LocalizeConfig{MessageID: string(id), TemplateData: filled, PluralCount: n})
}

func (c Catalogue) say(id ID, config *i18n.LocalizeConfig) string {
	s, err := c.localizer.Localize(config)
	if err != nil {
		return "[" + string(id) + "]"
	}
	return s
}

// IDs returns the ids of the English catalogue, sorted.
func IDs() []ID {
	file, err := i18n.ParseMessageFileBytes(english, "en.toml", map[string]i18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		panic(fmt.Sprintf("read the embedded catalogue: %v", err))
	}
	ids := make([]ID, 0, len(file.Messages))
	for _, m := range file.Messages {
		ids = append(ids, ID(m.ID))
	}
	slices.Sort(ids)
	return ids
}

// Number writes n with a comma between thousands.
func Number(n int) string {
	s := fmt.Sprint(n)
	start := 0
	if n < 0 {
		start = 1
	}
	for i := len(s) - 3; i > start; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
