package db_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"wirebrief/bot"
	"wirebrief/db"
)

func TestOpen(t *testing.T) {
	t.Run("a new file and its folder are for the owner only", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "new", "deeper")
		path := filepath.Join(dir, "wirebrief.db")
		d := open(t, path, db.Options{})
		store1(t, d, article("https://example.org/1", "t", "Text.", noon))
		for name, want := range map[string]os.FileMode{path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600, dir: 0o700, filepath.Dir(dir): 0o700} {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != want && runtime.GOOS != "windows" {
				t.Errorf("%s has mode %o, want %o", name, got, want)
			}
		}
	})
	t.Run("settings are in force", func(t *testing.T) {
		d, _ := openNew(t)
		for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "auto_vacuum": "2",
			"application_id": "2002940518", "busy_timeout": "0", "journal_size_limit": "67108864"} {
			if got, err := d.QueryString("PRAGMA " + pragma); err != nil || got != want {
				t.Errorf("%s = %s, %v, want %s", pragma, got, err, want)
			}
		}
		if got, err := d.QueryInt(`PRAGMA query_only`); err != nil || got != 1 {
			t.Errorf("readers may write: %d, %v", got, err)
		}
		if _, err := d.QueryInt(`DELETE FROM articles RETURNING id`); err == nil {
			t.Error("a reader wrote")
		}
	})
	t.Run("what was stored is there next time", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "wirebrief.db")
		d, err := db.Open(ctx, path, db.Options{})
		if err != nil {
			t.Fatal(err)
		}
		id := store1(t, d, article("https://example.org/1", "t", "Text.", noon)).Article
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path + "-wal"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the log is left after closing: %v", err)
		}
		d = open(t, path, db.Options{})
		if got := one(t, d, id).Article.Text; got != "Text." {
			t.Errorf("text %q", got)
		}
		if err := d.Check(ctx); err != nil {
			t.Error(err)
		}
	})
	for _, name := range []string{"a b.db", "what?.db", "hash#1.db", "100%.db", "%41.db", "a&mode=memory.db", "qarabağ карабах 新聞.db", "semi;colon'quote\".db", "file:x.db", "new\nline.db"} {
		t.Run(fmt.Sprintf("path %q", name), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "sub "+name, name)
			d := open(t, path, db.Options{})
			store1(t, d, article("https://example.org/1", "t", "Text.", noon))
			if n, err := d.CountArticles(ctx, time.Time{}); err != nil || n.Articles != 1 {
				t.Errorf("%+v, %v", n, err)
			}
			entries, err := os.ReadDir(filepath.Dir(path))
			if err != nil || len(entries) != 3 || entries[0].Name() != name {
				t.Errorf("files: %v, %v", entries, err)
			}
		})
	}
	t.Run("relative path", func(t *testing.T) {
		t.Chdir(t.TempDir())
		open(t, "wirebrief.db", db.Options{})
		if _, err := os.Stat("wirebrief.db"); err != nil {
			t.Error(err)
		}
	})
}

// wants are words that an error must hold, or it is of no help.
func refused(t *testing.T, path string, kind error, wants ...string) {
	t.Helper()
	d, err := db.Open(ctx, path, db.Options{Wait: 50 * time.Millisecond})
	if err == nil {
		d.Close()
		t.Fatal("opened")
	}
	if kind != nil && !errors.Is(err, kind) {
		t.Errorf("not %q: %v", kind, err)
	}
	for _, want := range wants {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in: %v", want, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	// unchanged runs refused and sees that the file was not touched.
	unchanged := func(t *testing.T, path string, kind error, wants ...string) {
		t.Helper()
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, path, kind, wants...)
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
			t.Errorf("the file was changed: %v", err)
		}
	}
	write := func(t *testing.T, content string) string {
		path := filepath.Join(t.TempDir(), "wirebrief.db")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Run("a text file", func(t *testing.T) {
		path := write(t, strings.Repeat("This is no database.\n", 100))
		unchanged(t, path, db.ErrBroken, path, "restore a backup")
	})
	t.Run("a short file", func(t *testing.T) {
		path := write(t, "notes")
		unchanged(t, path, db.ErrBroken, path, "restore a backup")
	})
	t.Run("a database of another program", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "other.db")
		other := raw(t, path)
		if _, err := other.Exec(`CREATE TABLE songs (name)`); err != nil {
			t.Fatal(err)
		}
		unchanged(t, path, db.ErrForeign, path, "--db")
	})
	t.Run("a newer version", func(t *testing.T) {
		path := closedStore(t)
		if _, err := raw(t, path).Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, 1)`, db.LatestMigration()+1); err != nil {
			t.Fatal(err)
		}
		unchanged(t, path, db.ErrNewer, path, fmt.Sprint("migration ", db.LatestMigration()+1), "newer wirebrief")
	})
	t.Run("a truncated file", func(t *testing.T) {
		path := closedStore(t)
		if err := os.Truncate(path, 3*4096+100); err != nil {
			t.Fatal(err)
		}
		refused(t, path, db.ErrBroken, path, "restore a backup")
	})
	t.Run("a damaged index", func(t *testing.T) {
		path := closedStore(t)
		if _, err := raw(t, path).Exec(`DELETE FROM article_index_data WHERE id = 10`); err != nil {
			t.Fatal(err)
		}
		refused(t, path, db.ErrBroken, path, "restore a backup")
	})
	t.Run("a folder", func(t *testing.T) {
		dir := t.TempDir()
		refused(t, dir, nil, dir, "this is a folder", filepath.Join(dir, "wirebrief.db"))
	})
	t.Run("no folder can be made", func(t *testing.T) {
		file := write(t, "")
		refused(t, filepath.Join(file, "sub", "wirebrief.db"), nil, file, "--db")
	})
	t.Run("a link that leads nowhere", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "wirebrief.db")
		if err := os.Symlink(filepath.Join(t.TempDir(), "gone", "x.db"), path); err != nil {
			t.Fatal(err)
		}
		refused(t, path, nil, path, "link", "--db")
	})
	t.Run("no path", func(t *testing.T) {
		refused(t, "", nil, "--db")
		refused(t, "a\x00b", nil, "--db")
	})
	t.Run("locked for long", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "wirebrief.db")
		d := open(t, path, db.Options{Wait: 50 * time.Millisecond})
		patient := open(t, path, db.Options{Wait: time.Minute})
		holder := raw(t, path)
		if _, err := holder.Exec(`BEGIN EXCLUSIVE`); err != nil {
			t.Fatal(err)
		}
		if _, err := d.StoreArticles(ctx, []bot.Incoming{article("u", "t", "x", noon)}); !errors.Is(err, db.ErrLocked) ||
			!strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "stop it") {
			t.Errorf("err = %v", err)
		}
		ended, cancel := context.WithTimeout(ctx, 5*time.Millisecond)
		defer cancel()
		if _, err := patient.StoreArticles(ended, []bot.Incoming{article("u", "t", "x", noon)}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the context is not heard while waiting: %v", err)
		}
		if _, err := d.FindNames(ctx); err != nil {
			t.Errorf("a reader waits for the writer: %v", err)
		}
		if _, err := holder.Exec(`COMMIT`); err != nil {
			t.Fatal(err)
		}
		store1(t, d, article("u", "t", "x", noon))
	})
	t.Run("ended context", func(t *testing.T) {
		ended, cancel := context.WithCancel(ctx)
		cancel()
		if d, err := db.Open(ended, filepath.Join(t.TempDir(), "wirebrief.db"), db.Options{}); !errors.Is(err, context.Canceled) {
			t.Errorf("%v, %v", d, err)
		}
	})
}

func TestDiskFull(t *testing.T) {
	d, _ := openNew(t)
	store1(t, d, article("https://example.org/1", "t", "Text.", noon))
	if err := d.Exec(`PRAGMA max_page_count = 1`); err != nil { // means: no more than there are
		t.Fatal(err)
	}
	big := article("https://example.org/2", "t", strings.Repeat("words and more ", 10_000), noon)
	if _, err := d.StoreArticles(ctx, []bot.Incoming{big}); !errors.Is(err, db.ErrFull) || !strings.Contains(err.Error(), "free some space") {
		t.Errorf("err = %v", err)
	}
	if err := d.Exec(`PRAGMA max_page_count = 1000000`); err != nil {
		t.Fatal(err)
	}
	store1(t, d, big)
	if err := d.Check(ctx); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsDamage(t *testing.T) {
	path := closedStore(t)
	var page int64
	other := raw(t, path)
	if err := other.QueryRow(`SELECT rootpage FROM sqlite_schema WHERE name = 'revisions'`).Scan(&page); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(bytes.Repeat([]byte{0xff}, 4096), (page-1)*4096); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	d := open(t, path, db.Options{})
	if err := d.Check(ctx); !errors.Is(err, db.ErrBroken) || !strings.Contains(err.Error(), "restore a backup") {
		t.Errorf("err = %v", err)
	}
	if _, err := d.FindRevision(ctx, 1); !errors.Is(err, db.ErrBroken) {
		t.Errorf("reading the damaged page: %v", err)
	}
}

// raw opens the file beside the package under test.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	pool, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(1)
	t.Cleanup(func() { pool.Close() })
	return pool
}

// closedStore makes a store with a few articles and closes it.
func closedStore(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	d, err := db.Open(ctx, path, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for n := range 20 {
		store1(t, d, indexed(n, "title words", "lead", strings.Repeat("body ", 500), "ølangen"))
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestReadOnly runs as a user who may not write: for the superuser nothing is
// read-only, so then it runs again in a process of another user.
func TestReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		runAsNobody(t, "TestReadOnly")
		return
	}
	t.Run("file", func(t *testing.T) {
		path := closedStore(t)
		if err := os.Chmod(path, 0o400); err != nil {
			t.Fatal(err)
		}
		refused(t, path, db.ErrReadOnly, path, "writable")
	})
	t.Run("folder", func(t *testing.T) {
		path := closedStore(t)
		dir := filepath.Dir(path)
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		defer os.Chmod(dir, 0o700)
		refused(t, path, db.ErrReadOnly, path, "its folder")
		refused(t, filepath.Join(dir, "new.db"), nil, dir, "writable")
		refused(t, filepath.Join(dir, "sub", "new.db"), nil, dir, "--db")
	})
	t.Run("not readable", func(t *testing.T) {
		path := closedStore(t)
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
		refused(t, path, db.ErrReadOnly, path, "writable")
	})
}

// TestOpenTogether opens one new file many times at once.
func TestOpenTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wirebrief.db")
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			d, err := db.Open(ctx, path, db.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if _, err := d.StoreArticles(ctx, []bot.Incoming{indexed(n, "word", "", "", "")}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := found(t, open(t, path, db.Options{}), anyOf("word")); len(got) != 8 {
		t.Errorf("%d articles, want 8", len(got))
	}
}
