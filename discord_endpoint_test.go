package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
)

// TestDiscordEndpoint has interactions come as requests to the port of the
// service, with a restart in between, and then over the gateway again.
func TestDiscordEndpoint(t *testing.T) {
	t.Parallel()
	address := freeAddress(t)
	p := newDiscordProgram(t, 10, "WIREBRIEF_ACCESS_MODE=open", "WIREBRIEF_WEB_LISTEN="+address, "WIREBRIEF_WEB_PUBLIC_URL=http://"+address)
	p.env = append(p.env, "WIREBRIEF_DISCORD_PUBLIC_KEY="+p.PublicKey())
	p.storeNews()
	p.startBehindPort()
	// Discord asks by PING, and tries a wrong signature.
	if err := p.SetEndpoint("http://" + address + discord.InteractionsPath); err != nil {
		t.Fatal(err)
	}
	ana := p.guest("Ana")
	news := p.AddGuild("Reading room", ana.Person).AddTextChannel("news")
	ana.ask(news, "/subscribe topic:ellery", "Following ellery")
	_, post := ana.ask(news, "/latest topic:ellery")
	ana.press(post, "In context", "In context")
	if names, ok := ana.Complete(news, "/latest", "topic", "kara").WaitChoices(); !ok || len(names) == 0 {
		t.Errorf("kara is completed to %q, %t", names, ok)
	}

	p.part(t, "ForgedIsRefused", func(t *testing.T) {
		body := fmt.Appendf(nil, `{"id":"7000000000000000001","application_id":"%d","type":2,"token":"t","context":1,"channel_id":"%d","user":{"id":"%d","username":"ana"},"data":{"id":"1","name":"unsubscribe","type":1,"options":[{"name":"topic","type":3,"value":"ellery"}]}}`, p.ApplicationID(), news.ID(), ana.ID())
		for name, k := range map[string]discordtest.Knock{
			"BadSignature": {Body: body, BadSignature: true}, "NoSignature": {Body: body, NoSignature: true},
			"Altered": {Body: body, Altered: true}, "Old": {Body: body, Age: time.Hour}, "PingOfSomebody": {Ping: true, BadSignature: true},
		} {
			if a := p.Knock(k); a.Err != nil || a.Status != 401 {
				t.Errorf("%s is answered %d %q, %v", name, a.Status, a.Body, a.Err)
			}
		}
		if got := p.following(); len(got) != 1 {
			t.Errorf("following %q", got)
		}
	})
	p.part(t, "RestartInBetween", func(t *testing.T) {
		p.Fail(discordtest.CallbackRoute, 0, discordtest.Fault{Stall: time.Minute, HangUp: true, After: true})
		use := ana.Slash(news, "/subscribe topic:lorne")
		if !use.WaitAcknowledged() {
			t.Fatalf("not acknowledged:\n%s", p.tail())
		}
		p.end(os.Kill)
		p.ClearFaults()
		ana.Slash(news, "/latest topic:ellery") // while nobody is there
		p.startBehindPort()
		ana.expect(use, "/subscribe", "Following lorne")
		ana.ask(news, "/topics", "ellery", "lorne")
	})
	if n := p.Connections(); n != 0 {
		t.Errorf("connected %d times to the gateway", n)
	}
	p.stop()

	if err := p.SetEndpoint(""); err != nil {
		t.Fatal(err)
	}
	p.env = append(p.env, "WIREBRIEF_DISCORD_PUBLIC_KEY=")
	p.begin()
	ana.ask(news, "/topics", "ellery")
	p.stop()
}

// startBehindPort makes the service run and waits until it takes requests.
func (p *discordProgram) startBehindPort() {
	p.t.Helper()
	ready := func() int { return strings.Count(p.log.String(), "connected to discord") }
	before := ready()
	p.start()
	p.eventually("times ready", before+1, ready)
	if !p.Wait(waitAnswer, func() bool { return len(p.Commands()) > 0 }) {
		p.t.Fatalf("no commands are registered:\n%s", p.tail())
	}
}
