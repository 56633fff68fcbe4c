package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
)

// discordTroubles are what stands between the bot and Discord, one after the
// other. All that can, shows what authorises the request: the token of the bot
// in its header, that of an interaction in its path. Those of the last two end
// everything, see TestDiscordTokensAreNotShown.
var discordTroubles = append(slices.Clip(proxyTroubles),
	refusesAsDiscord(500, 0), refusesAsDiscord(429, 0), refusesAsDiscord(400, 50035), refusesAsDiscord(403, 50013), refusesAsDiscord(404, 10003),
	func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `{"id":%q,"url":%q}`, secretsOf(r), secretsOf(r))
	},
)

// refusesAsDiscord answers as the API does, and shows the tokens wherever there
// is room for words.
func refusesAsDiscord(status, code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-RateLimit-Bucket", secretsOf(r))
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"message":%q,"code":%d,"retry_after":0.05,"errors":{%[3]q:{"_errors":[{"code":%[3]q,"message":%[3]q}]}}}`, "Not so: "+secretsOf(r), code, secretsOf(r))
	}
}

// TestDiscordTokensAreNotShown runs the service through all that can go wrong
// with its connections, each with every kind of request. That the bot's token
// shows up nowhere is looked at by newDiscordProgram; those of interactions are
// in the inbox until they have their answer, and nowhere then.
func TestDiscordTokensAreNotShown(t *testing.T) {
	t.Parallel()
	p := newDiscordProgram(t, 10, "WIREBRIEF_ACCESS_MODE=open")
	p.storeNews()
	front := newSpoiler(t, p.URL())
	for _, dead := range []string{"http://127.0.0.1:1", "http://no-such-host.invalid/api", "https" + front.URL[len("http"):]} {
		p.env = append(p.env, "WIREBRIEF_DISCORD_BASE_URL="+dead)
		p.log.waitForMore(t, "discord does not answer", p.start)
		p.stop()
	}
	p.env = append(p.env, "WIREBRIEF_DISCORD_BASE_URL="+front.URL+"/api/v10")
	p.begin()
	ana := p.guest("Ana")
	news := p.AddGuild("Reading room", ana.Person).AddTextChannel("news")
	ana.ask(news, "/subscribe topic:ellery", "Following ellery")
	_, post := ana.ask(news, "/latest topic:ellery")
	front.spoil(2, discordTroubles...)
	uses := ana.meetTroubles(news, post, front)
	front.calm()
	ana.askUntilAnswered(news, "/topics", "ellery")

	// Each of these ends all requests, of the answers to interactions, too.
	for words, trouble := range map[string]http.HandlerFunc{
		"discord answers 429": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprintf(w, "<html><body>error 1015: %s</body></html>", secretsOf(r))
		},
		"a platform refuses the bot": refusesAsDiscord(401, 0),
	} {
		front.spoil(1, trouble)
		p.log.waitForMore(t, words, p.start)
		p.stop()
		front.calm()
	}
	p.begin()
	ana.ask(news, "/topics", "ellery")
	p.answered()
	p.stop()
	p.findInteractionTokens(uses)
}

// TestDiscordKillLeavesNoTokens kills the service, which leaves in the log of the
// store what it has erased: the next start takes it away.
func TestDiscordKillLeavesNoTokens(t *testing.T) {
	t.Parallel()
	p := newDiscordProgram(t, 10, shortLease, "WIREBRIEF_ACCESS_MODE=open")
	p.begin()
	ana := p.guest("Ana")
	use, _ := ana.ask(ana.Private(), "/topics")
	p.answered()
	p.end(os.Kill)
	left := func() int {
		log, err := os.ReadFile(p.file + "-wal")
		if err != nil && !os.IsNotExist(err) {
			t.Error(err)
		}
		return strings.Count(string(log), use.Token())
	}
	if left() == 0 {
		t.Error("a kill leaves no token: the test proves nothing")
	}
	p.begin()
	p.eventually("tokens in the log", 0, left)
	ana.ask(ana.Private(), "/topics")
	p.findInteractionTokens([]*discordtest.Use{use})
	p.stop()
}

// meetTroubles uses the bot in all ways while something stands between it and
// Discord.
func (ana *discordGuest) meetTroubles(news *discordtest.Room, post discordtest.Post, front *spoiler) (uses []*discordtest.Use) {
	ana.p.t.Helper()
	do := func(i int) {
		uses = append(uses, ana.Slash(news, "/latest"), ana.Slash(news, "/settings"), ana.Complete(news, "/latest", "topic", "ell"),
			ana.PressForged(post, "w:x"), ana.Press(post, "In context"))
		ana.Say(ana.Private(), "ellery")
		if i%4 == 1 {
			ana.p.Strike(discordtest.Sent(canaryDiscord))
		}
	}
	front.spoils(ana.p.t, 4*len(discordTroubles), do)
	edit(ana.p.t, ana.p.file, `UPDATE chats SET next_digest = ?`, time.Now().UnixMilli())
	front.spoils(ana.p.t, len(discordTroubles), do) // now of digests, too
	return uses
}

// findInteractionTokens looks for what authorised the answers to some uses of
// the bot, all of which are over.
func (p *discordProgram) findInteractionTokens(uses []*discordtest.Use) {
	p.t.Helper()
	places := map[string]string{"the output": p.out.String(), "the log": p.log.String()}
	files, err := filepath.Glob(p.file + "*")
	if err != nil || len(files) == 0 {
		p.t.Errorf("no database at %s (%v)", p.file, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			p.t.Error(err)
		}
		places[filepath.Base(name)] = string(content)
	}
	for place, content := range places {
		for _, use := range uses {
			token := use.Token()
			if token == "" { // what could not be done
				continue
			}
			const piece = 24
			for from := len(token) % piece; from < len(token); from += piece {
				if at := strings.Index(content, token[from:from+piece]); at >= 0 {
					p.t.Errorf("%s shows the token of an interaction: %q", place, content[max(0, at-300):min(len(content), at+60)])
					return
				}
			}
		}
	}
}
