package telegram

import (
	"context"
	"path"
	"strings"

	"wirebrief/bot"
)

// postFile sends a file as a document.
func (a *Adapter) postFile(ctx context.Context, to place, f bot.File, silent, further bool) (id int64, err error) {
	r := params{"chat_id": to.chat, "document": upload{name: fileName(f.Name), bytes: f.Bytes}}
	if to.thread != 0 {
		r["message_thread_id"] = to.thread
	}
	if silent {
		r["disable_notification"] = true
	}
	var sent struct {
		ID int64 `json:"message_id"`
	}
	err = a.insist(ctx, to, further, func() error { return a.client.call(ctx, "sendDocument", r, &sent) })
	return sent.ID, err
}

// fileName is a name without folders and without what is not shown.
func fileName(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(clean(s), "\n", " "))
	if s = path.Base(strings.ReplaceAll(s, "\\", "/")); s == "." || s == "/" {
		return "file"
	}
	return s
}
