package discordtest_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"wirebrief/adapters/discord/discordtest"
)

// The library that the adapter uses gets along with the REST side, in all that
// it can do, and shows the same defects as with the real one.
func TestLibrary(t *testing.T) {
	// Its fields of the API are of early 2025, so that nothing is held against
	// the description.
	b := startUnchecked(t, discordtest.Options{})
	l := &shelf{b, library(t, b.Server, b.Token())}
	t.Run("SendEditDelete", l.testSendEditDelete)
	t.Run("Errors", l.testErrors)
	t.Run("Floods", l.testFloods)
	t.Run("ProxyErrors", l.testProxyErrors)
	t.Run("ForumsAndDirectMessages", l.testForums)
	t.Run("CommandsAndInteractions", l.testCommands)
	t.Run("RawRequest", l.testRawRequest)
}

// A shelf is discordgo with a server and somebody to talk to.
type shelf struct {
	*bench
	d *discordgo.Session
}

func (l *shelf) testSendEditDelete(t *testing.T) {
	room := l.news.ID().String()
	m, err := l.d.ChannelMessageSendComplex(room, &discordgo.MessageSend{
		Content: "a", Embeds: []*discordgo.MessageEmbed{{Title: "T", Description: "**d**", Color: 255}},
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: "More", Style: discordgo.PrimaryButton, CustomID: "m"}}}},
		AllowedMentions: &discordgo.MessageAllowedMentions{},
		Files:           []*discordgo.File{{Name: "a.txt", ContentType: "text/plain", Reader: strings.NewReader("abc")}},
	})
	if err != nil || m.Author.ID != l.Bot().ID().String() || len(m.Embeds) != 1 || len(m.Components) != 1 || len(m.Attachments) != 1 {
		t.Fatalf("sent %+v, %v", m, err)
	}
	if p := l.last(l.news); p.Text != "a\nT\nd" || string(p.Files[0].Content) != "abc" || p.Files[0].MIME != "text/plain" || p.Labels()[0] != "More" {
		t.Errorf("the post is %+v", p)
	}
	if _, err := l.d.ChannelMessageEdit(room, m.ID, "b"); err != nil || !l.last(l.news).Edited {
		t.Errorf("edited: %v", err)
	}
	if err := l.d.ChannelMessageDelete(room, m.ID); err != nil || len(l.news.BotPosts()) != 0 {
		t.Errorf("deleted: %v", err)
	}
}

func (l *shelf) testErrors(t *testing.T) {
	l.news.Deny(l.Bot(), discordtest.SendMessages)
	defer l.news.Deny(l.Bot(), 0)
	_, err := l.d.ChannelMessageSend(l.news.ID().String(), "a")
	var e *discordgo.RESTError
	if !errors.As(err, &e) || e.Response.StatusCode != 403 || e.Message.Code != discordgo.ErrCodeMissingPermissions {
		t.Errorf("error %v", err)
	}
	if _, err = l.d.ChannelMessageSend(l.ana.Private().ID().String(), long(2001)); !errors.As(err, &e) || e.Message.Code != discordgo.ErrCodeInvalidFormBody || !strings.Contains(string(e.ResponseBody), `"_errors"`) {
		t.Errorf("error %v", err)
	}
}

// DL11
func (l *shelf) testFloods(t *testing.T) {
	l.Fail(discordtest.SendRoute, l.news.ID(), discordtest.Flooding(2500*time.Second)) // which nobody waits for
	_, err := l.d.ChannelMessageSend(l.news.ID().String(), "a", discordgo.WithRetryOnRatelimit(false))
	var e *discordgo.RateLimitError
	if !errors.As(err, &e) || e.RetryAfter != 2500*time.Second {
		t.Errorf("error %v", err)
	}
	// Its own limiter would sleep now: the bucket was told to be empty.
	l.d.Ratelimiter = discordgo.NewRatelimiter()
}

// DL12, DL13
func (l *shelf) testProxyErrors(t *testing.T) {
	l.Fail(discordtest.SendRoute, 0, discordtest.Cloudflare(time.Minute))
	_, err := l.d.ChannelMessageSend(l.news.ID().String(), "a", discordgo.WithRetryOnRatelimit(false))
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		t.Errorf("error %T %v", err, err)
	}
	l.Fail(discordtest.SendRoute, 0, discordtest.StoredBadGateway())
	before := len(l.news.BotPosts())
	if _, err := l.d.ChannelMessageSend(l.news.ID().String(), "a"); err != nil || len(l.news.BotPosts()) != before+2 {
		t.Errorf("%d messages, %v: it should have sent again", len(l.news.BotPosts())-before, err)
	}
}

func (l *shelf) testForums(t *testing.T) {
	forum := l.guild.AddForum("posts", "grain")
	c, err := l.d.Channel(forum.ID().String())
	if err != nil || c.Type != discordgo.ChannelTypeGuildForum || len(c.AvailableTags) != 1 {
		t.Fatalf("the forum is %+v, %v", c, err)
	}
	thread, err := l.d.ForumThreadStartComplex(c.ID, &discordgo.ThreadStart{Name: "Today", AutoArchiveDuration: 1440, AppliedTags: []string{c.AvailableTags[0].ID}},
		&discordgo.MessageSend{Content: "a"})
	if err != nil || thread.ThreadMetadata == nil || l.last(forum.Threads()[0]).Text != "a" {
		t.Errorf("the post is %+v, %v", thread, err)
	}
	dm, err := l.d.UserChannelCreate(l.ana.ID().String())
	if err != nil || dm.Type != discordgo.ChannelTypeDM || dm.ID != l.ana.Private().ID().String() {
		t.Errorf("the channel is %+v, %v", dm, err)
	}
}

func (l *shelf) testCommands(t *testing.T) {
	made, err := l.d.ApplicationCommandBulkOverwrite(l.ApplicationID().String(), "", []*discordgo.ApplicationCommand{{Name: "latest", Description: "Newest"}})
	if err != nil || len(made) != 1 || made[0].ID == "" {
		t.Fatalf("registered %+v, %v", made, err)
	}
	u := l.ana.Slash(l.news, "/latest")
	i := &discordgo.Interaction{ID: u.ID().String(), Token: u.Token(), AppID: l.ApplicationID().String()}
	if err := l.d.InteractionRespond(i, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.d.InteractionResponseEdit(i, &discordgo.WebhookEdit{Content: new("here")}); err != nil || l.last(l.news).Text != "here" {
		t.Errorf("filled in: %v", err)
	}
	if m, err := l.d.FollowupMessageCreate(i, true, &discordgo.WebhookParams{Content: "more", Flags: discordgo.MessageFlagsEphemeral}); err != nil || m.Flags&discordgo.MessageFlagsEphemeral == 0 {
		t.Errorf("followed up: %+v, %v", m, err)
	}
	if err := l.d.InteractionResponseDelete(i); err != nil {
		t.Error(err)
	}
}

// DL14
func (l *shelf) testRawRequest(t *testing.T) {
	at := discordgo.EndpointChannelMessages(l.news.ID().String())
	body := map[string]any{"content": "once", "nonce": "raw", "enforce_nonce": true}
	before := len(l.news.BotPosts())
	for range 2 {
		if _, err := l.d.RequestWithBucketID("POST", at, body, at); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(l.news.BotPosts()) - before; n != 1 {
		t.Errorf("%d messages, want 1", n)
	}
}
