package bot

import (
	"context"
	"errors"
	"slices"
)

// leavingCommands stop what comes, or tell or delete what is stored.
var leavingCommands = []string{"unsubscribe", "topics", "pause", "mydata", "privacy", "delete_my_data"}

// stoppingCommands and stoppingActions take back what was asked for. They cost
// little, and no rate keeps them waiting.
var (
	stoppingCommands = []string{"unsubscribe", "pause", "delete_my_data"}
	stoppingActions  = []byte{actRemove, actPause, actForget}
)

// leavingActions are buttons that do.
var leavingActions = []byte{actRemove, actTopics, actTopic, actPause, actForget}

// leaves reports whether somebody who may not use the bot any more wants no
// more than to stop what still comes, or to have their data: who was let in
// once must always find the way out.
func (b *Bot) leaves(ctx context.Context, r *request) (bool, error) {
	wanted, err := b.wantsToLeave(ctx, r)
	if err != nil || !wanted {
		return false, err
	}
	followed, err := b.followed(ctx, r.Chat)
	if err != nil || len(followed) > 0 || b.chatSettings == nil {
		return len(followed) > 0, err
	}
	s, err := b.chatSettings.FindSettings(ctx, r.Chat)
	return s.Stopped != "" || !s.LastDigest.IsZero(), err
}

func (b *Bot) wantsToLeave(ctx context.Context, r *request) (bool, error) {
	said := r.Text
	if r.Button != "" {
		p, err := b.readButton(ctx, r.Button)
		if errors.Is(err, errButton) {
			return false, nil
		}
		if err != nil || p.channel != "" || p.action != actSay {
			return p.channel == "" && slices.Contains(leavingActions, p.action), err
		}
		said = p.text
	}
	if len(said) > b.limits.TextBytes {
		return false, nil
	}
	lines := parseTyped(said)
	if len(lines) != 1 {
		return false, nil
	}
	c, ok := findCommand(b.commands, lines[0].name)
	return ok && slices.Contains(leavingCommands, c.Name), nil
}
