package bot

import (
	"context"
	"slices"
	"strings"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// languageCommand is what buttons say that set languages.
const (
	languageCommand = "/language "
	readingWord     = "reading"
	allWord         = "all"
)

// allWords mean every language.
var allWords = []string{allWord, "any", "anything", "everything", "none"}

// maxReading is how many languages a chat may name.
const maxReading = 12

// language answers /language: the language of the interface, and after
// "reading" those that the chat reads.
func (b *Bot) language(ctx context.Context, r *request, args string) (Reply, error) {
	words := strings.Fields(strings.NewReplacer(",", " ", ";", " ").Replace(strings.ToLower(args)))
	words = slices.DeleteFunc(words, func(w string) bool { return w == "and" })
	switch {
	case len(words) == 0:
		return b.showLanguage(ctx, r)
	case words[0] == readingWord:
		return b.setReading(ctx, r, words[1:])
	case len(words) > 1: // one speaks a language, and reads several
		return b.setReading(ctx, r, words)
	}
	tag, ok := briefing.LanguageTag(words[0])
	if !ok {
		return b.sentence("language.not-understood", text.Data{"Typed": shorten(args, 40)}), nil
	}
	if tag != "en" {
		w := b.row(ctx)
		if r.mayChange() {
			w.typing(b.say.T("button.read-language", text.Data{"Language": briefing.LanguageName(tag)}), languageCommand+readingWord+" "+tag)
		}
		return answer(w, 1, b.say.T("language.only-english", text.Data{"Language": briefing.LanguageName(tag)}))
	}
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	if _, _, err := b.change(ctx, r, SettingsChange{Language: &tag}); err != nil {
		return Reply{}, err
	}
	return b.sentence("language.english", nil), nil
}

func meansLanguage(rest string) bool {
	first, _, _ := strings.Cut(strings.ToLower(rest), " ")
	_, ok := briefing.LanguageTag(strings.ToLower(rest))
	return ok || first == readingWord
}

// knowsLanguages reports whether all the languages that are typed after
// /language, in small letters, are known.
func knowsLanguages(typed string) bool {
	words := strings.Fields(typed)
	if len(words) > 0 && words[0] == readingWord {
		words = words[1:]
	}
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool {
		_, ok := briefing.LanguageTag(w)
		return !ok && !slices.Contains(allWords, w)
	})
}

// showLanguage tells the languages, with buttons for what may be read.
func (b *Bot) showLanguage(ctx context.Context, r *request) (Reply, error) {
	s, err := b.settingsOf(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	r.waits("language", "")
	w := b.row(ctx)
	if r.mayChange() && len(s.Reading) > 0 {
		w.typing(b.say.T("button.read-all", nil), languageCommand+readingWord+" "+allWord)
	} else if r.mayChange() {
		w.typing(b.say.T("button.read-language", text.Data{"Language": briefing.LanguageName("en")}), languageCommand+readingWord+" en")
	}
	return answer(w, 2, b.say.T("language.english", nil), b.readingSaid(s), b.say.T("language.ask", nil))
}

// readingSaid tells the languages that the chat reads.
func (b *Bot) readingSaid(s Settings) string {
	if len(s.Reading) == 0 {
		return b.say.T("language.reading-all", nil)
	}
	names := make([]string, len(s.Reading))
	for i, tag := range s.Reading {
		names[i] = shorten(briefing.LanguageName(tag), 40)
	}
	return b.say.T("language.reading", text.Data{"Languages": teller{say: b.say}.list(names)})
}

// setReading sets the languages that the chat reads.
func (b *Bot) setReading(ctx context.Context, r *request, words []string) (Reply, error) {
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	tags := []string{}
	for _, w := range words {
		if slices.Contains(allWords, w) {
			continue
		}
		tag, ok := briefing.LanguageTag(w)
		if !ok {
			return b.sentence("language.not-understood", text.Data{"Typed": shorten(w, 40)}), nil
		}
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	if len(words) == 0 || len(tags) > maxReading {
		return b.sentence("language.which", nil), nil
	}
	before, after, err := b.change(ctx, r, SettingsChange{Reading: &tags})
	if err != nil {
		return Reply{}, err
	}
	undo := strings.Join(before.Reading, " ")
	if undo == "" {
		undo = allWord
	}
	w := b.row(ctx).typing(b.say.T("button.undo", nil), languageCommand+readingWord+" "+undo)
	return answer(w, 1, b.readingSaid(after))
}
