package discordtest_test

import (
	"fmt"
	"testing"

	"wirebrief/adapters/discord/discordtest"
)

// A stage is a guild with people, and a bot on the gateway that has registered
// some commands.
type stage struct {
	*discordtest.Server
	*line
	t     *testing.T
	guild *discordtest.Guild
	room  *discordtest.Room
	// ana owns the guild, ben is a member.
	ana, ben *discordtest.Person
}

// registered are the commands of the bot.
var registered = []map[string]any{
	{"name": "latest", "description": "The newest", "options": []map[string]any{
		{"type": 3, "name": "topic", "description": "What about", "autocomplete": true},
		{"type": 3, "name": "place", "description": "From where", "choices": []map[string]any{{"name": "Far away", "value": "far"}}},
		{"type": 4, "name": "count", "description": "How many", "min_value": 1, "max_value": 5},
		{"type": 5, "name": "only_me", "description": "Shown to nobody else"},
		{"type": 7, "name": "channel", "description": "Where to", "channel_types": []int{0, 15}},
		{"type": 6, "name": "who", "description": "For whom"},
		{"type": 10, "name": "share", "description": "How much", "max_value": 1},
	}},
	{"name": "follow", "description": "Follow a topic", "default_member_permissions": "16", "contexts": []int{0}, "options": []map[string]any{
		{"type": 3, "name": "topic", "description": "What", "required": true, "max_length": 10},
	}},
	{"name": "feeds", "description": "Sources", "options": []map[string]any{
		{"type": 1, "name": "add", "description": "One more", "options": []map[string]any{{"type": 3, "name": "url", "description": "Where"}}},
	}},
	{"name": "anywhere", "description": "Works everywhere", "contexts": []int{0, 1, 2}, "integration_types": []int{0, 1}},
	{"name": "Brief this", "type": 3, "contexts": []int{0, 1, 2}, "integration_types": []int{0, 1}},
}

// play builds the stage.
func play(t *testing.T) *stage {
	t.Helper()
	return playOn(t, startGateway(t, discordtest.GatewayOptions{}))
}

// unwatched builds the stage on a server whose violations are no failure.
func unwatched(t *testing.T) *stage {
	t.Helper()
	s, err := discordtest.New(discordtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return playOn(t, s)
}

func playOn(t *testing.T, s *discordtest.Server) *stage {
	t.Helper()
	p := &stage{Server: s, t: t, ana: s.AddPerson(discordtest.User{GlobalName: "Ana"}), ben: s.AddPerson(discordtest.User{GlobalName: "Ben"})}
	p.guild = s.AddGuild("Newsroom", p.ana, p.ben)
	p.room = p.guild.AddTextChannel("news")
	register(t, s)
	p.line = login(t, s, discordtest.IntentGuilds|discordtest.IntentDirectMessages)
	p.wantEvent("GUILD_CREATE")
	return p
}

// interaction reads the next interaction.
func (p *stage) interaction() (i discordtest.Interaction) {
	p.t.Helper()
	unmarshal(p.t, p.wantEvent("INTERACTION_CREATE").D, &i)
	return i
}

// answer answers an interaction.
func (p *stage) answer(i discordtest.Interaction, typ int, data any) {
	p.t.Helper()
	rest(p.t, p.Server, "POST", fmt.Sprintf("/interactions/%v/%s/callback", i.ID, i.Token), map[string]any{"type": typ, "data": data})
}

// original changes the first answer.
func (p *stage) original(method string, i discordtest.Interaction, data any) {
	p.t.Helper()
	rest(p.t, p.Server, method, fmt.Sprintf("/webhooks/%v/%s/messages/@original", p.ApplicationID(), i.Token), data)
}

// followUp sends one more message.
func (p *stage) followUp(i discordtest.Interaction, data any) {
	p.t.Helper()
	rest(p.t, p.Server, "POST", fmt.Sprintf("/webhooks/%v/%s", p.ApplicationID(), i.Token), data)
}

// post has the bot send a message to the room and returns it.
func (p *stage) post(data any) discordtest.Post {
	p.t.Helper()
	rest(p.t, p.Server, "POST", fmt.Sprintf("/channels/%v/messages", p.room.ID()), data)
	posts := p.room.BotPosts()
	return posts[len(posts)-1]
}

type object = map[string]any

// row is an action row.
func row(components ...object) []object { return []object{{"type": 1, "components": components}} }

// What the bot does not know yet must not be the end of it.
func TestAlter(t *testing.T) {
	p := play(t)
	post := p.post(object{"content": "x", "components": row(object{"type": 2, "style": 1, "label": "B", "custom_id": "b"})})
	p.Alter(func(fields map[string]any) {
		message := fields["message"].(map[string]any)
		message["components"] = []object{{"type": 99, "novelty": true}}
	})
	p.ben.Press(post, "B")
	if i := p.interaction(); i.Message.Components[0].Type != 99 {
		t.Errorf("the message is %+v", i.Message)
	}
	p.ben.Press(post, "B")
	if i := p.interaction(); i.Message.Components[0].Type != 1 {
		t.Errorf("only the next one is altered, but then comes %+v", i.Message)
	}
}

// A server that is used a million times must not hold all of it.
func TestInteractionsAreForgotten(t *testing.T) {
	s := discordtest.Start(t, discordtest.Options{Keep: 10, Limits: &discordtest.Limits{}, Gateway: discordtest.GatewayOptions{KeepEvents: 10}})
	p := playOn(t, s)
	var last discordtest.Interaction
	for n := range 50 {
		p.ben.Slash(p.room, "/latest")
		i := p.interaction()
		if n == 0 {
			last = i
			continue
		}
		p.answer(i, 4, object{"content": "x"})
	}
	if status, body := restStatus(t, s, "POST", fmt.Sprintf("/interactions/%v/%s/callback", last.ID, last.Token), object{"type": 5}); status != 404 {
		t.Errorf("the first one is still answered %d %s", status, body)
	}
}
