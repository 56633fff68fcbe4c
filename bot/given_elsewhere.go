package bot

import (
	"context"
	"fmt"
	"slices"

	"wirebrief/bot/text"
)

// sayingWhere puts before an answer which chat it is about, where it was asked
// for in another: what comes is to be looked for there, and "this chat" is that
// chat. A briefing is about none.
func (b *Bot) sayingWhere(ctx context.Context, r *request, reply Reply) (Reply, error) {
	if !r.Elsewhere || reply.Notice != "" || len(reply.Messages) == 0 || !b.isAboutChat(ctx, r) {
		return reply, nil
	}
	said := b.say.T("elsewhere.for-private", nil)
	if r.Kind != Private {
		name, err := b.chatName(ctx, r)
		if err != nil || name == "" {
			return reply, err
		}
		said = b.say.T("managing.for", text.Data{"Channel": name})
	}
	title := Block{Kind: Paragraph, Runs: []Run{{Text: said, Bold: true}}}
	reply.Messages = slices.Clone(reply.Messages)
	reply.Messages[0].Blocks = slices.Concat([]Block{title}, reply.Messages[0].Blocks)
	return reply, nil
}

// isAboutChat reports whether what was said or pressed is about the chat itself:
// what is set for it, and what came there.
func (b *Bot) isAboutChat(ctx context.Context, r *request) bool {
	if r.AnswerTo != "" {
		return true
	}
	said := r.Text
	if r.Button != "" {
		p, err := b.readButton(ctx, r.Button)
		if err != nil {
			return false
		}
		if p.action != actSay {
			return b.changesSettings(p) || p.action == actForget
		}
		said = p.text
	}
	lines := parseTyped(said)
	if len(lines) != 1 {
		return false
	}
	c, ok := findCommand(b.commands, lines[0].name)
	return ok && c.AboutChat
}

// chatName is the name of the chat of r, "" if it is not known: what is pressed
// does not tell it.
func (b *Bot) chatName(ctx context.Context, r *request) (string, error) {
	name := r.ChatName
	if name == "" && b.chatSettings != nil {
		s, err := b.chatSettings.FindSettings(ctx, r.Chat)
		if err != nil {
			return "", fmt.Errorf("find the name of a chat: %w", err)
		}
		name = s.Name
	}
	return shorten(name, channelName), nil
}
