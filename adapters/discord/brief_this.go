package discord

import (
	"context"
	"net/url"
	"regexp"
	"strings"

	"wirebrief/bot"
)

// briefThis answers what was chosen on a message: a briefing of what it links
// to, or of itself if it is long.
func (a *Adapter) briefThis(ctx context.Context, h bot.Handler, k *answer, c bot.Command) error {
	to := audience{chat: fallback(k.i, c)}
	m, ok := k.i.Data.Resolved.Messages[k.i.Data.Target]
	if !ok {
		return k.reply(ctx, bot.Reply{Messages: []bot.Message{bot.OldCommand()}}, to)
	}
	if len(m.Snapshots) > 0 {
		m = m.Snapshots[0].Message
	}
	c.Text, c.Forward = m.words(), m.forward()
	return a.ask(ctx, h, k, c, to)
}

// forward tells where a message that is to be briefed is from.
func (m *message) forward() *bot.Forward {
	f := &bot.Forward{URL: m.firstLink()}
	if m.Author != nil {
		f.From = m.Author.name()
	}
	if !m.Timestamp.IsZero() {
		f.At = m.Timestamp.UTC()
	}
	return f
}

// words are the text of a message with that of its embeds.
func (m *message) words() string {
	parts := []string{m.Content}
	for _, e := range m.Embeds {
		parts = append(parts, e.Title, e.Description)
	}
	return strings.TrimSpace(strings.Join(parts, "\n"))
}

// address finds addresses in text, also in those marks which keep Discord from
// showing a preview and in links behind words.
var address = regexp.MustCompile(`https?://[^\s<>"]+`)

// firstLink is the first address of a message, or of an embed in it, that leads
// out of Discord.
func (m *message) firstLink() string {
	for _, found := range address.FindAllString(m.Content, maxLinks) {
		if found = trimAddress(found); leadsOut(found) {
			return found
		}
	}
	for _, e := range m.Embeds {
		if leadsOut(e.URL) {
			return e.URL
		}
		for _, found := range address.FindAllString(e.Description, maxLinks) {
			if found = trimAddress(found); leadsOut(found) {
				return found
			}
		}
	}
	return ""
}

// maxLinks is how many addresses of a text are looked at.
const maxLinks = 20

// trimAddress takes off what ends the sentence rather than the address.
func trimAddress(s string) string {
	for {
		cut := strings.TrimRight(s, `.,;:!?'*_~|`)
		if strings.HasSuffix(cut, ")") && strings.Count(cut, "(") < strings.Count(cut, ")") {
			cut = strings.TrimSuffix(cut, ")")
		}
		if cut == s {
			return s
		}
		s = cut
	}
}

func leadsOut(link string) bool {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	for _, own := range ownHosts {
		if host == own || strings.HasSuffix(host, "."+own) {
			return false
		}
	}
	return true
}

// ownHosts lead back into Discord.
var ownHosts = []string{"discord.com", "discord.gg", "discordapp.com", "discordapp.net"}
