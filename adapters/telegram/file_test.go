package telegram_test

import (
	"strconv"
	"strings"
	"testing"

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

func TestFilesAreDocuments(t *testing.T) {
	b := writing(t, telegram.Options{})
	m := said("Your data").Messages[0]
	m.Files = []bot.File{{Name: "../a\u202edata.json", Bytes: []byte("{}")}, {Name: "b.csv", Bytes: []byte("x,y")}}
	m.Silent = true
	ref := b.send(t, b.ann.Private(), m)
	posts := b.ann.Private().BotPosts()
	if len(posts) != 3 || len(posts[1].Files) != 1 || posts[1].Files[0].Name != "adata.json" || string(posts[1].Files[0].Content) != "{}" || posts[2].Files[0].Name != "b.csv" {
		t.Fatalf("the chat reads %+v", posts)
	}
	if !posts[1].Silent || !posts[2].Silent || ref.ID != strconv.Itoa(posts[0].ID) {
		t.Errorf("the files make a sound, or are a part of the message %v", ref)
	}
	if _, err := b.adapter.Edit(t.Context(), ref, said("Changed").Messages[0]); err != nil || len(b.ann.Private().BotPosts()) != 3 {
		t.Errorf("after a change (%v) the chat reads %+v", err, b.ann.Private().BotPosts())
	}
	m.Blocks = nil
	if ref := b.send(t, b.ann.Private(), m); strings.Count(ref.ID, ",") != 1 {
		t.Errorf("two files without words are %v", ref)
	}
	m.Blocks = said("In a topic").Messages[0].Blocks
	forum := b.AddForum("Ellery forum", b.ann)
	forum.Add(b.ann, b.Bot())
	ports := forum.AddTopic(b.ann, "Ports")
	if _, err := b.adapter.Send(t.Context(), bot.ChatRef{Platform: telegram.Platform, ID: id(forum.ID()) + ":" + strconv.Itoa(ports)}, m); err != nil {
		t.Fatal(err)
	}
	for _, p := range forum.BotPosts() {
		if p.Topic != ports {
			t.Errorf("%+v stands in topic %d", p.Files, p.Topic)
		}
	}
	forum.Restrict(b.ann, b.Bot(), telegramtest.Permissions{CanSendMessages: true})
	b.fails(t, forum, m, bot.Uncertain)
	if posts := forum.BotPosts(); posts[len(posts)-1].Text != "In a topic" {
		t.Errorf("where no files may be sent the words are lost: %+v", posts[len(posts)-1])
	}
}
