package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wirebrief/adapters/discord"
	"wirebrief/adapters/telegram"
	"wirebrief/bot"
)

// programVariable has this test binary be the program, for the
// platforms of a test. Its value is how many times as fast as in life everything
// goes there.
const programVariable = "WIREBRIEF_TEST_PROGRAM"

// beTheProgram turns this test binary into the program, if it was started
// as that. A service that leaves a goroutine behind ends with statusLeaking.
func beTheProgram() {
	hurry, err := strconv.Atoi(os.Getenv(programVariable))
	if err != nil {
		return
	}
	if leaseTime, err = time.ParseDuration(os.Getenv(leaseVariable)); err != nil {
		leaseTime = testLease
	}
	askingRates = bot.Rates{}
	tuneTelegram = func(o *telegram.Options) { o.Pacing = bot.NewPacing(hurried((*telegram.Adapter)(nil).Pace(), hurry)) }
	tuneDiscord = func(o *discord.Options) { o.Pacing = bot.NewPacing(hurried((*discord.Adapter)(nil).Pace(), hurry)) }
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	if name := os.Getenv(profileVariable); name != "" && slices.Contains(os.Args, "run") {
		out, err := os.Create(name)
		if err == nil {
			err = pprof.StartCPUProfile(out)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	pprof.StopCPUProfile()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	if err := findLeaks(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = statusLeaking
	}
	os.Exit(status)
}

const statusLeaking = 3

// testLease is how long the lease of a service holds in tests: it is never renewed
// too late, however busy the machine or slow its disk, so that nobody who imports
// beside it takes it over. leaseVariable has another instead: shortLease is for who
// looks into the files that a killed service has left, and so must not expire it.
const (
	testLease     = time.Hour
	leaseVariable = "WIREBRIEF_TEST_LEASE"
	shortLease    = leaseVariable + "=400ms"
)

// expireLease is what time does after a service was killed: the next one need not
// wait.
func expireLease(t testing.TB, file string) {
	t.Helper()
	edit(t, file, `UPDATE service_lease SET expires = 0`)
}

// findLeaks looks for goroutines that do not end. On a busy machine some take
// longer than goleak waits for them by itself.
func findLeaks(o ...goleak.Option) (err error) {
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if err = goleak.Find(o...); err == nil {
			return nil
		}
	}
	return err
}

// profileVariable names a file for the processor profile of the service.
const profileVariable = "WIREBRIEF_TEST_PROFILE"

// unlimited is the hurry that knows no limits.
const unlimited = 0

// hurried is the pace of an adapter, some times as fast. A group may get in a
// minute what it gets in some in life.
func hurried(p bot.Pace, times int) bot.Pace {
	if times == unlimited {
		return bot.Pace{}
	}
	p.PerSecond *= float64(times)
	p.Chat /= time.Duration(times)
	p.Group *= times
	return p
}

// A program is the real program with a store of its own.
type program struct {
	t    testing.TB
	file string
	env  []string
	// out and log are all that the program has printed to its two outputs.
	out, log safeBuffer
	child    *exec.Cmd
}

// newProgram makes a program whose platforms go some times as fast as in life.
// Nothing runs yet; in the end it is killed, if it runs then.
func newProgram(t testing.TB, hurry int, env ...string) *program {
	t.Helper()
	p := &program{t: t, file: filepath.Join(t.TempDir(), "news.db")}
	p.env = append([]string{fmt.Sprintf("%s=%d", programVariable, hurry), "WIREBRIEF_DB=" + p.file, "WIREBRIEF_LOG_LEVEL=debug", "WIREBRIEF_DIGEST_ZONE=" + town.zone, "HOME=" + t.TempDir()}, env...)
	return p
}

// part runs a part of the test.
func (p *program) part(t *testing.T, name string, do func(t *testing.T)) {
	t.Run(name, func(t *testing.T) {
		defer func(whole testing.TB) { p.t = whole }(p.t)
		p.t = t
		do(t)
	})
}

func (p *program) command(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), p.env...)
	c.Stdout, c.Stderr = &p.out, &p.log
	return c
}

// run runs a command of the program to its end and returns what it printed.
func (p *program) run(args ...string) string {
	p.t.Helper()
	before := len(p.out.String())
	if err := p.command(args...).Run(); err != nil {
		p.t.Fatalf("wirebrief %s: %v\n%s", strings.Join(args, " "), err, p.tail())
	}
	return p.out.String()[before:]
}

// start starts the service, or starts it again.
func (p *program) start() {
	p.t.Helper()
	p.end(os.Kill)
	p.child = p.command("run")
	if err := p.child.Start(); err != nil {
		p.t.Fatal(err)
	}
}

// stop ends the service as an operator does, who expects that it leaves nothing
// running.
func (p *program) stop() {
	p.t.Helper()
	if err := p.end(syscall.SIGTERM); err != nil {
		p.t.Errorf("the service ended with %v:\n%s", err, p.tail())
	}
}

// end sends a signal to the service, if it runs, and waits for its end.
func (p *program) end(s os.Signal) error {
	if p.child == nil {
		return nil
	}
	child := p.child
	p.child = nil
	if err := child.Process.Signal(s); err != nil {
		return err
	}
	kill := time.AfterFunc(waitAnswer, func() { child.Process.Kill() })
	defer kill.Stop()
	err := child.Wait()
	if over := p.t.Context().Err() != nil; s == os.Kill && !over && !slices.Contains(p.env, shortLease) {
		expireLease(p.t, p.file)
	}
	return err
}

// tail is the end of the log.
func (p *program) tail() string {
	log := p.log.String()
	return log[max(0, len(log)-4000):]
}

// following are the topics of all chats, each as "chat topic", in order.
func (p *program) following() (all []string) {
	p.t.Helper()
	return p.query(`SELECT c.ref || ' ' || s.typed FROM subscriptions s JOIN chats c ON c.id = s.chat ORDER BY 1`)
}

// query returns the first column of what a statement finds in the store.
func (p *program) query(statement string, args ...any) (all []string) {
	p.t.Helper()
	raw, err := sql.Open("sqlite3", p.file+"?_busy_timeout=10000")
	if err != nil {
		p.t.Fatal(err)
	}
	defer raw.Close()
	rows, err := raw.QueryContext(context.Background(), statement, args...)
	if err != nil {
		p.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			p.t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		p.t.Fatal(err)
	}
	return all
}

// storeNews stores the samples, as if they had just come in.
func (p *program) storeNews() {
	p.t.Helper()
	folder := p.t.TempDir()
	articles, err := sampleArticles(time.Now())
	if err != nil {
		p.t.Fatal(err)
	}
	var lines bytes.Buffer
	for i, a := range articles {
		line := map[string]any{"id": fmt.Sprint("sample-", i), "title": a.Title, "text": a.Text, "language": a.Lang, "published": a.Published, "publisher": a.Publisher, "url": a.URL}
		if err := json.NewEncoder(&lines).Encode(line); err != nil {
			p.t.Fatal(err)
		}
	}
	name := filepath.Join(folder, "samples.jsonl")
	if err := os.WriteFile(name, lines.Bytes(), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.run("import", name)
}

// importOne stores one more article about a topic, as news.
func (p *program) importOne(title, text string) {
	p.t.Helper()
	name := filepath.Join(p.t.TempDir(), "article.txt")
	if err := os.WriteFile(name, []byte(title+"\n\n"+text+"\n"), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.run("import", "--publisher", "Example Wire", "--published", time.Now().UTC().Format(time.RFC3339), "--url", "https://example.com/"+strings.ReplaceAll(strings.ToLower(title), " ", "-"), name)
}

// waitForMore does something, and waits until what has been written to the buffer
// since it began holds want.
func (s *safeBuffer) waitForMore(t *testing.T, want string, do func()) {
	t.Helper()
	before := len(s.String())
	do()
	for deadline := time.Now().Add(waitAnswer); !strings.Contains(s.String()[before:], want); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %q in:\n%s", want, s.String()[before:])
		}
	}
}

// eventually waits until there are n of something.
func (p *program) eventually(of string, n int, count func() int) {
	p.t.Helper()
	got := count()
	for deadline := time.Now().Add(waitAnswer); got != n; got = count() {
		if time.Now().After(deadline) {
			p.t.Fatalf("%d %s, want %d; the log ends:\n%s", got, of, n, p.tail())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// answered waits until all that was heard is answered, and noted as that.
func (p *program) answered() {
	p.t.Helper()
	p.eventually("events without an answer", 0, func() int { return len(p.query(`SELECT key FROM inbox WHERE payload IS NOT NULL`)) })
}

// waitAnswer is how long an answer may take on a busy machine.
const waitAnswer = 2 * time.Minute
