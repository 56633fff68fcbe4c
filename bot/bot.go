package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"wirebrief/bot/text"
)

// Limits bound what one chat and one message may cost. A zero field means its
// default.
type Limits struct {
	// Topics a chat may follow; 50 by default.
	Topics int
	// TextBytes of a typed message that are read; 1,000 by default.
	TextBytes int
	// Budget of one index query, 4 ms by default (a small store is searched
	// wholly), and DeepBudget of one that the reader asked to go on, 1 s by
	// default.
	Budget, DeepBudget time.Duration
	// ChatSources is how many sources one chat may add; none by default.
	ChatSources int
}

// Options are what a Bot needs. The first four stores must be set.
type Options struct {
	Articles      ArticleFinder
	Names         NameFinder
	Subscriptions SubscriptionStore
	Phrases       PhraseStore
	// Sources and SourceChecks let chats add sources, where
	// Limits.ChatSources allows it.
	Sources      SourceStore
	SourceChecks SourceChecker
	// Settings are what chats have set; nil means that nothing can be set.
	// Pauser holds single topics back; nil leaves that out. DefaultZone holds
	// for chats that have not told theirs; UTC by default.
	Settings    SettingsStore
	Pauser      SubscriptionPauser
	DefaultZone *time.Location
	// Preview shows what the next digest would hold; nil leaves that out.
	Preview DigestPreviewer
	// AccessStore keeps who was let in, as Access says, and Rates bound what
	// people may ask. The zero values let everybody ask everything.
	AccessStore AccessStore
	Access      Access
	Rates       Rates
	// Links and Questions keep what links stand for and what people were asked
	// back, and Chats follows what happens to chats; nil leaves these out.
	Links     LinkStore
	Questions QuestionStore
	Chats     ChatStore
	// Leaving looks for those who want to know what a change stops, and tells
	// them once it has, see MenderLine.Leaving; nil if nobody is told.
	Leaving func(ctx context.Context, c ChatChange) (tell func(ctx context.Context))
	// Pages reads the addresses that people send in private; nil leaves that
	// out. Addresses knows what of it is stored already; nil if that is not
	// looked for.
	Pages     PageReader
	Addresses AddressFinder
	// Rights asks the platforms who may change what; nil if none is asked.
	// Managers, with Rights and Settings, lets administrators of channels
	// manage them from their private chats; nil leaves that out.
	Rights   RightsChecker
	Managers ManagerStore
	// Sent keeps what chats were sent, which /why explains; nil leaves that
	// out.
	Sent SentStore
	// Status tells operators how the service is doing; nil leaves that out.
	Status StatusStore
	// Reports keeps the mistakes that readers point out; nil leaves the button
	// for it out.
	Reports ReportStore
	// Operators, if not nil, hear of these mistakes.
	Operators *OperatorLine
	// Remember is how long what was found for one reader is shown to others;
	// nothing is remembered by default.
	Remember time.Duration
	// Now tells the time; time.Now by default.
	Now func() time.Time
	// Logger hears of panics; nothing else is logged here, because errors
	// are returned. Silent by default.
	Logger *slog.Logger
	Limits Limits
}

// A Bot answers commands. It keeps nothing but short-lived caches, so any
// number of goroutines may use it.
type Bot struct {
	articles      ArticleFinder
	subscriptions SubscriptionStore
	phrases       PhraseStore
	chatSources   *chatSources
	chatSettings  SettingsStore
	pauser        SubscriptionPauser
	preview       DigestPreviewer
	defaultZone   *time.Location
	sourceList    SourceStore
	statusStore   StatusStore
	links         LinkStore
	questions     QuestionStore
	chats         ChatStore
	leaving       func(ctx context.Context, c ChatChange) (tell func(ctx context.Context))
	pages         PageReader
	addresses     AddressFinder
	// reading holds a value for each page that is being read.
	reading     chan struct{}
	rights      RightsChecker
	managers    ManagerStore
	gate        *gate
	limiters    limiters
	presses     *presses
	reports     ReportStore
	operators   *OperatorLine
	sent        SentStore
	suggestions *suggestions
	headlines   headlines
	topicsRead  topicsRead
	foundLately lately[finding]
	shownLately lately[[]shownStory]
	size        storeSize
	now         func() time.Time
	logger      *slog.Logger
	limits      Limits
	say         text.Catalogue
	commands    []command
}

// New returns a Bot over the stores of o. It does no I/O.
func New(o Options) *Bot {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.DefaultZone == nil {
		o.DefaultZone = time.UTC
	}
	say := text.For("en")
	b := &Bot{
		articles: o.Articles, subscriptions: o.Subscriptions, phrases: o.Phrases, chatSources: newChatSources(o),
		links: o.Links, questions: o.Questions, chats: o.Chats, leaving: o.Leaving, pages: o.Pages, addresses: o.Addresses, reading: make(chan struct{}, pagesAtOnce), rights: o.Rights, managers: o.Managers,
		reports: o.Reports, operators: o.Operators, sent: o.Sent, suggestions: &suggestions{names: o.Names, articles: o.Articles},
		chatSettings: o.Settings, pauser: o.Pauser, preview: o.Preview, defaultZone: o.DefaultZone, sourceList: o.Sources, statusStore: o.Status, gate: newGate(o), limiters: newLimiters(o.Rates), presses: newPresses(),
		now: o.Now, logger: o.Logger, limits: o.Limits.withDefaults(),
		say: say, commands: commandTable(say),
		foundLately: lately[finding]{life: o.Remember}, shownLately: lately[[]shownStory]{life: o.Remember},
	}
	if b.chatSources != nil {
		i := slices.IndexFunc(b.commands, func(c command) bool { return c.Name == sourcesName })
		b.commands[i].Usage = say.T("command.sources-arguments", nil)
	}
	return b
}

func (l Limits) withDefaults() Limits {
	if l.Topics == 0 {
		l.Topics = 50
	}
	if l.TextBytes == 0 {
		l.TextBytes = 1000
	}
	if l.Budget == 0 {
		l.Budget = 4 * time.Millisecond
	}
	if l.DeepBudget == 0 {
		l.DeepBudget = time.Second
	}
	return l
}

// A request is a command on its way through the handlers.
type request struct {
	Command
	now time.Time
	// pageAsker is who asked for the page being turned, see asker.
	pageAsker int64
	// back is what the reply asks back, see waits.
	back questionBack
	// counted tells that the command was counted, see hurried.
	counted bool
	// leaving tells that the person is let in no more, and may only stop what
	// comes to their chat.
	leaving bool
	// private is the chat from which Chat, a channel, is managed; zero if Chat
	// is where it was said.
	private ChatRef
}

// event names the cause of a change.
func (r *request) event() Event {
	return Event{Platform: r.Chat.Platform, Key: r.EventID, UserID: r.User.ID, At: r.now, Kind: r.Kind, ChatName: r.ChatName, Within: r.Within}
}

// whole is the chat that the chat of r is a topic or thread of, else that chat
// itself: who was let in, and who may ask and where, hold for the whole.
func (r *request) whole() ChatRef {
	if r.Within != (ChatRef{}) {
		return r.Within
	}
	return r.Chat
}

// mayChange reports whether the user may change the settings of the chat.
func (r *request) mayChange() bool { return r.Kind == Private || r.User.Admin }

// Handle answers one command; it is a Handler. With an error, which is for the
// log, the Reply says in plain words that something went wrong. A panic is
// caught here, logged with its stack, and answered in the same way.
func (b *Bot) Handle(ctx context.Context, c Command) (reply Reply, err error) {
	defer func() {
		if p := recover(); p != nil {
			b.logger.Error("panic while answering", "platform", c.Chat.Platform, "panic", p, "stack", string(debug.Stack()))
			reply, err = b.sentence("trouble.internal", nil), fmt.Errorf("answer a command: panic: %v", p)
		}
	}()
	r := &request{Command: c, now: b.now().UTC()}
	ctx = answering(ctx, c.Chat)
	reply, ok, err := b.enter(ctx, r)
	switch {
	case err != nil || !ok:
	case c.Button != "":
		reply, err = b.press(ctx, r)
	case c.Forward != nil && (c.Kind == Private || c.Aside):
		reply, err = b.forwarded(ctx, r)
	default:
		reply, err = b.typed(ctx, r, c.Text)
	}
	if err == nil {
		reply, err = b.sayingWhere(ctx, r, reply)
	}
	if err != nil && len(reply.Messages) == 0 {
		return b.explain(err)
	}
	return reply, err
}

// explain turns an error into what people read. What is not known to be theirs
// to mend is "internal", and goes on to the log.
func (b *Bot) explain(err error) (Reply, error) {
	switch {
	case errors.Is(err, errButton):
		return b.notice(b.say.T("trouble.button", nil)), nil
	case errors.Is(err, errNoSettings):
		return b.sentence("settings.not-kept", nil), nil
	case errors.Is(err, context.DeadlineExceeded):
		return b.sentence("trouble.slow", nil), fmt.Errorf("answer a command: %w", err)
	}
	return b.sentence("trouble.internal", nil), fmt.Errorf("answer a command: %w", err)
}

// sentence is a reply of one sentence.
func (b *Bot) sentence(id text.ID, data text.Data) Reply {
	return Reply{Messages: []Message{{Blocks: []Block{paragraph(b.say.T(id, data))}}}}
}

// notice is a reply to the presser alone, over the chat where the platform
// can.
func (b *Bot) notice(s string) Reply {
	return Reply{Messages: []Message{{Blocks: []Block{paragraph(s)}}}, ForUser: true, Notice: s}
}
