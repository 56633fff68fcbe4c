package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"syscall"
	"testing"
	"time"

	"wirebrief/adapters/discord/discordtest"
	"wirebrief/bot"
)

// BenchmarkDiscordInteractions has 2,000 people ask for the latest in direct
// messages, twice each, with 100,000 articles in the store; a tenth of all that
// with -short. The real program answers, on as many processors as GOMAXPROCS
// says, while the server, a process of its own, may use all of them. It reports
// how many interactions are answered in a second, and in a second of the
// program's processor time, which says the same on a machine that is busy.
func BenchmarkDiscordInteractions(b *testing.B) {
	articles, people := 100_000, 2000
	if testing.Short() {
		articles, people = articles/10, people/10
	}
	file := filepath.Join(b.TempDir(), "news.db")
	child := exec.CommandContext(b.Context(), os.Args[0])
	child.Env = append(os.Environ(), fmt.Sprintf("%s=%d/%d/%d %s", fanOutVariable, 1, 1, articles, file))
	if out, err := child.CombinedOutput(); err != nil {
		b.Fatalf("making the store: %v: %s", err, out)
	}
	p := newDiscordProgram(b, unlimited, "WIREBRIEF_ACCESS_MODE=open", "WIREBRIEF_LOG_LEVEL=warn", fmt.Sprint("GOMAXPROCS=", runtime.GOMAXPROCS(0)))
	p.file = file
	p.env = append(p.env, "WIREBRIEF_DB="+file)
	crowd := make([]*discordtest.Person, people)
	for i := range crowd {
		crowd[i] = p.AddPerson(discordtest.User{Username: fmt.Sprint("person", i)})
	}
	p.begin()
	p.rest(b)
	// This process plays Discord: it is not what is measured, and must keep up.
	defer debug.SetGCPercent(debug.SetGCPercent(800))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(runtime.NumCPU()))
	for _, c := range []struct{ name, ask string }{{"Newest", "/latest"}, {"Topic", "/latest topic:karabakh"}} {
		b.Run(c.name, func(b *testing.B) {
			p.askedBy(b, crowd, c.ask) // both sides grow to what they need
			var took, processor, server time.Duration
			n, late := 0, 0
			for b.Loop() {
				used, served, began := p.processorTime(b), processorTime(b), time.Now()
				late += p.askedBy(b, slices.Concat(crowd, crowd), c.ask)
				n += 2 * people
				took += time.Since(began)
				processor += p.processorTime(b) - used
				server += processorTime(b) - served
			}
			b.ReportMetric(float64(n)/took.Seconds(), "interactions/s")
			b.ReportMetric(float64(n)/processor.Seconds(), "interactions/cpu-s")
			b.ReportMetric(float64(processor.Microseconds())/float64(n), "cpu-µs/interaction")
			b.ReportMetric(float64(server.Microseconds())/float64(n), "server-µs/interaction")
			b.ReportMetric(float64(late), "late")
		})
	}
	p.stop()
}

// askedBy has every one of a crowd ask, and waits for every answer; there are
// always some hundreds who wait. It returns how many came later than Discord
// waits.
func (p *discordProgram) askedBy(b *testing.B, crowd []*discordtest.Person, what string) (late int) {
	b.Helper()
	const waiting = 600
	uses := make([]*discordtest.Use, len(crowd))
	for i := range len(crowd) + waiting {
		if i < len(crowd) {
			uses[i] = crowd[i].Slash(crowd[i].Private(), what)
		}
		if i >= waiting && p.isLate(b, uses[i-waiting]) {
			late++
		}
	}
	// Reading all of them as a person does would be measured, too.
	if post, ok := uses[0].Wait(); !ok || len(post.Embeds) == 0 {
		b.Fatalf("%v shows no briefing", uses[0])
	}
	return late
}

// isLate waits for the answer to a use, and reports whether it came too late.
func (p *discordProgram) isLate(b *testing.B, use *discordtest.Use) bool {
	b.Helper()
	answered := use.WaitAcknowledged()
	if answered && use.Deferred() {
		_, answered = use.WaitFor(time.Minute)
	}
	if !answered {
		b.Fatalf("%v has no answer:\n%s", use, p.tail())
	}
	after, _ := use.Acknowledged()
	return after > 3*time.Second
}

// BenchmarkDiscordSending has digests delivered to 4,000 people for a minute at
// the real pace. It reports how much of the 50 messages a second that the server
// lets pass were sent.
func BenchmarkDiscordSending(b *testing.B) {
	p := newDiscordProgram(b, 1, "WIREBRIEF_ACCESS_MODE=open")
	people := 4000
	if testing.Short() {
		people = 600
	}
	var refs []bot.ChatRef
	for i := range people {
		person := p.AddPerson(discordtest.User{Username: fmt.Sprint("person", i)})
		refs = append(refs, bot.ChatRef{Platform: "discord", ID: fmt.Sprint("dm-", person.Private().ID())})
	}
	oweDigestsTo(b, p.file, refs)
	p.start()
	var sent int
	var took time.Duration
	for b.Loop() {
		if !p.Wait(waitAnswer, func() bool { return p.Sent() > 0 }) {
			b.Fatalf("nothing was sent:\n%s", p.tail())
		}
		began, before := time.Now(), p.Sent()
		for time.Since(began) < time.Minute && p.Sent() < people {
			time.Sleep(50 * time.Millisecond)
		}
		sent += p.Sent() - before
		took += time.Since(began)
	}
	b.ReportMetric(float64(sent)/took.Seconds()/50*100, "%-of-rate")
	b.ReportMetric(float64(p.TooMany()), "429s")
	if err := p.end(syscall.SIGTERM); err != nil {
		b.Errorf("the service ended with %v:\n%s", err, p.tail())
	}
}
