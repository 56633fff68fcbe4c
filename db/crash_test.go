package db_test

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"wirebrief/bot"
	"wirebrief/db"
)

// The tests below run this binary again, in the part that this variable names.
const partVariable = "WIREBRIEF_DB_TEST_PART"

func runMain(m *testing.M) int {
	part, path, _ := strings.Cut(os.Getenv(partVariable), " ")
	var err error
	switch part {
	case "":
		return m.Run()
	case "store":
		err = storeForever(path)
	case "write":
		err = writeForever(path)
	case "deliver":
		err = deliverForever(path)
	case "open":
		var d *db.DB
		if d, err = db.Open(ctx, path, db.Options{}); err == nil {
			err = d.Close()
		}
	default:
		err = fmt.Errorf("no part %q", part)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func again(t *testing.T, part, path string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), partVariable+"="+part+" "+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// storeForever stores batches and prints the number of each when it is in.
func storeForever(path string) error {
	d, err := db.Open(ctx, path, db.Options{})
	if err != nil {
		return err
	}
	totals, err := d.CountArticles(ctx, time.Time{})
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, uint64(totals.Articles)))
	for batch := totals.Articles / crashBatch; ; batch++ {
		var articles []bot.Incoming
		for n := range crashBatch {
			articles = append(articles, syntheticArticle(r, batch*crashBatch+n, noon))
		}
		if _, err := d.StoreArticles(ctx, articles); err != nil {
			return err
		}
		fmt.Println(batch)
	}
}

const crashBatch = 5

// writeForever keeps the write lock nearly all the time, as an import does.
func writeForever(path string) error {
	d, err := db.Open(ctx, path, db.Options{})
	if err != nil {
		return err
	}
	fmt.Println(0)
	for {
		if err := d.HoldWriteLock(20 * time.Millisecond); err != nil {
			return err
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// TestWritingBesideAnImport: the short pauses of an import in another process
// are enough for everybody else.
func TestWritingBesideAnImport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	d := open(t, path, db.Options{})
	cmd := again(t, "write", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait() // reports the signal
	defer cmd.Process.Kill()
	if _, ok := nextLine(bufio.NewReader(out)); !ok {
		t.Fatal("the other process does not write")
	}
	began := time.Now()
	const writes = 10
	for n := range writes {
		if _, err := d.CreatePhrase(ctx, chat, fmt.Sprint("phrase ", n)); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("%d writes took %v", writes, took)
	}
}

func TestKilledWhileStoring(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	reported := -1
	for round := range 6 {
		cmd := again(t, "store", path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(out)
		for range 2 { // it is at work
			if last, ok := nextLine(lines); ok {
				reported = last
			}
		}
		time.Sleep(time.Duration(rand.IntN(150)) * time.Millisecond)
		if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		for {
			last, ok := nextLine(lines)
			if !ok {
				break
			}
			reported = last
		}
		cmd.Wait() // reports the signal
		checkSurvivor(t, path, round, reported)
	}
	if reported < 6 {
		t.Errorf("only %d batches were stored: the test does not test", reported+1)
	}
}

// nextLine reads a whole line with a number.
func nextLine(r *bufio.Reader) (n int, ok bool) {
	line, err := r.ReadString('\n')
	if err == io.EOF || err != nil {
		return 0, false
	}
	n, err = strconv.Atoi(strings.TrimSpace(line))
	return n, err == nil
}

// checkSurvivor opens what a killed process left.
func checkSurvivor(t *testing.T, path string, round, reported int) {
	t.Helper()
	d, err := db.Open(ctx, path, db.Options{})
	if err != nil {
		t.Fatalf("round %d: %v", round, err)
	}
	defer d.Close()
	totals, err := d.CountArticles(ctx, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if totals.Articles < (reported+1)*crashBatch || totals.Articles%crashBatch != 0 {
		t.Errorf("round %d: %d articles after %d batches of %d were reported", round, totals.Articles, reported+1, crashBatch)
	}
	if got, err := d.QueryString(`PRAGMA integrity_check`); err != nil || got != "ok" {
		t.Errorf("round %d: integrity: %s, %v", round, got, err)
	}
	if err := d.Exec(`INSERT INTO article_index (article_index, rank) VALUES ('integrity-check', 0)`); err != nil {
		t.Errorf("round %d: index: %v", round, err)
	}
	indexed, err := d.QueryInt(`SELECT count(*) FROM article_index`)
	if err != nil || int(indexed) != totals.Articles {
		t.Errorf("round %d: %d of %d articles in the index, %v", round, indexed, totals.Articles, err)
	}
}

// TestFirstStartTogether starts several processes on a file that none has made
// yet.
func TestFirstStartTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "wirebrief.db")
	var cmds []*exec.Cmd
	for range 4 {
		cmd := again(t, "open", path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	d := open(t, path, db.Options{})
	if n, err := d.QueryInt(`SELECT count(*) FROM goose_db_version WHERE version_id = 1`); err != nil || n != 1 {
		t.Errorf("the first migration ran %d times, %v", n, err)
	}
}

// runAsNobody runs one test in a process of a user without rights.
func runAsNobody(t *testing.T, test string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "wirebrief-nobody-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	const nobody = 65534
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	// The binary lies in a folder that only the superuser may enter, but a
	// process may always run what it is running.
	cmd := exec.Command("/proc/self/exe", "-test.run=^"+test+"$", "-test.v")
	cmd.Dir = dir
	cmd.Env = []string{"TMPDIR=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "--- PASS: "+test) {
		t.Errorf("%s did not run:\n%s", test, out)
	}
}
