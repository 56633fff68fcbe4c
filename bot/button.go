package bot

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// buttonVersion begins the data of every button. Buttons stay in chats for
// years: data of another version is answered kindly, never guessed at.
const buttonVersion = '1'

// The actions of buttons, the second byte of their data.
const (
	// actSay presses as if its text had been typed.
	actSay = 's'
	// actAsk asks for the latest on a topic, its text, in a new message: what
	// is shown of it.
	actAsk = 'a'
	// actPage shows another page of a /latest: offset, upTo, since, until,
	// some, asker, arrived, what is shown, from; the text is the topic.
	actPage = 'l'
	// actOpen shows one story: its articles, the one to show first.
	actOpen = 'o'
	// actContext shows quotes and figures in their sentences: revision, or
	// what contextOf says; the text is the topic asked for.
	actContext = 'c'
	// actMore opens what was not picked: revision; or turns its pages:
	// revision, offset, asker.
	actMore = 'q'
	// actFollow follows a topic: index of the mode; the text is the topic.
	actFollow = 'f'
	// actRemove removes a subscription: id.
	actRemove = 'd'
	// actMode changes when a topic comes: subscription, index of the mode.
	actMode = 'm'
	// actSources shows another page of /sources: offset, asker.
	actSources = 'p'
	// actTopics shows another page of the topics followed: offset, asker.
	actTopics = 't'
	// actTopic shows what can be changed about a subscription: id.
	actTopic = 'g'
	// actPause holds a subscription back, or lets it go on: id, 1 to hold.
	actPause = 'k'
	// actForget deletes all that is stored about a chat: the minute when it
	// was asked about.
	actForget = 'x'
	// actRest lists the stories a digest had no room for: an article of each.
	actRest = 'n'
	// actUnread removes a source that the chat has added: id.
	actUnread = 'u'
	// actWhere sets where a group may be asked: its text is the ID of the chat.
	actWhere = 'w'
	// actReport reports a mistake, see reportPressed.
	actReport = 'e'
	// actSent shows one story as it was sent: revision.
	actSent = 'v'
	// actManage begins to manage a channel, its text, from a private chat, or
	// ends that: 1 to end.
	actManage = 'b'
	// actChannel stands before the data of another button, with the channel
	// that it acts on, see markButton.
	actChannel = 'y'
	// actWhy tells why a story was shown: how it came, revision; the text is
	// the topic asked for.
	actWhy = 'h'
)

// errButton says that the data of a button is not ours to understand: of
// another version, garbled, or naming a text that is stored no more.
var errButton = errors.New("button data not understood")

// A payload is the meaning of a button's data.
type payload struct {
	action byte
	fields []int64
	text   string
	// channel is what the button acts on, instead of the chat in which it is
	// pressed; "" for that chat.
	channel string
}

// field returns the i-th field, 0 where data is shorter.
func (p payload) field(i int) int64 {
	if i >= len(p.fields) {
		return 0
	}
	return p.fields[i]
}

// head writes all but the text: version, action, fields to the base 36 parted
// by dots, zero as nothing.
func (p payload) head() string {
	var out strings.Builder
	out.WriteByte(buttonVersion)
	out.WriteByte(p.action)
	for i, f := range p.fields {
		if i > 0 {
			out.WriteByte('.')
		}
		if f != 0 {
			out.WriteString(strconv.FormatInt(f, 36))
		}
	}
	return out.String()
}

// button makes a button whose data is p. A text too long for the data goes to
// the phrase store and is named by its key.
func (b *Bot) button(ctx context.Context, label string, p payload) (Button, error) {
	label, data := shorten(label, 60), p.head()
	if p.text == "" {
		return Button{Label: label, Data: data}, nil
	}
	if len(data)+1+len(p.text) <= MaxButtonData {
		return Button{Label: label, Data: data + ":" + p.text}, nil
	}
	key, err := b.phrases.CreatePhrase(ctx, chatOf(ctx), p.text)
	if err != nil {
		return Button{}, fmt.Errorf("keep the text of a button: %w", err)
	}
	return Button{Label: label, Data: data + "#" + key}, nil
}

// chatKey is the key of the chat that is answered, in the context of an answer.
type chatKey struct{}

// answering notes the chat that is answered: what was typed there and stands
// behind a button belongs to it.
func answering(ctx context.Context, chat ChatRef) context.Context {
	return context.WithValue(ctx, chatKey{}, chat)
}

// chatOf returns the chat that is answered, the zero ChatRef if none is.
func chatOf(ctx context.Context) ChatRef {
	chat, _ := ctx.Value(chatKey{}).(ChatRef)
	return chat
}

// readButton is the opposite of button. It returns errButton for data that no
// button of this version has.
func (b *Bot) readButton(ctx context.Context, data string) (payload, error) {
	if len(data) < 2 || len(data) > MaxButtonData || data[0] != buttonVersion || !utf8.ValidString(data) {
		return payload{}, errButton
	}
	if data[1] == actChannel {
		return b.readMarked(ctx, data)
	}
	p := payload{action: data[1]}
	head, tail := data[2:], ""
	if i := strings.IndexAny(head, ":#"); i >= 0 {
		head, tail = head[:i], head[i:]
	}
	for f := range strings.SplitSeq(head, ".") {
		n, err := strconv.ParseInt("0"+f, 36, 64)
		if err != nil || strings.ContainsAny(f, "+-") {
			return payload{}, errButton
		}
		p.fields = append(p.fields, n)
	}
	switch {
	case strings.HasPrefix(tail, ":"):
		p.text = tail[1:]
	case tail != "":
		text, err := b.phrases.FindPhrase(ctx, tail[1:])
		if errors.Is(err, ErrNotFound) {
			return payload{}, errButton
		}
		if err != nil {
			return payload{}, fmt.Errorf("find the text of a button: %w", err)
		}
		p.text = text
	}
	return p, nil
}

// press answers a pressed button, but not one that somebody presses several
// times in a row.
func (b *Bot) press(ctx context.Context, r *request) (Reply, error) {
	if b.presses.again(r) {
		return Reply{}, nil
	}
	reply, err := b.pressOnce(ctx, r)
	b.presses.answered(r, b.now(), err)
	if err == nil {
		reply.Sent = func(err error) { b.presses.answered(r, b.now(), err) }
	}
	return reply, err
}

// pressOnce answers a pressed button. Each action checks itself who presses. In
// a group the answer to what was only a question is for the presser: buttons
// stand below what all were sent, too.
func (b *Bot) pressOnce(ctx context.Context, r *request) (Reply, error) {
	p, err := b.readButton(ctx, r.Button)
	stops := err == nil && r.mayChange() && slices.Contains(stoppingActions, p.action)
	if err != nil || p.action != actSay && !stops { // what it says is counted
		if reply, ok := b.hurried(r); !ok {
			return reply, nil
		}
	}
	if err != nil {
		return Reply{}, err
	}
	if err := b.dropQuestion(ctx, r); err != nil {
		return Reply{}, err
	}
	switch {
	case p.channel != "":
		return b.channelPressed(ctx, r, p)
	case r.Kind == Channel && !r.Aside && b.managing() && b.changesSettings(p):
		return b.leadToSettings(ctx, r)
	}
	reply, err := b.act(ctx, r, p)
	if r.Kind != Private && !reply.Replace && (p.action == actOpen || p.action == actAsk || p.action == actSay) {
		// What an administrator sets makes sense in this chat alone.
		reply.Here = p.action == actSay && r.mayChange() && !reply.ForUser && !b.saysQuestion(p.text)
		reply.ForUser = true
	}
	return reply, err
}

// saysQuestion reports whether a button says a question.
func (b *Bot) saysQuestion(said string) bool {
	lines := parseTyped(said)
	if len(lines) != 1 {
		return false
	}
	c, ok := findCommand(b.commands, lines[0].name)
	return ok && asks(c.Name)
}

func (b *Bot) act(ctx context.Context, r *request, p payload) (Reply, error) {
	switch p.action {
	case actSay:
		return b.typed(ctx, r, p.text)
	case actAsk:
		r.pageAsker = r.asker()
		return b.showLatest(ctx, r, latestPage{topic: p.text, shows: shows(p.field(0))})
	case actPage:
		return b.turnLatest(ctx, r, p)
	case actOpen:
		return b.openStory(ctx, r, p.fields)
	case actSent:
		return b.openSent(ctx, r, p.field(0))
	case actWhy:
		return b.whyPressed(ctx, r, p)
	case actContext:
		return b.inContext(ctx, r, p)
	case actMore:
		return b.moreQuotes(ctx, r, p)
	case actFollow:
		return b.followPressed(ctx, r, p)
	case actRemove:
		return b.removeSubscription(ctx, r, p.field(0))
	case actMode:
		return b.modePressed(ctx, r, p)
	case actSources:
		return b.turn(r, p.field(1), func() (Reply, error) { return b.sourcesPage(ctx, r, int(p.field(0))) })
	case actTopics:
		return b.turn(r, p.field(1), func() (Reply, error) { return b.topicsPage(ctx, r, int(p.field(0))) })
	case actTopic:
		return b.topicPressed(ctx, r, p.field(0))
	case actPause:
		return b.pausePressed(ctx, r, p.field(0), p.field(1) == 1)
	case actForget:
		return b.forgetPressed(ctx, r, fromMinutes(p.field(0)))
	case actRest:
		return b.digestRest(ctx, r, p.fields)
	case actUnread:
		return b.unread(ctx, r, p.field(0))
	case actWhere:
		return b.setWhere(ctx, r, p.text)
	case actReport:
		return b.reportPressed(ctx, r, p)
	case actManage:
		return b.managePressed(ctx, r, p)
	}
	return Reply{}, errButton
}

// asker is the mark of who asked that paging buttons carry: in a private chat
// there is only one, so it is 0; elsewhere a hash of the user.
func (r *request) asker() int64 {
	if r.Kind == Private {
		return 0
	}
	h := fnv.New32a()
	h.Write([]byte(r.Chat.Platform))
	h.Write([]byte{0})
	h.Write([]byte(r.User.ID))
	return int64(h.Sum32())
}

// turn shows another page, in place of the one whose button was pressed, if
// the presser is who asked or an administrator.
func (b *Bot) turn(r *request, asker int64, show func() (Reply, error)) (Reply, error) {
	if r.Kind != Private && !r.User.Admin && asker != r.asker() {
		if r.User.Unsure {
			return b.unsure(), nil
		}
		return b.notice(b.say.T("trouble.not-yours", nil)), nil
	}
	r.pageAsker = asker
	reply, err := show()
	reply.Replace = err == nil
	return reply, err
}

// row collects buttons and the first error, so that a message can be put
// together without a check after each.
type row struct {
	bot     *Bot
	ctx     context.Context
	buttons []Button
	err     error
}

func (b *Bot) row(ctx context.Context) *row { return &row{bot: b, ctx: ctx} }

// add appends a button with payload p.
func (w *row) add(label string, p payload) *row {
	if w.err != nil {
		return w
	}
	var made Button
	if made, w.err = w.bot.button(w.ctx, label, p); w.err == nil {
		w.buttons = append(w.buttons, made)
	}
	return w
}

// link appends a button that opens a page, if url is one.
func (w *row) link(label, url string) *row {
	if webURL(url) {
		w.buttons = append(w.buttons, Button{Label: label, URL: url})
	}
	return w
}

// rows parts the buttons into rows of at most n.
func (w *row) rows(n int) [][]Button {
	var rows [][]Button
	for i := 0; i < len(w.buttons); i += n {
		rows = append(rows, w.buttons[i:min(i+n, len(w.buttons))])
	}
	return rows
}

// webURL reports whether s may be shown as a link: of the web, in one piece,
// and not longer than platforms take.
func webURL(s string) bool {
	if len(s) > 2000 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || hidden(r) }) {
		return false
	}
	lower := strings.ToLower(s[:min(len(s), 8)])
	return strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")
}
