package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"wirebrief/bot/text"
	"wirebrief/briefing"
)

// What may follow /sources.
const (
	sourcesName = "sources"
	sayCommand  = "/" + sourcesName + " "
	addVerb     = "add"
	removeVerb  = "remove"
)

// asksOfSources reports whether what follows "sources", without a slash, is
// meant for the command: "add wire.example", "remove", and not "add up".
func asksOfSources(rest string) bool {
	verb, name, _ := strings.Cut(strings.TrimSpace(rest), " ")
	switch strings.ToLower(verb) {
	case addVerb:
		return name == "" || !strings.Contains(name, " ") && strings.ContainsAny(name, ".:")
	case removeVerb:
		return true
	}
	return false
}

const (
	// checkTime is how long somebody who adds a source is kept waiting.
	checkTime = 30 * time.Second
	// ownSources is how many sources of a chat are offered to be removed.
	ownSources = 20
	// titleBytes is how much of the title of a source is shown.
	titleBytes = 80
)

// sources answers /sources: the publishers, most articles first; or adds or
// removes a source of the chat.
func (b *Bot) sources(ctx context.Context, r *request, args string) (Reply, error) {
	verb, rest, _ := strings.Cut(args, " ")
	switch strings.ToLower(verb) {
	case addVerb:
		return b.addSource(ctx, r, strings.TrimSpace(rest))
	case removeVerb:
		return b.removeSources(ctx, r, strings.TrimSpace(rest))
	}
	r.pageAsker = r.asker()
	return b.sourcesPage(ctx, r, 0)
}

func (b *Bot) sourcesPage(ctx context.Context, r *request, from int) (Reply, error) {
	list, err := b.suggestions.names.FindPublishers(ctx, maxSources)
	if err != nil {
		return Reply{}, fmt.Errorf("find publishers: %w", err)
	}
	if len(list) == 0 {
		return b.sentence("sources.none", nil), nil
	}
	if from >= len(list) {
		from = 0
	}
	to := min(from+sourcesPerPage, len(list))
	w := newRenderer(b.say, r.now)
	blocks := []Block{w.listHeader("sources.title", from, to, len(list))}
	for _, p := range list[from:to] {
		name := shorten(p.Name, publisherBytes)
		if name == "" {
			name = b.say.T("briefing.unknown-publisher", nil)
		}
		count := b.say.N("sources.articles", p.Articles, text.Data{"When": w.age(p.Newest)})
		blocks = append(blocks, Block{Kind: Item, Runs: []Run{{Text: name, Bold: true}, {Text: metaSeparator + count}}})
	}
	paging := b.pageRow(ctx, r, actSources, from, sourcesPerPage, len(list))
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: paging.rows(2)}}}, paging.err
}

// chatSources is what chats need to add sources; nil if they may not.
type chatSources struct {
	store  SourceStore
	checks SourceChecker
	// limit is how many one chat may add.
	limit int
	taken sourceChecks
}

func newChatSources(o Options) *chatSources {
	if o.Sources == nil || o.SourceChecks == nil || o.Limits.ChatSources <= 0 {
		return nil
	}
	return &chatSources{store: o.Sources, checks: o.SourceChecks, limit: o.Limits.ChatSources}
}

// refuseSources answers who may not add or remove sources; ok is false then.
func (b *Bot) refuseSources(r *request) (reply Reply, ok bool) {
	switch {
	case b.chatSources == nil:
		return b.notice(b.say.T("sources.operator-only", nil)), false
	case !r.mayChange() && r.User.Unsure:
		return b.unsure(), false
	case !r.mayChange():
		return b.notice(b.say.T("sources.admins", nil)), false
	}
	return Reply{}, true
}

// own returns what the chat has added.
func (c *chatSources) own(ctx context.Context, chat ChatRef) ([]SourceStat, error) {
	all, err := c.store.FindSources(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the sources of a chat: %w", err)
	}
	return slices.DeleteFunc(all, func(s SourceStat) bool { return s.AddedBy != chat }), nil
}

// addSource adds what can be read at an address, having read it.
func (b *Bot) addSource(ctx context.Context, r *request, address string) (Reply, error) {
	if reply, ok := b.refuseSources(r); !ok {
		return reply, nil
	}
	address = strings.Trim(address, "<>\"'")
	if address == "" {
		return b.sentence("sources.ask", nil), nil
	}
	// Two that add at one moment may go beyond the limit by one, which is no
	// harm.
	own, err := b.chatSources.own(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	if len(own) >= b.chatSources.limit {
		reply := Reply{Messages: []Message{{Blocks: []Block{paragraph(b.say.N("sources.full", len(own), nil))}}}}
		w := b.row(ctx).add(b.say.T("button.my-sources", nil), payload{action: actSay, text: sayCommand + removeVerb})
		reply.Messages[0].Buttons = w.rows(1)
		return reply, w.err
	}
	if wait := b.chatSources.taken.take(r.Chat, r.now); wait > 0 {
		return b.notice(b.say.N("sources.too-often", int((wait+time.Minute-1)/time.Minute), nil)), nil
	}
	checking, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	found, err := b.chatSources.checks.CheckSource(checking, address)
	if err != nil {
		return b.sourceTrouble(checking, err)
	}
	if len(found) == 0 {
		return b.sentence("sources.nothing-there", nil), nil
	}
	return b.createSource(ctx, r, found[0])
}

// sourceTrouble says why an address cannot be added. What this machine's
// operator has opened or closed is nobody else's business.
func (b *Bot) sourceTrouble(ctx context.Context, err error) (Reply, error) {
	var trouble *SourceError
	switch {
	case ctx.Err() != nil:
		return b.sentence("sources.slow", nil), nil
	case !errors.As(err, &trouble):
		return Reply{}, fmt.Errorf("look at a source to be added: %w", err)
	case trouble.Trouble == SourceRefused:
		return b.sentence("sources.refused", nil), nil
	}
	return b.sentence("sources.trouble", text.Data{"Problem": shorten(trouble.Message, 300)}), nil
}

func (b *Bot) createSource(ctx context.Context, r *request, found CheckedSource) (Reply, error) {
	s := found.Source
	s.State, s.Added, s.AddedBy = SourceActive, r.now, r.Chat
	stored, created, err := b.chatSources.store.CreateSource(ctx, s)
	if err != nil {
		return Reply{}, fmt.Errorf("add a source: %w", err)
	}
	title := text.Data{"Title": sourceTitle(stored)}
	switch {
	case !created && stored.State == SourceActive:
		return b.sentence("sources.already", title), nil
	case !created:
		return b.sentence("sources.already-stopped", title), nil
	}
	added := b.say.N("sources.added", found.Entries, title)
	if found.Entries == 0 {
		added = b.say.T("sources.added-empty", title)
	}
	blocks := []Block{paragraph(added)}
	if newest := shorten(found.Newest, titleBytes*2); newest != "" {
		headline := Block{Kind: Item, Runs: []Run{{Text: newest}}}
		if !found.NewestAt.IsZero() {
			headline.Runs = append(headline.Runs, Run{Text: metaSeparator}, Run{Text: teller{b.say, r.now}.age(found.NewestAt), Time: found.NewestAt})
		}
		blocks = append(blocks, headline)
	}
	w := b.row(ctx).add(b.say.T("button.undo", nil), payload{action: actUnread, fields: []int64{stored.ID}})
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: w.rows(1)}}}, w.err
}

// removeSources removes the source of the chat with that address or title, or
// offers all it has added.
func (b *Bot) removeSources(ctx context.Context, r *request, name string) (Reply, error) {
	if reply, ok := b.refuseSources(r); !ok {
		return reply, nil
	}
	own, err := b.chatSources.own(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	name = strings.Trim(name, "<>\"'")
	if name != "" {
		url := briefing.CanonicalURL(name)
		i := slices.IndexFunc(own, func(s SourceStat) bool {
			return url != "" && briefing.CanonicalURL(s.URL) == url || strings.EqualFold(sourceTitle(s.Source), name)
		})
		if i >= 0 {
			return b.deleteSource(ctx, r, own[i].Source)
		}
		return b.sentence("sources.not-added", text.Data{"Name": shorten(name, titleBytes)}), nil
	}
	if len(own) == 0 {
		return b.sentence("sources.none-added", nil), nil
	}
	w := newRenderer(b.say, r.now)
	shown := own[:min(len(own), ownSources)]
	blocks := []Block{w.listHeader("sources.own", 0, len(shown), len(own))}
	buttons := b.row(ctx)
	for _, s := range shown {
		title := sourceTitle(s.Source)
		blocks = append(blocks, Block{Kind: Item, Runs: []Run{{Text: title, Bold: true}, {Text: metaSeparator + shownURL(s.URL)}}})
		buttons.add(b.say.T("button.remove", text.Data{"Topic": shorten(title, 40)}), payload{action: actUnread, fields: []int64{s.ID}})
	}
	return Reply{Messages: []Message{{Blocks: blocks, Buttons: buttons.rows(2)}}}, buttons.err
}

// unread answers a button that removes a source: only of those that the chat
// itself has added.
func (b *Bot) unread(ctx context.Context, r *request, id int64) (Reply, error) {
	if reply, ok := b.refuseSources(r); !ok {
		return reply, nil
	}
	own, err := b.chatSources.own(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	i := slices.IndexFunc(own, func(s SourceStat) bool { return s.ID == id })
	if i < 0 {
		return b.sentence("sources.gone", nil), nil
	}
	return b.deleteSource(ctx, r, own[i].Source)
}

func (b *Bot) deleteSource(ctx context.Context, r *request, s Source) (Reply, error) {
	err := b.chatSources.store.DeleteSource(ctx, s.ID)
	if errors.Is(err, ErrNotFound) {
		return b.sentence("sources.gone", nil), nil
	}
	if err != nil {
		return Reply{}, fmt.Errorf("remove a source: %w", err)
	}
	reply := b.sentence("sources.removed", text.Data{"Title": sourceTitle(s)})
	w := b.row(ctx).add(b.say.T("button.undo", nil), payload{action: actSay, text: sayCommand + addVerb + " " + s.URL})
	reply.Messages[0].Buttons = w.rows(1)
	return reply, w.err
}

// sourceTitle is how a source is called: by its title, else by its address.
func sourceTitle(s Source) string {
	if title := shorten(s.Title, titleBytes); title != "" {
		return title
	}
	return shownURL(s.URL)
}
