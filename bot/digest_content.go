package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// A contentWriter writes the stored form of a digest: JSON with the names of the
// fields, without what can be told from the rest. There is one for every chat
// and day, two of which go into a page of the store.
type contentWriter struct {
	b     []byte
	err   error
	names topicNames
}

// topicNames are the names of topics that stories of a digest have told, by id.
type topicNames struct {
	ids   []int64
	names []string
}

// told is the name of a topic, "" if no story had it yet.
func (t *topicNames) told(id int64) string {
	if i := slices.Index(t.ids, id); i >= 0 {
		return t.names[i]
	}
	return ""
}

// tell notes the names of the topics of a story.
func (t *topicNames) tell(s *DigestStory) {
	for i, id := range s.Topics[:min(len(s.Topics), len(s.Names))] {
		if t.told(id) == "" {
			t.ids, t.names = append(t.ids, id), append(t.names, s.Names[i])
		}
	}
}

// of returns the names of topics as they were told, nil if one was not.
func (t *topicNames) of(ids []int64) (names []string) {
	for _, id := range ids {
		name := t.told(id)
		if name == "" {
			return nil
		}
		names = append(names, name)
	}
	return names
}

// are reports whether these are the names of topics as they were told.
func (t *topicNames) are(names []string, ids []int64) bool {
	if len(names) != len(ids) {
		return false
	}
	for i, id := range ids {
		if names[i] == "" || t.told(id) != names[i] {
			return false
		}
	}
	return true
}

// encodeDigest is EncodeContent for a digest.
func encodeDigest(d *Digest) ([]byte, error) {
	w := &contentWriter{b: make([]byte, 0, 2048)}
	w.b = append(w.b, '{')
	w.key("Chat")
	w.b = append(w.b, '{')
	w.key("Platform")
	w.text(string(d.Chat.Platform))
	w.key("ID")
	w.text(d.Chat.ID)
	w.b = append(w.b, '}')
	w.key("Slot")
	w.text(d.Slot)
	w.time("Due", d.Due)
	w.time("Since", d.Since)
	w.time("Composed", d.Composed)
	w.flag("Late", d.Late)
	w.stories("Stories", d.Stories)
	w.stories("Also", d.Also)
	w.number("Total", int64(d.Total))
	writeNumbers(w, "Rest", d.Rest)
	w.texts("Topics", d.Topics)
	if !slices.Equal(d.Followed, d.Topics) {
		w.key("Followed")
		w.list(d.Followed)
	}
	w.number("Failed", int64(d.Failed))
	w.number("Sources", int64(d.Sources))
	w.number("LastArticle", d.LastArticle)
	w.flag("Weekly", d.Weekly)
	w.texts("Week", d.Week)
	w.b = append(w.b, '}')
	return w.b, w.err
}

func (w *contentWriter) stories(key string, list []DigestStory) {
	if len(list) == 0 {
		return
	}
	w.key(key)
	w.b = append(w.b, '[')
	for i := range list {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.story(&list[i])
	}
	w.b = append(w.b, ']')
}

func (w *contentWriter) story(s *DigestStory) {
	w.b = append(w.b, '{')
	if s.Story != s.Article {
		w.key("Story")
		w.b = strconv.AppendInt(w.b, s.Story, 10)
	}
	w.number("Article", s.Article)
	w.number("Revision", s.Revision)
	writeNumbers(w, "Topics", s.Topics)
	if !w.names.are(s.Names, s.Topics) {
		w.key("Names")
		w.list(s.Names)
		w.names.tell(s)
	}
	if s.Quote != -1 {
		w.key("Quote")
		w.b = strconv.AppendInt(w.b, int64(s.Quote), 10)
	}
	writeNumbers(w, "Figures", s.Figures)
	if s.Sent != nil {
		w.key("Sent")
		w.b = strconv.AppendInt(append(w.b, `{"Quote":`...), int64(s.Sent.Quote), 10)
		writeNumbers(w, "Figures", s.Sent.Figures)
		w.b = append(w.b, '}')
	}
	w.figures("Others", s.Others)
	w.texts("Publishers", s.Publishers)
	w.flag("Alone", s.Alone)
	w.flag("Update", s.Update)
	w.figures("Changed", s.Changed)
	w.b = append(w.b, '}')
}

// key begins a field.
func (w *contentWriter) key(name string) {
	if w.b[len(w.b)-1] != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(append(append(w.b, '"'), name...), '"', ':')
}

// number writes a field that is not 0, flag one that is true, time one that is
// not zero, texts and writeNumbers lists that are not empty.
func (w *contentWriter) number(key string, n int64) {
	if n != 0 {
		w.key(key)
		w.b = strconv.AppendInt(w.b, n, 10)
	}
}

func (w *contentWriter) flag(key string, yes bool) {
	if yes {
		w.key(key)
		w.b = append(w.b, "true"...)
	}
}

func (w *contentWriter) time(key string, t time.Time) {
	if t.IsZero() || w.err != nil {
		return
	}
	w.key(key)
	w.b = append(w.b, '"')
	if w.b, w.err = t.AppendText(w.b); w.err != nil {
		w.err = fmt.Errorf("write a digest: %s: %w", key, w.err)
	}
	w.b = append(w.b, '"')
}

func (w *contentWriter) texts(key string, list []string) {
	if len(list) > 0 {
		w.key(key)
		w.list(list)
	}
}

func writeNumbers[T int | int64](w *contentWriter, key string, list []T) {
	if len(list) == 0 {
		return
	}
	w.key(key)
	w.b = append(w.b, '[')
	for i, n := range list {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = strconv.AppendInt(w.b, int64(n), 10)
	}
	w.b = append(w.b, ']')
}

func (w *contentWriter) figures(key string, list []ShownFigure) {
	if len(list) == 0 {
		return
	}
	w.key(key)
	w.b = append(w.b, '[')
	for i, f := range list {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.b = strconv.AppendInt(append(w.b, `{"Revision":`...), f.Revision, 10)
		w.b = strconv.AppendInt(append(w.b, `,"Number":`...), int64(f.Number), 10)
		w.b = append(w.b, '}')
	}
	w.b = append(w.b, ']')
}

func (w *contentWriter) list(texts []string) {
	w.b = append(w.b, '[')
	for i, s := range texts {
		if i > 0 {
			w.b = append(w.b, ',')
		}
		w.text(s)
	}
	w.b = append(w.b, ']')
}

// text writes a string; most have nothing that JSON would write otherwise.
func (w *contentWriter) text(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(s) // strings always marshal
			w.b = append(w.b, quoted...)
			return
		}
	}
	w.b = append(append(append(w.b, '"'), s...), '"')
}

// A storedStory is a story of a digest as it is stored, where a field that can
// be told from others may be missing.
type storedStory struct {
	DigestStory
	Story *int64    // that of the article
	Quote *int      // -1
	Names *[]string // as other stories told them
}

// UnmarshalJSON reads the stored form of a digest: what encodeDigest writes, and
// the fields as they are, which older versions wrote.
func (d *Digest) UnmarshalJSON(b []byte) error {
	type fields Digest // without this method
	stored := struct {
		*fields
		Stories, Also []storedStory
		Followed      *[]string // as Topics
	}{fields: (*fields)(d)}
	if err := json.Unmarshal(b, &stored); err != nil {
		return err
	}
	var names topicNames
	d.Stories, d.Also = restoreStories(stored.Stories, &names), restoreStories(stored.Also, &names)
	if d.Followed = d.Topics; stored.Followed != nil {
		d.Followed = *stored.Followed
	}
	return nil
}

// restoreStories fills in what is missing of stories.
func restoreStories(stored []storedStory, names *topicNames) []DigestStory {
	if stored == nil {
		return nil
	}
	list := make([]DigestStory, len(stored))
	for i := range stored {
		x, s := &stored[i], &list[i]
		*s = x.DigestStory
		s.Story, s.Quote = s.Article, -1
		if x.Story != nil {
			s.Story = *x.Story
		}
		if x.Quote != nil {
			s.Quote = *x.Quote
		}
		if s.Names = names.of(s.Topics); x.Names != nil {
			s.Names = *x.Names
		}
		names.tell(s)
	}
	return list
}
