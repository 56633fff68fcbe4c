package bot

import (
	"context"
	"fmt"
	"time"

	"wirebrief/bot/text"
)

// dataFile is the name of the file with what is stored about a chat.
const dataFile = "wirebrief-data.json"

// confirmWithin is how long the button that deletes everything works.
const confirmWithin = time.Hour

// privacy answers /privacy: what is stored and who can see it.
func (b *Bot) privacy(ctx context.Context, r *request, _ string) (Reply, error) {
	w := b.row(ctx)
	if r.mayChange() {
		w.typing(b.say.T("button.export", nil), "/mydata").typing(b.say.T("button.forget", nil), "/delete_my_data")
	}
	said := []string{b.say.T("privacy.stored", nil), b.say.T("privacy.not-stored", nil), b.say.T("privacy.who", nil)}
	if r.mayChange() {
		said = append(said, b.say.T("privacy.yours", nil))
	}
	return answer(w, 2, said...)
}

// myData answers /mydata with everything that is stored about the chat.
func (b *Bot) myData(ctx context.Context, r *request, _ string) (Reply, error) {
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	if b.chatSettings == nil {
		return Reply{}, errNoSettings
	}
	data, err := b.chatSettings.ExportChat(ctx, r.Chat)
	if err != nil {
		return Reply{}, fmt.Errorf("export what is stored about a chat: %w", err)
	}
	list, err := b.followed(ctx, r.Chat)
	if err != nil {
		return Reply{}, err
	}
	w := b.row(ctx).typing(b.say.T("button.forget", nil), "/delete_my_data")
	reply, err := answer(w, 1, b.say.N("privacy.data", len(list), text.Data{"File": dataFile}))
	reply.ForUser = true
	reply.Messages[0].Files = []File{{Name: dataFile, Bytes: data}}
	return reply, err
}

// forget answers /delete_my_data: it cannot be undone, so it is asked about.
func (b *Bot) forget(ctx context.Context, r *request, _ string) (Reply, error) {
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	w := b.row(ctx).add(b.say.T("button.forget-really", nil), payload{action: actForget, fields: []int64{minutes(r.now)}}).
		typing(b.say.T("button.export", nil), "/mydata")
	id := text.ID("privacy.forget")
	if r.Kind != Private {
		id = text.ID("privacy.forget-group")
	}
	return answer(w, 2, b.say.T(id, nil))
}

// forgetPressed deletes everything, if it was asked about lately.
func (b *Bot) forgetPressed(ctx context.Context, r *request, asked time.Time) (Reply, error) {
	if !r.mayChange() {
		return b.adminsChange(r), nil
	}
	if age := r.now.Sub(asked); age < -time.Minute || age > confirmWithin {
		return b.forget(ctx, r, "")
	}
	if b.chatSettings == nil {
		return Reply{}, errNoSettings
	}
	if err := b.chatSettings.DeleteChat(ctx, r.event(), r.Chat); err != nil {
		return Reply{}, fmt.Errorf("delete what is stored about a chat: %w", err)
	}
	return b.sentence("privacy.forgotten", nil), nil
}
