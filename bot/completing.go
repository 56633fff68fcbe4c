package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"wirebrief/briefing"
)

// A Completion asks for what may stand where somebody is typing.
type Completion struct {
	Chat ChatRef
	// Within is as in Command.
	Within ChatRef
	Kind   ChatKind
	User   User
	// Command and Argument name a CommandInfo and one of its Arguments that
	// Completes; Typed is what stands there so far.
	Command, Argument, Typed string
	// Limit is how many choices the platform shows.
	Limit int
}

// A Choice is one thing that may stand in an argument.
type Choice struct {
	// Label is shown, Value is what is typed then; each has at most 100
	// characters.
	Label, Value string
}

// A Completer completes what is typed, for platforms that ask at each key.
type Completer interface {
	// Complete changes nothing. A stranger gets no choices, and neither does
	// somebody who asks too often. An error is for the log.
	Complete(ctx context.Context, c Completion) ([]Choice, error)
}

const (
	// completeNews is how many topics of the news are offered, and completeNear
	// how many that what is typed may be meant for.
	completeNews, completeNear = 10, 5
	// choiceBytes is how long a choice may be.
	choiceBytes = 100
)

// Complete implements Completer.
func (b *Bot) Complete(ctx context.Context, c Completion) ([]Choice, error) {
	r := &request{now: b.now().UTC(), Command: Command{Chat: c.Chat, Within: c.Within, Kind: c.Kind, User: c.User}}
	_, allowed, err := b.gate.standing(ctx, r)
	if err != nil || !allowed {
		return nil, err
	}
	if pass, _ := b.limiters.inquiry.take(r.person(), r.now); !pass || len(c.Typed) > offerTopic {
		return nil, nil
	}
	var choices []Choice
	switch c.Argument {
	case "topic":
		choices, err = b.completeTopic(ctx, r, c)
	case "place":
		choices = completePlace(c.Typed, r.now)
	default:
		choices = b.completeWords(c)
	}
	if err != nil {
		return nil, fmt.Errorf("complete what is typed: %w", err)
	}
	return choices[:min(len(choices), max(0, c.Limit))], nil
}

// A menuOfChoices gathers choices, each once.
type menuOfChoices struct {
	typed string
	list  []Choice
	seen  map[string]bool
	// topics are the keys of those that are there.
	topics map[string]bool
}

// add adds a choice unless it is there, or too long to be one.
func (m *menuOfChoices) add(label, value string) {
	if value == "" || len(value) > choiceBytes || m.seen[value] {
		return
	}
	if m.seen == nil {
		m.seen = map[string]bool{}
	}
	m.seen[value] = true
	m.list = append(m.list, Choice{Label: shorten(label, choiceBytes), Value: value})
}

// match adds a choice that has a word beginning with what is typed.
func (m *menuOfChoices) match(label, value string) {
	if beginsWord(placeKey(value), m.typed) || beginsWord(placeKey(label), m.typed) {
		m.add(label, value)
	}
}

// topic adds a topic that begins with what is typed, unless another spelling of
// it is there.
func (m *menuOfChoices) topic(t briefing.Topic) {
	if m.topics[t.Key()] {
		return
	}
	n := len(m.list)
	if m.match(t.String(), t.String()); len(m.list) == n {
		return
	}
	if m.topics == nil {
		m.topics = map[string]bool{}
	}
	m.topics[t.Key()] = true
}

func beginsWord(key, typed string) bool {
	return strings.HasPrefix(key, typed) || strings.Contains(key, " "+typed)
}

// completeTopic offers what the chat follows, what is in the news, and names
// that begin with what is typed or that it may be meant for.
func (b *Bot) completeTopic(ctx context.Context, r *request, c Completion) ([]Choice, error) {
	m := menuOfChoices{typed: placeKey(c.Typed)}
	followed, err := b.followed(ctx, r.Chat)
	if err != nil {
		return nil, err
	}
	var own []string
	for _, s := range followed {
		own = append(own, s.Topic.String())
	}
	if c.Command == "unsubscribe" {
		m.offer(own)
		return m.near(c.Typed, own), nil
	}
	if c.Command != "subscribe" {
		m.offer(own)
	}
	news, _, err := b.suggestions.inTheNews(ctx, r.now, completeNews)
	if err != nil {
		return nil, err
	}
	for _, t := range news {
		if c.Command != "subscribe" || !slices.Contains(own, t.String()) {
			m.topic(t)
		}
	}
	if m.typed == "" {
		return m.list, nil
	}
	names, err := b.suggestions.find(ctx, r.now)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if t, ok := suggestable(name); ok && len(m.list) < c.Limit {
			m.topic(t)
		}
	}
	return m.near(c.Typed, names), nil
}

func (m *menuOfChoices) offer(topics []string) {
	for _, t := range topics {
		m.match(t, t)
	}
}

// near adds what is typed itself where little begins so, and names that may have
// been meant.
func (m *menuOfChoices) near(typed string, names []string) []Choice {
	if m.typed == "" || len(m.list) >= completeNear {
		return m.list
	}
	for _, name := range briefing.Nearest(typed, names, completeNear) {
		if t, ok := suggestable(name); ok && !m.topics[t.Key()] {
			m.add(t.String(), t.String())
		}
	}
	return m.list
}

// completePlace offers places with the time there now, and for a difference from
// UTC cities that have it.
func completePlace(typed string, now time.Time) []Choice {
	g, m := places(), menuOfChoices{typed: placeKey(typed)}
	if m.typed == "" {
		for _, p := range g.cities {
			m.place(p, now)
		}
		return m.list
	}
	if p, ok := g.find(typed); ok {
		for _, name := range p.choices {
			m.place(g.byKey[placeKey(name)], now)
		}
		m.place(p, now)
	}
	if offset, ok := parseOffset(typed); ok {
		for _, p := range g.citiesAt(offset, now, completeNews) {
			m.place(p, now)
		}
	}
	for _, name := range g.names {
		if beginsWord(placeKey(name), m.typed) {
			m.place(g.byKey[placeKey(name)], now)
		}
	}
	if len(m.list) == 0 {
		for _, name := range g.near(typed, completeNear) {
			m.place(g.byKey[placeKey(name)], now)
		}
	}
	return m.list
}

func (m *menuOfChoices) place(p place, now time.Time) {
	zone, err := LoadZone(p.zone)
	if err != nil {
		return // a choice of places, which are offered themselves
	}
	m.add(p.label+sourceSeparator+now.In(zone).Format("15:04"), p.label)
}

// completeWords offers what is usual for an argument, and what is typed if that
// is understood.
func (b *Bot) completeWords(c Completion) []Choice {
	usual, understood := b.usualWords(c)
	m := menuOfChoices{typed: placeKey(c.Typed)}
	for word := range strings.SplitSeq(usual, "|") {
		m.match(word, word)
	}
	if typed := strings.TrimSpace(c.Typed); typed != "" && understood {
		m.add(typed, typed)
	}
	return m.list
}

// usualWords are what most people type for an argument, and whether what this
// one has typed is understood, too.
func (b *Bot) usualWords(c Completion) (usual string, understood bool) {
	typed := strings.ToLower(strings.TrimSpace(c.Typed))
	switch c.Argument {
	case "period":
		_, ok := parsePeriod(strings.Fields(typed), b.now())
		return b.say.T("completing.period", nil), ok
	case "when":
		return b.say.T("completing.digest", nil), meansDigest(typed)
	case "hours":
		return b.say.T("completing.quiet", nil), meansQuiet(typed)
	case "length":
		return b.say.T("completing.pause", nil), meansPause(typed)
	case "languages":
		return b.say.T("completing.language", nil), knowsLanguages(typed)
	case "what":
		r := &request{Command: Command{Kind: c.Kind, Within: c.Within}}
		if r.hasAskers() {
			return b.say.T("completing.settings-group", nil), false
		}
		return b.say.T("completing.settings", nil), false
	}
	return "", false
}

// completes names the arguments for which a Completer has choices.
func completes(a Argument) bool {
	switch a.Name {
	case "topic", "period", "place", "when", "hours", "length", "languages", "what":
		return len(a.Choices) == 0
	}
	return false
}
