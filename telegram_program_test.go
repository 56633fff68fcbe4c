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

	"wirebrief/adapters/telegram"
	"wirebrief/adapters/telegram/telegramtest"
	"wirebrief/bot"
)

// telegramVariable has this test binary be the program, for a Telegram of a
// test. Its value is how many times as fast as in life everything goes there.
const telegramVariable = "WIREBRIEF_TEST_TELEGRAM"

// beTelegramService turns this test binary into the program, if it was started
// as that. A service that leaves a goroutine behind ends with statusLeaking.
func beTelegramService() {
	hurry, err := strconv.Atoi(os.Getenv(telegramVariable))
	if err != nil {
		return
	}
	leaseTime = 400 * time.Millisecond // after a kill the next service need not wait for long
	askingRates = bot.Rates{}
	tuneTelegram = func(o *telegram.Options) { o.Pacing = bot.NewPacing(hurried(hurry)) }
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
	if err := goleak.Find(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = statusLeaking
	}
	os.Exit(status)
}

const statusLeaking = 3

// profileVariable names a file for the processor profile of the service.
const profileVariable = "WIREBRIEF_TEST_PROFILE"

// unlimited is the hurry that knows no limits.
const unlimited = 0

// hurried is the pace of the adapter, some times as fast. A group may get in a
// minute what it gets in some in life.
func hurried(times int) bot.Pace {
	if times == unlimited {
		return bot.Pace{}
	}
	p := (*telegram.Adapter)(nil).Pace()
	p.PerSecond *= float64(times)
	p.Chat /= time.Duration(times)
	p.Group *= times
	return p
}

// hurriedLimits are those of the server that go with hurried.
func hurriedLimits(times int) *telegramtest.Limits {
	if times == unlimited {
		return &telegramtest.Limits{}
	}
	l := telegramtest.DefaultLimits()
	l.PerSecond *= float64(times)
	l.ChatPerSecond *= float64(times)
	l.GroupPerMinute *= times
	return &l
}

// canaryToken must show up nowhere. What stands before the colon is the id of
// the bot, which everybody can see.
const canaryToken = "7000000001:AAcanary-Qz81_hXw3TtNv60-PkLm5yJd_Rs2"

// A telegramProgram is the real program with a Telegram of its own.
type telegramProgram struct {
	*telegramtest.Server
	t    testing.TB
	file string
	env  []string
	// out and log are all that the program has printed to its two outputs.
	out, log safeBuffer
	child    *exec.Cmd
}

// newTelegramProgram makes a Telegram that goes some times as fast as in life.
// Nothing runs yet. In the end the test fails if the program broke the rules of
// the API, or showed its token.
func newTelegramProgram(t testing.TB, hurry int, env ...string) *telegramProgram {
	t.Helper()
	p := &telegramProgram{t: t, file: filepath.Join(t.TempDir(), "news.db")}
	t.Cleanup(p.findToken)
	p.Server = telegramtest.Start(t, telegramtest.Options{Token: canaryToken, Limits: hurriedLimits(hurry), Schema: apiDescription(t)})
	t.Cleanup(func() { p.end(os.Kill) }) // before the server goes
	p.env = append([]string{
		fmt.Sprintf("%s=%d", telegramVariable, hurry), "WIREBRIEF_DB=" + p.file, "WIREBRIEF_LOG_LEVEL=debug", "HOME=" + t.TempDir(),
		"WIREBRIEF_TELEGRAM_TOKEN=" + canaryToken, "WIREBRIEF_TELEGRAM_BASE_URL=" + p.URL(),
	}, env...)
	return p
}

// apiDescription is the description of the API, nil if there is no folder with
// it.
func apiDescription(t testing.TB) *telegramtest.Schema {
	t.Helper()
	folder := os.Getenv("WIREBRIEF_TESTDATA")
	if folder == "" {
		t.Log("WIREBRIEF_TESTDATA is not set: requests are not checked against the description of the API")
		return nil
	}
	s, err := telegramtest.LoadSchema(filepath.Join(folder, "specs", "telegram-api.json"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// part runs a part of the test.
func (p *telegramProgram) part(t *testing.T, name string, do func(t *testing.T)) {
	t.Run(name, func(t *testing.T) {
		defer func(whole testing.TB) { p.t = whole }(p.t)
		p.t = t
		do(t)
	})
}

func (p *telegramProgram) command(args ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], args...)
	c.Env = append(os.Environ(), p.env...)
	c.Stdout, c.Stderr = &p.out, &p.log
	return c
}

// run runs a command of the program to its end and returns what it printed.
func (p *telegramProgram) run(args ...string) string {
	p.t.Helper()
	before := len(p.out.String())
	if err := p.command(args...).Run(); err != nil {
		p.t.Fatalf("wirebrief %s: %v\n%s", strings.Join(args, " "), err, p.tail())
	}
	return p.out.String()[before:]
}

// start starts the service, or starts it again.
func (p *telegramProgram) start() {
	p.t.Helper()
	p.end(os.Kill)
	p.child = p.command("run")
	if err := p.child.Start(); err != nil {
		p.t.Fatal(err)
	}
}

// stop ends the service as an operator does, who expects that it leaves nothing
// running.
func (p *telegramProgram) stop() {
	p.t.Helper()
	if err := p.end(syscall.SIGTERM); err != nil {
		p.t.Errorf("the service ended with %v:\n%s", err, p.tail())
	}
}

// end sends a signal to the service, if it runs, and waits for its end.
func (p *telegramProgram) end(s os.Signal) error {
	if p.child == nil {
		return nil
	}
	child := p.child
	p.child = nil
	if err := child.Process.Signal(s); err != nil {
		return err
	}
	kill := time.AfterFunc(15*time.Second, func() { child.Process.Kill() })
	defer kill.Stop()
	return child.Wait()
}

// tail is the end of the log.
func (p *telegramProgram) tail() string {
	log := p.log.String()
	return log[max(0, len(log)-4000):]
}

// begin makes the service run, and returns the link that its operator follows.
func (p *telegramProgram) begin() (link string) {
	p.t.Helper()
	p.start()
	p.out.waitFor(p.t.(*testing.T), "t.me/")
	return linkIn(p.t, p.out.String())
}

// linkIn is the link to the bot in what was printed.
func linkIn(t testing.TB, printed string) string {
	t.Helper()
	for word := range strings.FieldsSeq(printed) {
		if strings.HasPrefix(word, "https://t.me/wirebrief_test_bot?start=") {
			return word
		}
	}
	t.Fatalf("no link in:\n%s", printed)
	return ""
}

// answer waits for the n-th message of the bot in a room, and returns it.
func (p *telegramProgram) answer(r *telegramtest.Room, n int) telegramtest.Post {
	p.t.Helper()
	posts := r.WaitPosts(n, waitAnswer)
	if len(posts) < n {
		p.t.Fatalf("no message %d from the bot, only:\n%s\nthe log ends:\n%s", n, shownPosts(posts), p.tail())
	}
	return posts[n-1]
}

// waitAnswer is how long an answer may take on a busy machine.
const waitAnswer = 30 * time.Second

func shownPosts(posts []telegramtest.Post) string {
	var b strings.Builder
	for _, p := range posts {
		fmt.Fprintf(&b, "%s\n%q\n\n", p.Text, p.Labels())
	}
	return b.String()
}

// following are the topics of all chats, each as "chat topic", in order.
func (p *telegramProgram) following() (all []string) {
	p.t.Helper()
	return p.query(`SELECT c.ref || ' ' || s.typed FROM subscriptions s JOIN chats c ON c.id = s.chat ORDER BY 1`)
}

// query returns the first column of what a statement finds in the store.
func (p *telegramProgram) query(statement string, args ...any) (all []string) {
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

// findToken looks for the token, or a piece of it, in all that the program has
// printed, logged, sent and stored.
func (p *telegramProgram) findToken() {
	places := map[string][]byte{"the output": []byte(p.out.String()), "the log": []byte(p.log.String())}
	files, err := filepath.Glob(p.file + "*")
	if err != nil || len(files) == 0 {
		p.t.Errorf("no database at %s (%v)", p.file, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil && !os.IsNotExist(err) {
			p.t.Error(err)
		}
		places[filepath.Base(name)] = content
	}
	for _, c := range p.LastCalls("") {
		places["a request for "+c.Method] = fmt.Append(nil, c.Values)
		if shown := tokenIn(places["a request for "+c.Method]); shown != "" {
			break
		}
	}
	for place, content := range places {
		if piece := tokenIn(content); piece != "" {
			at := bytes.Index(content, []byte(piece))
			p.t.Errorf("%s shows a piece of the token: %q", place, content[max(0, at-300):min(len(content), at+60)])
		}
	}
}

// tokenIn returns a piece of canaryToken that stands in content.
func tokenIn(content []byte) string {
	const piece = 8
	_, secret, _ := strings.Cut(canaryToken, ":")
	for i := range len(secret) - piece + 1 {
		if bytes.Contains(content, []byte(secret[i:i+piece])) {
			return secret[i : i+piece]
		}
	}
	return ""
}

func TestTokenIsFound(t *testing.T) {
	for _, content := range []string{"Get http://127.0.0.1/bot" + canaryToken + "/getMe", "…" + canaryToken[25:35] + "…"} {
		if tokenIn([]byte(content)) == "" {
			t.Errorf("not found in %q", content)
		}
	}
	if found := tokenIn([]byte("7000000001:AAca")); found != "" {
		t.Errorf("found %q", found)
	}
}

// storeNews stores the samples, as if they had just come in.
func (p *telegramProgram) storeNews() {
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
func (p *telegramProgram) importOne(title, text string) {
	p.t.Helper()
	name := filepath.Join(p.t.TempDir(), "article.txt")
	if err := os.WriteFile(name, []byte(title+"\n\n"+text+"\n"), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.run("import", "--publisher", "Example Wire", "--published", time.Now().UTC().Format(time.RFC3339), "--url", "https://example.com/"+strings.ReplaceAll(strings.ToLower(title), " ", "-"), name)
}

// waitForMore waits until something is written to the buffer that holds want.
func (s *safeBuffer) waitForMore(t *testing.T, want string) {
	t.Helper()
	before := len(s.String())
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(s.String()[before:], want); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %q in:\n%s", want, s.String()[before:])
		}
	}
}

// labelled reports whether a message has a button of a label.
func labelled(p telegramtest.Post, label string) bool { return slices.Contains(p.Labels(), label) }
