package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// BenchmarkTelegramUpdates has 2,000 people ask for the latest, twice each,
// with 100,000 articles in the store; a tenth of all that with -short. The real
// program answers, on as many processors as GOMAXPROCS says. Telegram is this
// process, which may use all processors, as Telegram does.
//
// Counted is from the first update that is there to be asked for until the last
// answer has come, with all that the program does besides; not what it does
// after its start, which is over before. It reports how many updates are
// answered in a second, what each takes of the program's processor time, which
// says the same on a machine that is busy, and what it takes of Telegram's: with
// one processor for both, that is to be added.
func BenchmarkTelegramUpdates(b *testing.B) {
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
	for i, c := range []struct{ name, ask string }{{"Newest", "/latest"}, {"Topic", "/latest karabakh"}} {
		b.Run(c.name, func(b *testing.B) {
			p := newTelegramProgram(b, unlimited, "WIREBRIEF_ACCESS_MODE=open", "WIREBRIEF_LOG_LEVEL=warn", fmt.Sprint("GOMAXPROCS=", runtime.GOMAXPROCS(0)))
			p.file = file
			p.SetNextUpdate(int64(i+1) * 100_000_000) // the store knows those of the one before
			p.env = append(p.env, "WIREBRIEF_DB="+file)
			crowd := make([]*telegramtest.Person, people)
			for i := range crowd {
				crowd[i] = p.AddPerson(telegramtest.User{FirstName: fmt.Sprint("Person ", i)})
			}
			ready := p.AddPerson(telegramtest.User{FirstName: "Ready"})
			p.start()
			ready.Start("")
			if len(ready.Private().WaitPosts(1, waitAnswer)) == 0 {
				b.Fatalf("no answer:\n%s", p.tail())
			}
			p.rest(b)
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(runtime.NumCPU()))
			var took, processor, server time.Duration
			n := 0
			for b.Loop() {
				used, served, began, before := p.processorTime(b), processorTime(b), time.Now(), p.Sent()
				for range 2 {
					for _, person := range crowd {
						person.Say(person.Private(), c.ask)
						n++
					}
				}
				if !p.Wait(5*time.Minute, func() bool { return p.Sent() >= before+2*people }) {
					b.Fatalf("%d of %d updates were answered:\n%s", p.Sent()-before, 2*people, p.tail())
				}
				took += time.Since(began)
				processor += p.processorTime(b) - used
				server += processorTime(b) - served
			}
			p.stop()
			b.ReportMetric(float64(n)/took.Seconds(), "updates/s")
			b.ReportMetric(float64(n)/processor.Seconds(), "updates/cpu-s")
			b.ReportMetric(float64(processor.Microseconds())/float64(n), "cpu-µs/update")
			b.ReportMetric(float64(server.Microseconds())/float64(n), "server-µs/update")
		})
	}
}

// processorTime is what the service has had of all processors.
func (p *program) processorTime(b *testing.B) time.Duration {
	b.Helper()
	return processTime(b, p.child.Process.Pid)
}

// rest waits until the service has done what it does after a start, and uses
// less than a fiftieth of a processor.
func (p *program) rest(b *testing.B) {
	b.Helper()
	const span = time.Second
	for deadline := time.Now().Add(waitAnswer); ; {
		used := p.processorTime(b)
		time.Sleep(span)
		if p.processorTime(b)-used < span/50 {
			return
		}
		if time.Now().After(deadline) {
			b.Fatalf("the service does not come to rest:\n%s", p.tail())
		}
	}
}

// BenchmarkTelegramSending has digests delivered for a minute at the real pace:
// to 4,000 people, while one group asks as fast as it is answered. It reports
// how much of the 30 messages a second that the server lets pass were sent.
func BenchmarkTelegramSending(b *testing.B) {
	p := newTelegramProgram(b, 1, "WIREBRIEF_ACCESS_MODE=open")
	people := 4000
	if testing.Short() {
		people = 600
	}
	group := p.crowdOwedDigests(people)
	p.start()
	owner := p.People()[1]
	var sent int
	var took time.Duration
	for b.Loop() {
		if !p.Wait(waitAnswer, func() bool { return p.Sent() > 0 }) {
			b.Fatalf("nothing was sent:\n%s", p.tail())
		}
		began, before, asked := time.Now(), p.Sent(), 0
		for time.Since(began) < time.Minute && p.Sent() < people {
			if asked < 40 && len(group.BotPosts()) >= asked {
				owner.Say(group, "/topics@wirebrief_test_bot")
				asked++
			}
			time.Sleep(50 * time.Millisecond)
		}
		sent += p.Sent() - before
		took += time.Since(began)
	}
	b.ReportMetric(float64(sent)/took.Seconds()/30*100, "%-of-rate")
	b.ReportMetric(float64(p.TooMany()), "429s")
	b.ReportMetric(float64(len(group.BotPosts())), "group-messages")
	if err := p.end(syscall.SIGTERM); err != nil {
		b.Errorf("the service ended with %v:\n%s", err, p.tail())
	}
}

// crowdOwedDigests makes people who are all owed a digest, and a group that the
// bot is in.
func (p *telegramProgram) crowdOwedDigests(people int) (group *telegramtest.Room) {
	p.t.Helper()
	var refs []bot.ChatRef
	for i := range people {
		person := p.AddPerson(telegramtest.User{FirstName: fmt.Sprint("Person ", i)})
		person.Start("")
		refs = append(refs, bot.ChatRef{Platform: "telegram", ID: fmt.Sprint(person.ID())})
	}
	owner := p.People()[1]
	group = p.AddGroup("Grain desk", owner, p.People()[2])
	group.Add(owner, p.Bot())
	p.Advance(25 * time.Hour) // nobody waits for an answer to /start
	oweDigestsTo(p.t, p.file, refs)
	return group
}
