package discordtest

import (
	"net/url"
	"unicode/utf8"
)

// empty reports whether an embed shows nothing.
func (e Embed) empty() bool {
	return e.Title == "" && e.Description == "" && len(e.Fields) == 0 && e.Footer == nil && e.Author == nil &&
		e.Image == nil && e.Thumbnail == nil && e.Timestamp == nil && e.URL == ""
}

// size is how many characters of an embed count for the limit over all.
func (e Embed) size() int {
	n := utf8.RuneCountInString(e.Title) + utf8.RuneCountInString(e.Description)
	for _, f := range e.Fields {
		n += utf8.RuneCountInString(f.Name) + utf8.RuneCountInString(f.Value)
	}
	if e.Footer != nil {
		n += utf8.RuneCountInString(e.Footer.Text)
	}
	if e.Author != nil {
		n += utf8.RuneCountInString(e.Author.Name)
	}
	return n
}

// checkEmbeds finds what is wrong with the embeds of a message.
func (p *payload) checkEmbeds(e *FieldErrors, at []any) {
	at = below(at, "embeds")
	if len(p.Embeds) > maxEmbeds {
		e.add(at, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", maxEmbeds)
	}
	sum := 0
	for i := range p.Embeds {
		p.Embeds[i].check(e, below(at, i))
		sum += p.Embeds[i].size()
	}
	if sum > maxEmbedSum {
		e.add(at, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d", maxEmbedSum)
	}
}

func (em *Embed) check(e *FieldErrors, at []any) {
	e.longest(below(at, "title"), em.Title, 256)
	e.longest(below(at, "description"), em.Description, 4096)
	e.address(below(at, "url"), em.URL)
	if em.Color != nil && (*em.Color < 0 || *em.Color > 0xffffff) {
		e.add(below(at, "color"), "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
	}
	if len(em.Fields) > 25 {
		e.add(below(at, "fields"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
	}
	for i, f := range em.Fields {
		e.between(below(at, "fields", i, "name"), f.Name, 1, 256)
		e.between(below(at, "fields", i, "value"), f.Value, 1, 1024)
	}
	if em.Footer != nil {
		e.between(below(at, "footer", "text"), em.Footer.Text, 1, 2048)
	}
	if em.Author != nil {
		e.between(below(at, "author", "name"), em.Author.Name, 1, 256)
		e.address(below(at, "author", "url"), em.Author.URL)
	}
	for name, media := range map[string]*EmbedMedia{"image": em.Image, "thumbnail": em.Thumbnail} {
		if media != nil {
			e.address(below(at, name, "url"), media.URL, "attachment")
		}
	}
}

// maxAddress is how long an address in an embed may be.
const maxAddress = 2048

// address finds an address that is none. Schemes are allowed besides http and
// https.
func (e *FieldErrors) address(at []any, text string, schemes ...string) {
	if text == "" {
		return
	}
	e.longest(at, text, maxAddress)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" && u.Opaque == "" {
		e.add(at, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
		return
	}
	for _, scheme := range append(schemes, "http", "https") {
		if u.Scheme == scheme {
			return
		}
	}
	e.add(at, "URL_TYPE_INVALID_SCHEME", "Scheme %q is not one of ('http', 'https').", u.Scheme)
}

// merged are the embeds as clients show them: of those that have the same
// address only the first is there, as the others count as further pictures of
// it.
func merged(embeds []Embed) (shown []Embed) {
	seen := map[string]bool{}
	for _, e := range embeds {
		if e.URL != "" && seen[e.URL] {
			continue
		}
		seen[e.URL] = true
		shown = append(shown, e)
	}
	return shown
}
