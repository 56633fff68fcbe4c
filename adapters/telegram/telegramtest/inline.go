package telegramtest

import (
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

const (
	maxInlineQuery   = 256 // characters
	maxInlineResults = 50
	maxInlineID      = 64 // bytes, also of offsets
)

// InlineAnswer is what the bot offers for a query.
type InlineAnswer struct {
	Results []InlineResult
	// CacheTime is for how long others may get the same, in seconds.
	CacheTime  int
	IsPersonal bool
	// NextOffset asks for more results, see Typing.More.
	NextOffset string
	// Button stands above the results and leads to the private chat.
	Button *InlineButton
}

// An InlineButton leads to the private chat with a start parameter.
type InlineButton struct {
	Text           string `json:"text"`
	StartParameter string `json:"start_parameter"`
}

// A Typing is an inline query. The server caches no answers: each query
// reaches the bot.
type Typing struct {
	s      *Server
	by     *Person
	query  string
	id     string
	at     time.Time
	answer InlineAnswer
	done   chan struct{}
}

// Type types the name of the bot and a query into the field of a chat, which
// the bot need not be in.
func (p *Person) Type(in *Room, query string) *Typing { return p.typeFrom(in, query, "") }

// More asks for the results that follow those of t.
func (t *Typing) More(in *Room) *Typing { return t.by.typeFrom(in, t.query, t.answer.NextOffset) }

func (p *Person) typeFrom(in *Room, query, offset string) *Typing {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.nextID.press++
	t := &Typing{s: p.s, by: p, query: query, id: strconv.FormatInt(p.s.nextID.press, 10), at: p.s.now(), done: make(chan struct{})}
	if utf8.RuneCountInString(query) > maxInlineQuery {
		t.query = string([]rune(query)[:maxInlineQuery])
	}
	kind := in.chat.Type
	if in.owner == p {
		kind = "sender"
	}
	p.s.inlines[t.id] = t
	p.s.enqueue("inline_query", p.user.ID, Update{InlineQuery: &InlineQuery{ID: t.id, From: p.user, Query: t.query, Offset: offset, ChatType: kind}})
	return t
}

// Wait waits for the results, at most a minute. ok is false if there are none.
func (t *Typing) Wait() (a InlineAnswer, ok bool) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-t.done:
		return t.answer, true
	case <-timer.C:
	case <-t.s.ctx.Done():
	}
	return InlineAnswer{}, false
}

// Choose sends one of the results to a chat. It is a message of the person,
// via the bot.
func (t *Typing) Choose(in *Room, result int) Message {
	a, ok := t.Wait()
	if !ok || result >= len(a.Results) {
		t.by.impossible(fmt.Errorf("choose result %d of %q: there is none", result, t.query))
		return Message{}
	}
	m, err := t.choose(in, a.Results[result])
	t.by.impossible(err)
	return m
}

func (t *Typing) choose(in *Room, r InlineResult) (Message, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	content := r.Content
	m, err := t.by.draft(in, writing{text: content.MessageText, mode: content.ParseMode, via: true, markup: r.ReplyMarkup, preview: content.LinkPreviewOptions})
	if err != nil {
		return Message{}, err
	}
	if content.ParseMode == "" && len(content.Entities) > 0 {
		if m.Text, m.Entities, err = withEntities(content.MessageText, content.Entities); err != nil {
			return Message{}, err
		}
	}
	if r.ReplyMarkup != nil {
		t.s.nextID.press++
		m.inlineID = "AgAA" + strconv.FormatInt(t.s.nextID.press, 36)
		t.s.inlined[m.inlineID] = m
	}
	t.s.publish(m)
	if t.s.o.InlineFeedback {
		t.s.enqueue("chosen_inline_result", t.by.user.ID, Update{ChosenInline: &ChosenInlineResult{ResultID: r.ID, From: t.by.user, InlineMessageID: m.inlineID, Query: t.query}})
	}
	return m.Message, nil
}

// answerInlineQuery offers results, once and in time.
func (s *Server) answerInlineQuery(c *Call) (any, error) {
	t := s.inlines[c.Values["inline_query_id"]]
	if t == nil || s.now().Sub(t.at) > s.o.CallbackLife {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	a := InlineAnswer{CacheTime: int(c.within("cache_time", 300, 0, 1<<30)), IsPersonal: c.truth("is_personal"), NextOffset: c.Values["next_offset"]}
	if _, err := c.object("results", "inline query results", &a.Results); err != nil {
		return nil, err
	}
	if _, err := c.object("button", "inline query results button", &a.Button); err != nil {
		return nil, err
	}
	if err := a.check(); err != nil {
		return nil, err
	}
	delete(s.inlines, t.id)
	t.answer = a
	close(t.done)
	return true, nil
}

// check refuses what the server refuses, before anybody sees it.
func (a InlineAnswer) check() error {
	switch {
	case len(a.Results) > maxInlineResults:
		return badRequest("RESULTS_TOO_MUCH")
	case len(a.NextOffset) > maxInlineID:
		return badRequest("NEXT_OFFSET_INVALID")
	}
	seen := map[string]bool{}
	for _, r := range a.Results {
		switch {
		case r.Type != "article":
			return badRequest("can't parse inline query result: type %q is unsupported for the inline query result", r.Type)
		case r.ID == "" || len(r.ID) > maxInlineID:
			return badRequest("RESULT_ID_INVALID")
		case seen[r.ID]:
			return badRequest("RESULT_ID_DUPLICATE")
		case r.Title == "":
			return badRequest("ARTICLE_TITLE_EMPTY")
		}
		seen[r.ID] = true
		plain, _, err := parseText(r.Content.MessageText, r.Content.ParseMode)
		switch {
		case r.Content.MessageText == "":
			return badRequest("can't parse inline query result: message text is empty")
		case err != nil:
			return badRequest("can't parse inline query result: %v", err)
		case utf8.RuneCountInString(plain) > maxText:
			return badRequest("MESSAGE_TOO_LONG")
		}
		if r.ReplyMarkup != nil {
			if err := r.ReplyMarkup.check(); err != nil {
				return err
			}
		}
	}
	return nil
}
