package main

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/discord/discordtest"
)

// TestDiscordPushesSurviveKills kills the service as soon as it has taken some
// of many interactions that Discord pushes at once: whatever got its 202 has been
// done in the end.
func TestDiscordPushesSurviveKills(t *testing.T) {
	rounds := 3
	if os.Getenv(crashFull) == "full" {
		rounds = 30
	}
	address := freeAddress(t)
	p := newDiscordProgram(t, unlimited, "WIREBRIEF_ACCESS_MODE=open", "WIREBRIEF_WEB_LISTEN="+address, "WIREBRIEF_WEB_PUBLIC_URL=http://"+address)
	p.env = append(p.env, "WIREBRIEF_DISCORD_PUBLIC_KEY="+p.PublicKey())
	p.startBehindPort()
	if err := p.SetEndpoint("http://" + address + discord.InteractionsPath); err != nil {
		t.Fatal(err)
	}
	taken, lost := 0, 0
	for round := range rounds {
		before := len(p.EndpointAnswers())
		asked := map[discordtest.ID]string{}
		for n := range 40 {
			who := p.guest(fmt.Sprintf("reader%dx%d", round, n))
			use := who.Slash(who.Private(), "/subscribe topic:ellery")
			asked[use.ID()] = fmt.Sprintf("dm-%d ellery", who.Private().ID())
		}
		until := before + 1 + 8*(round%4) // which are taken
		for end := time.Now().Add(waitAnswer); len(p.EndpointAnswers()) < until && time.Now().Before(end); {
			time.Sleep(100 * time.Microsecond)
		}
		p.end(os.Kill)
		p.eventually("interactions pushed", before+len(asked), func() int { return len(p.EndpointAnswers()) })
		p.startBehindPort()
		p.answered()
		following := p.following()
		for _, a := range p.EndpointAnswers()[before:] {
			if a.Err != nil || a.Status != http.StatusAccepted {
				continue
			}
			if taken++; !slices.Contains(following, asked[a.Interaction]) {
				lost++
			}
		}
	}
	if t.Logf("%d of %d were taken before a kill", taken, 40*rounds); lost > 0 || taken < rounds {
		t.Errorf("%d of %d that were taken are lost", lost, taken)
	}
	p.stop()
	checkIntegrity(t, p.file)
}
