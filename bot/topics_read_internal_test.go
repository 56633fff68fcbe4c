package bot

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"wirebrief/briefing"
)

func TestTopicsRead(t *testing.T) {
	var r topicsRead
	t.Run("is what ParseTopic reads, each time", func(t *testing.T) {
		for range 3 {
			for _, typed := range []string{"karabakh", "Karabakh", `"grain deal" -corn`, "lithium OR cobalt", "from:Reuters", "", "lang:xyzzy", "-only", strings.Repeat("long ", 200)} {
				want, wantErr := briefing.ParseTopic(typed)
				got, err := r.parse(typed)
				if !reflect.DeepEqual(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
					t.Errorf("%q: %v, %v, want %v, %v", typed, got, err, want, wantErr)
				}
			}
		}
	})
	t.Run("keeps nothing of the message it was part of", func(t *testing.T) {
		message := "/latest harbour fees " + strings.Repeat("and so on ", 400)
		topic, err := r.parse(message[len("/latest "):len("/latest harbour fees")])
		if err != nil {
			t.Fatal(err)
		}
		from := uintptr(unsafe.Pointer(unsafe.StringData(message)))
		for _, kept := range append(slices.Collect(maps.Keys(r.topics.young)), topic.String()) {
			if at := uintptr(unsafe.Pointer(unsafe.StringData(kept))); at-from < uintptr(len(message)) {
				t.Errorf("%q is a part of a message of %d bytes", kept, len(message))
			}
		}
	})
	t.Run("keeps a bounded number, and what is in use", func(t *testing.T) {
		var all sync.WaitGroup
		for worker := range 4 {
			all.Go(func() {
				for i := range 2 * topicsKept {
					r.parse("karabakh")
					r.parse(fmt.Sprintf("topic%d %d", worker, i))
				}
			})
		}
		all.Wait()
		if n := len(r.topics.young) + len(r.topics.old); n > 2*topicsKept {
			t.Errorf("%d are kept", n)
		}
		if _, ok := r.topics.get("karabakh"); !ok {
			t.Error("what was asked for all the time is forgotten")
		}
	})
}
