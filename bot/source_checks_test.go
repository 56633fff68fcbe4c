package bot

import (
	"fmt"
	"testing"
	"time"
)

func TestChecksOfAChatAreBounded(t *testing.T) {
	var c sourceChecks
	ann, bob := ChatRef{ID: "ann"}, ChatRef{ID: "bob"}
	for i := range chatChecks {
		if wait := c.take(ann, pollDay.Add(time.Duration(i)*time.Minute)); wait != 0 {
			t.Fatalf("check %d has to wait for %v", i+1, wait)
		}
	}
	for name, test := range map[string]struct {
		chat  ChatRef
		after time.Duration
		want  time.Duration
	}{
		"one more": {ann, 20 * time.Minute, 40 * time.Minute}, "another chat": {bob, 20 * time.Minute, 0},
		"just before": {ann, time.Hour - time.Second, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			if wait := c.take(test.chat, pollDay.Add(test.after)); wait != test.want {
				t.Errorf("has to wait for %v, want %v", wait, test.want)
			}
		})
	}
	if wait := c.take(ann, pollDay.Add(time.Hour)); wait != 0 {
		t.Errorf("after an hour, has to wait for %v", wait)
	}
	if wait := c.take(ann, pollDay.Add(time.Hour)); wait != time.Minute {
		t.Errorf("the one after that has to wait for %v", wait)
	}
	if wait := c.take(ann, pollDay.Add(-time.Hour)); wait != 0 {
		t.Errorf("after the clock was set back, has to wait for %v", wait)
	}
}

func TestChecksOfAllChatsAreBounded(t *testing.T) {
	var c sourceChecks
	for i := range maxChecked {
		c.take(ChatRef{ID: fmt.Sprint(i)}, pollDay)
	}
	late := ChatRef{ID: "late"}
	if wait := c.take(late, pollDay); wait != checkWindow || len(c.byChat) != maxChecked {
		t.Errorf("waits %v, %d chats are remembered", wait, len(c.byChat))
	}
	if wait := c.take(ChatRef{ID: "0"}, pollDay); wait != 0 {
		t.Errorf("a chat that is remembered waits %v", wait)
	}
	if wait := c.take(late, pollDay.Add(checkWindow)); wait != 0 || len(c.byChat) != 1 {
		t.Errorf("an hour later it waits %v, %d chats are remembered", wait, len(c.byChat))
	}
}
