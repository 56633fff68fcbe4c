package file_test

import (
	"context"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	units "unicode/utf16"

	"go.uber.org/goleak"

	"wirebrief/adapters/file"
)

const twoLines = `{"id":"1","title":"Mill","text":"It sold oats."}` + "\n" + `{"id":"2","title":"Çeşme","text":"It is shut."}` + "\n"

// walkUntil ends ctx while the walk waits for input.
func walkUntil(t *testing.T, inputs []string, stdin io.Reader) []file.Item {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	ended := make(chan []file.Item, 1)
	go func() { ended <- slices.Collect(file.Walk(ctx, inputs, stdin, file.Options{})) }()
	select {
	case items := <-ended:
		return items
	case <-time.After(time.Minute):
		t.Fatal("the walk goes on waiting")
		return nil
	}
}

func TestWalkIsInterruptedWhileItWaits(t *testing.T) {
	t.Run("Stdin", func(t *testing.T) {
		defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
		stdin, typed := io.Pipe()
		if items := walkUntil(t, []string{file.Stdin}, stdin); len(items) != 0 {
			t.Errorf("got %v", items)
		}
		typed.Close() // lets the abandoned Read go
	})
	t.Run("NamedPipe", func(t *testing.T) {
		name := namedPipe(t)
		if items := walkUntil(t, []string{name}, nil); len(items) != 0 {
			t.Errorf("got %v", items)
		}
	})
}

func TestNamedPipeIsRead(t *testing.T) {
	name := namedPipe(t)
	go func() {
		if err := os.WriteFile(name, []byte(twoLines), 0o600); err != nil {
			t.Error(err)
		}
	}()
	items := slices.Collect(file.Walk(t.Context(), []string{name}, nil, file.Options{}))
	if len(items) != 2 || items[0].Err != nil || items[1].Article.Title != "Çeşme" {
		t.Errorf("got %+v", items)
	}
}

func TestJSONLinesInUTF16(t *testing.T) {
	for name, order := range map[string]binary.AppendByteOrder{"LittleEndian": binary.LittleEndian, "BigEndian": binary.BigEndian} {
		for mark, text := range map[string]string{"WithMark": "\ufeff" + twoLines, "WithoutMark": twoLines} {
			t.Run(name+mark, func(t *testing.T) {
				var b []byte
				for _, unit := range units.Encode([]rune(text)) {
					b = order.AppendUint16(b, unit)
				}
				items := slices.Collect(file.Walk(t.Context(), []string{file.Stdin}, strings.NewReader(string(b)), file.Options{}))
				if len(items) != 2 || items[0].Err != nil || items[1].Article.Title != "Çeşme" {
					t.Errorf("got %+v", items)
				}
			})
		}
	}
}

func namedPipe(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "pipe")
	if err := makePipe(name); err != nil {
		if runtime.GOOS == "windows" {
			t.Skip("Windows has no named pipes among its files")
		}
		t.Fatal(err)
	}
	return name
}
