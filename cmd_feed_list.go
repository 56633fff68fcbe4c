package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"wirebrief/adapters/terminal"
	"wirebrief/bot"
	"wirebrief/config"
	"wirebrief/db"
)

// feedListCommand prints the feeds.
type feedListCommand struct {
	JSON bool `name:"json" help:"One JSON object a line."`
}

// Run implements the command.
func (c *feedListCommand) Run(a *app) error {
	return a.withStore(func(_ config.Config, _ config.Origin, store *db.DB) error {
		list, err := store.FindSources(a.ctx)
		if err != nil {
			return err
		}
		now := time.Now()
		if c.JSON {
			return printFeedsJSON(a.stdout, list, now)
		}
		if len(list) == 0 {
			return a.say("No feeds yet: 'wirebrief feed add ADDRESS' adds one.")
		}
		served, err := isServed(a.ctx, store)
		if err != nil {
			return err
		}
		width := 0
		if look := terminal.ForFiles(a.stdin, a.stdout, a.getenv); look.Width != nil && isTerminal(a.stdout) {
			width = look.Width()
		}
		return printFeeds(a.stdout, list, width, now, served)
	})
}

// printFeeds prints the table, notes below it, and the totals.
func printFeeds(out io.Writer, list []bot.SourceStat, width int, now time.Time, served bool) error {
	rows := [][]string{{"ID", "TITLE", "HEALTH", "LAST ARTICLE", "NEXT POLL", "A DAY", "ADDRESS"}}
	var notes strings.Builder
	counts := map[string]int{}
	for _, s := range list {
		h := healthOf(s.Source)
		counts[h.name]++
		rows = append(rows, []string{
			fmt.Sprint(s.ID), plainOr(s.Title, "–"), h.text(now), agoOf(s.Newest, now), nextPoll(s.Source, now, served), aDay(perDay(s, now)), bot.Plain(shownAddress(s.URL)),
		})
		if s.Problem != "" && h.name != healthOK {
			fmt.Fprintf(&notes, "%d: %s\n", s.ID, bot.Plain(s.Problem))
		}
		if s.AddedBy != (bot.ChatRef{}) {
			fmt.Fprintf(&notes, "%d: added by a chat, %s\n", s.ID, bot.Plain(addedBy(s.Source)))
		}
		if s.MovedTo != "" {
			fmt.Fprintf(&notes, "%d: says that it has moved to %s\n", s.ID, bot.Plain(shownAddress(s.MovedTo)))
		}
	}
	text := table(rows, width, 1, 6)
	if notes.Len() > 0 {
		text += "\n" + notes.String()
	}
	text += "\n" + totals(len(list), counts)
	if !served {
		text += " No service is running to poll them: start 'wirebrief run'."
	}
	_, err := io.WriteString(out, text+"\n")
	return err
}

// totals counts the feeds by health.
func totals(all int, counts map[string]int) string {
	var parts []string
	for _, name := range []string{healthOK, healthNew, healthFailing, healthPaused, healthDead} {
		if counts[name] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[name], healthNames[name]))
		}
	}
	return count(all, "feed", "feeds") + ": " + strings.Join(parts, ", ") + "."
}

// The healths of a source, as programs read them.
const (
	healthOK      = "ok"
	healthNew     = "new"
	healthFailing = "failing"
	healthPaused  = "paused"
	healthDead    = "dead"
)

// healthNames are the same for people.
var healthNames = map[string]string{
	healthOK: "ok", healthNew: "not polled yet", healthFailing: "failing", healthPaused: "paused", healthDead: "given up",
}

// A health is how polling a source goes.
type health struct {
	name string
	// since is when it began to fail, failures how often it did.
	since    time.Time
	failures int
}

func healthOf(s bot.Source) health {
	h := health{since: s.FailingSince, failures: s.Failures}
	switch {
	case s.State == bot.SourcePaused:
		h.name = healthPaused
	case s.State == bot.SourceDead:
		h.name = healthDead
	case s.Failures > 0:
		h.name = healthFailing
	case s.Last.IsZero():
		h.name = healthNew
	default:
		h.name = healthOK
	}
	return h
}

// text is the health for people.
func (h health) text(now time.Time) string {
	if h.name == healthFailing && h.failures > 1 {
		return "failing for " + spanOf(now.Sub(h.since))
	}
	return healthNames[h.name]
}

// nextPoll is when a source is polled, for people.
func nextPoll(s bot.Source, now time.Time, served bool) string {
	switch {
	case s.State != bot.SourceActive:
		return "–"
	case !s.Next.After(now) && !served:
		return "due"
	case !s.Next.After(now):
		return "now"
	}
	return "in " + spanOf(s.Next.Sub(now))
}

// perDay is how many articles a source brings a day, over the last 30 days or
// as long as it has been there.
func perDay(s bot.SourceStat, now time.Time) float64 {
	days := math.Ceil(now.Sub(s.Added).Hours() / 24)
	return float64(s.Recent) / min(max(days, 1), 30)
}

// aDay is a rate for people.
func aDay(rate float64) string {
	switch {
	case rate == 0:
		return "0"
	case rate < 0.1:
		return "<0.1"
	case rate < 10:
		return fmt.Sprintf("%.1f", rate)
	}
	return fmt.Sprintf("%.0f", rate)
}

// feedJSON is a source as `feed list --json` prints it: keys may be added,
// never renamed. Times are RFC 3339, "" for never.
type feedJSON struct {
	ID           int64    `json:"id"`
	Kind         string   `json:"kind"`
	Title        string   `json:"title"`
	URL          string   `json:"url"`
	Site         string   `json:"site"`
	Publisher    string   `json:"publisher"`
	Folder       []string `json:"folder"`
	Full         string   `json:"full"`
	Health       string   `json:"health"`
	Added        string   `json:"added"`
	AddedBy      string   `json:"added_by"` // "" for the operator
	LastPoll     string   `json:"last_poll"`
	LastSuccess  string   `json:"last_success"`
	NextPoll     string   `json:"next_poll"`
	Failures     int      `json:"failures"`
	FailingSince string   `json:"failing_since"`
	Problem      string   `json:"problem"`
	MovedTo      string   `json:"moved_to"`
	Pushed       bool     `json:"pushed"`
	Articles     int      `json:"articles"`
	PerDay       float64  `json:"per_day"`
	LastArticle  string   `json:"last_article"`
	LastTitle    string   `json:"last_title"`
}

func printFeedsJSON(out io.Writer, list []bot.SourceStat, now time.Time) error {
	encoder := newEncoder(out)
	for _, s := range list {
		next := s.Next
		if s.State != bot.SourceActive {
			next = time.Time{}
		}
		err := encoder.Encode(feedJSON{
			ID: s.ID, Kind: string(s.Kind), Title: s.Title, URL: shownAddress(s.URL), Site: s.Site, Publisher: s.Publisher,
			Folder: append([]string{}, s.Folder...), Full: string(s.Full), Health: healthOf(s.Source).name,
			Added: stamp(s.Added), AddedBy: addedBy(s.Source), LastPoll: stamp(s.Last), LastSuccess: stamp(s.Succeeded), NextPoll: stamp(next),
			Failures: s.Failures, FailingSince: stamp(s.FailingSince), Problem: s.Problem, MovedTo: shownAddress(s.MovedTo),
			Pushed: s.HubUntil.After(now), Articles: s.Articles, PerDay: math.Round(perDay(s, now)*100) / 100,
			LastArticle: stamp(s.Newest), LastTitle: s.NewestTitle,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// addedBy names the chat that added a source, "" for the operator.
func addedBy(s bot.Source) string {
	if s.AddedBy == (bot.ChatRef{}) {
		return ""
	}
	return fmt.Sprintf("%s %s", s.AddedBy.Platform, s.AddedBy.ID)
}

// stamp is a time for programs, "" for never.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
