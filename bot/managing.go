package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"wirebrief/bot/text"
)

// What comes to a channel is set by its administrators in their private chats
// with the bot: a channel is no place to talk. Whoever presses the button for
// it manages the channel: commands of settings that are typed in the private
// chat hold for the channel, until the administrator is done or has let some
// time pass. Rights are asked of the platform each time.

const (
	// manageLife is how long after the last use of it a channel is managed.
	manageLife = 30 * time.Minute
	// MaxManaged is how many channels of a person are known to it at most.
	MaxManaged = 20
	// offeredChannels is how many of them /settings offers.
	offeredChannels = 8
	// channelName is how many bytes of a channel's name are shown.
	channelName = 60
)

// A ManagedChannel is a channel that a person administers, as far as is known.
type ManagedChannel struct {
	Channel ChatRef
	// Name is what the channel is called, "" if that is not known.
	Name string
	// Used is when the person last managed it, zero if what they type now is
	// not for it.
	Used time.Time
}

// A ManagerStore keeps who administers which channel, and what they manage. It
// gives nobody any right.
type ManagerStore interface {
	// SaveManager notes that the person behind ev administers a channel, and
	// what ev tells of the channel. Where it was stopped it goes on.
	SaveManager(ctx context.Context, ev Event, channel ChatRef) error
	// FindManaged returns what SaveManager and Manage have noted of a person,
	// the one they manage first; at most MaxManaged.
	FindManaged(ctx context.Context, p Platform, person string) ([]ManagedChannel, error)
	// Manage notes that the person behind ev manages a channel at ev.At, and no
	// other any more, from the private chat from; no channel if it is zero.
	Manage(ctx context.Context, ev Event, from, channel ChatRef) error
	// DeleteManager notes that the person behind ev does not administer a
	// channel any more.
	DeleteManager(ctx context.Context, ev Event, channel ChatRef) error
}

// manageable are the commands that hold for a channel while it is managed.
var manageable = []string{
	"subscribe", "unsubscribe", "topics", "digest", "timezone", "quiet", "pause", "resume", "language", "settings",
}

// managing reports whether channels can be managed at all.
func (b *Bot) managing() bool { return b.managers != nil && b.rights != nil && b.chatSettings != nil }

// managed returns the channel that what the person types is for, the zero
// ChatRef for none.
func (b *Bot) managed(ctx context.Context, r *request) (ChatRef, error) {
	if !b.managing() || r.Kind != Private || r.User.ID == "" || r.leaving {
		return ChatRef{}, nil
	}
	list, err := b.managers.FindManaged(ctx, r.Chat.Platform, r.User.ID)
	if err != nil {
		return ChatRef{}, fmt.Errorf("find which channel is managed: %w", err)
	}
	if len(list) == 0 || list[0].Used.IsZero() || r.now.Sub(list[0].Used) >= manageLife {
		return ChatRef{}, nil
	}
	return list[0].Channel, nil
}

// forManaged does what was typed: for the channel that is managed, if the
// command is one for that. What a button says is for the chat that the button
// was made for.
func (b *Bot) forManaged(ctx context.Context, r *request, command string, act func(*request) (Reply, error)) (Reply, error) {
	if r.Button != "" || !slices.Contains(manageable, command) {
		return act(r)
	}
	channel, err := b.managed(ctx, r)
	switch {
	case err != nil:
		return Reply{}, err
	case channel == (ChatRef{}):
		return act(r)
	}
	return b.forChannel(ctx, r, channel, act)
}

// forChannel has an act of the private chat r done for a channel, if the person
// may do it. The answer says for which channel it is, and its buttons stay
// with that channel.
func (b *Bot) forChannel(ctx context.Context, r *request, channel ChatRef, act func(m *request) (Reply, error)) (Reply, error) {
	if reply, ok := b.hurried(r); !ok {
		return reply, nil
	}
	m, refusal, err := b.manage(ctx, r, channel)
	if m == nil {
		return refusal, err
	}
	now, err := b.managed(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	if now == channel {
		if err := b.managers.Manage(ctx, r.event(), r.Chat, channel); err != nil {
			return Reply{}, fmt.Errorf("note that a channel is managed: %w", err)
		}
	}
	reply, err := act(m)
	reply.ForUser = false // this is their own chat
	framed, frameErr := b.frame(ctx, m, reply, now == channel)
	return framed, cmp.Or(err, frameErr)
}

// manage returns r as a request of a channel by one of its administrators. If
// the person may not manage it, it is nil and the reply says so.
func (b *Bot) manage(ctx context.Context, r *request, channel ChatRef) (*request, Reply, error) {
	if !b.managing() || r.Kind != Private || r.User.ID == "" || r.leaving || channel.ID == "" {
		return nil, Reply{}, errButton
	}
	s, err := b.chatSettings.FindSettings(ctx, channel)
	if err != nil {
		return nil, Reply{}, fmt.Errorf("find the settings of a channel: %w", err)
	}
	if s.Kind != Channel {
		return nil, Reply{}, errButton // nobody let the bot post there
	}
	may, err := b.rights.MayChange(ctx, channel, r.User.ID)
	switch {
	case err != nil && s.Stopped != "":
		return nil, b.notice(b.say.T("managing.gone", nil)), nil
	case err != nil:
		return nil, b.unsure(), fmt.Errorf("ask who administers a channel: %w", err)
	case !may:
		if err := b.managers.DeleteManager(ctx, r.event(), channel); err != nil {
			return nil, Reply{}, fmt.Errorf("note that somebody administers a channel no more: %w", err)
		}
		return nil, b.notice(b.say.T("managing.admins", nil)), nil
	}
	m := *r
	m.Chat, m.Within, m.Kind, m.ChatName, m.private = channel, ChatRef{}, Channel, s.Name, r.Chat
	m.User.Admin, m.User.Unsure = true, false
	allowed, err := b.letChannelIn(ctx, &m)
	if err != nil {
		return nil, Reply{}, err
	}
	if !allowed {
		return nil, b.notice(b.notListed(&m)), nil
	}
	return &m, Reply{}, nil
}

// letChannelIn reports whether the bot works for a channel. By invitation, it
// does for that of anybody who was let in.
func (b *Bot) letChannelIn(ctx context.Context, m *request) (bool, error) {
	s, allowed, err := b.gate.standing(ctx, m)
	if err != nil || allowed || !b.gate.mayAdmit(m, s) {
		return allowed, err
	}
	if err := b.gate.store.AdmitChat(ctx, m.event(), m.Chat); err != nil {
		return false, fmt.Errorf("let a channel in: %w", err)
	}
	return true, nil
}

// notListed says that the operator would have to name a channel, and how.
func (b *Bot) notListed(m *request) string {
	return b.say.T("managing.not-listed", text.Data{"Channel": b.nameChannel(m.Chat, m.ChatName), "Listed": string(m.Chat.Platform) + ":" + m.Chat.ID})
}

// nameChannel is the name of a channel for people.
func (b *Bot) nameChannel(channel ChatRef, name string) string {
	return cmp.Or(shorten(name, channelName), shorten(channel.ID, channelName))
}

// managePressed answers the button that begins to manage a channel, or ends it.
func (b *Bot) managePressed(ctx context.Context, r *request, p payload) (Reply, error) {
	channel := ChatRef{r.Chat.Platform, p.text}
	// What is typed next is no answer to a question from before.
	if err := b.dropQuestion(ctx, r); err != nil {
		return Reply{}, err
	}
	if p.field(0) == manageDone {
		return b.endManaging(ctx, r, channel)
	}
	m, refusal, err := b.manage(ctx, r, channel)
	if m == nil {
		return refusal, err
	}
	if err := b.managers.Manage(ctx, r.event(), r.Chat, channel); err != nil {
		return Reply{}, fmt.Errorf("begin to manage a channel: %w", err)
	}
	reply, err := b.showSettings(ctx, m)
	if err != nil {
		return Reply{}, err
	}
	if len(reply.Messages) > 0 {
		explained := paragraph(b.say.T("managing.begun", text.Data{"Minutes": text.Number(int(manageLife / time.Minute))}))
		reply.Messages[0].Blocks = slices.Insert(reply.Messages[0].Blocks, 0, explained)
	}
	return b.frame(ctx, m, reply, true)
}

// manageDone is the field of the button that ends managing.
const manageDone = 1

// endManaging answers the button for that. What is typed in the private chat is
// for it again.
func (b *Bot) endManaging(ctx context.Context, r *request, channel ChatRef) (Reply, error) {
	now, err := b.managed(ctx, r)
	if err != nil {
		return Reply{}, err
	}
	if now != channel || now == (ChatRef{}) {
		return b.sentence("managing.over", nil), nil
	}
	if err := b.managers.Manage(ctx, r.event(), r.Chat, ChatRef{}); err != nil {
		return Reply{}, fmt.Errorf("end managing a channel: %w", err)
	}
	s, err := b.chatSettings.FindSettings(ctx, channel)
	if err != nil {
		return Reply{}, fmt.Errorf("find the settings of a channel: %w", err)
	}
	reply := b.sentence("managing.done", text.Data{"Channel": b.nameChannel(channel, s.Name)})
	w := b.row(ctx).add(b.settingsOfLabel(channel, s.Name), managePayload(channel))
	reply.Messages[0].Buttons = w.rows(1)
	return reply, w.err
}

// managePayload begins to manage a channel.
func managePayload(channel ChatRef) payload { return payload{action: actManage, text: channel.ID} }

func (b *Bot) settingsOfLabel(channel ChatRef, name string) string {
	return b.say.T("button.settings-of", text.Data{"Channel": b.nameChannel(channel, name)})
}

// offerChannels adds to what is set for a private chat buttons for the settings
// of channels that the person administers, as far as is known.
func (b *Bot) offerChannels(ctx context.Context, r *request, reply Reply) (Reply, error) {
	if !b.managing() || r.Kind != Private || r.User.ID == "" || r.leaving || len(reply.Messages) == 0 {
		return reply, nil
	}
	list, err := b.managers.FindManaged(ctx, r.Chat.Platform, r.User.ID)
	if err != nil {
		return reply, fmt.Errorf("find who administers which channel: %w", err)
	}
	w := b.row(ctx)
	for _, m := range list[:min(len(list), offeredChannels)] {
		w.add(b.settingsOfLabel(m.Channel, m.Name), managePayload(m.Channel))
	}
	last := &reply.Messages[len(reply.Messages)-1]
	last.Buttons = append(last.Buttons, w.rows(1)...)
	return reply, w.err
}

// unsure answers who would change something while it cannot be found out
// whether they may.
func (b *Bot) unsure() Reply { return b.notice(b.say.T("managing.unsure", nil)) }

// privately tells that r was said in a private chat, if for a channel.
func (r *request) privately() bool { return r.Kind == Private || r.private != (ChatRef{}) }

// managedMark parts the command that an answer completes from the channel that
// it is for.
const managedMark = "@"

// managedQuestion is the command that an answer completes, with the channel if
// it is for one.
func (r *request) managedQuestion(command string) string {
	if r.private == (ChatRef{}) {
		return command
	}
	return command + managedMark + r.Chat.ID
}

// readManagedQuestion is the opposite of managedQuestion.
func readManagedQuestion(asked string) (command, channel string) {
	command, channel, _ = strings.Cut(asked, managedMark)
	return command, channel
}
