package discord

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"wirebrief/bot"
)

// The statuses and codes are those of the reference; what the codes mean is in
// send_error.go.
func TestEveryRefusalHasItsClass(t *testing.T) {
	for _, tt := range []struct {
		status, code int
		want         bot.SendKind
	}{
		{403, 50001, bot.Forbidden}, {403, 50013, bot.Forbidden},
		{404, 10003, bot.Gone}, {404, 10004, bot.Gone}, {404, 10008, bot.Gone}, {404, 10013, bot.Gone},
		{404, 10015, bot.Gone}, {401, 50027, bot.Gone},
		{403, 50007, bot.Gone}, {403, 50278, bot.Gone}, {400, 50033, bot.Gone},
		{403, 40003, bot.RetryAfter}, {429, 40003, bot.RetryAfter},
		{401, 0, bot.Auth}, {401, 40001, bot.Auth}, {403, 40001, bot.Auth}, {401, 50014, bot.Auth},
		{400, 50008, bot.Forbidden}, {400, 50024, bot.Forbidden},
		{400, 50083, bot.Forbidden}, {403, 160005, bot.Forbidden}, {400, 160006, bot.Forbidden},
		{429, 20028, bot.RetryAfter}, {429, 20029, bot.RetryAfter}, {400, 20028, bot.RetryAfter}, {400, 20016, bot.RetryAfter}, {429, 20022, bot.RetryAfter},
		{400, 200000, bot.Content}, {400, 200001, bot.Content}, {400, 240000, bot.Content},
		{400, 40067, bot.Forbidden}, {400, 220001, bot.Forbidden}, {400, 220002, bot.Forbidden},
		{400, 40060, bot.Gone}, {404, 10062, bot.Gone},
		{400, 50035, bot.Content}, {400, 50006, bot.Content}, {413, 40005, bot.Content}, {400, 40094, bot.Content}, {400, 50109, bot.Content},
		{400, 30046, bot.Gone}, {429, 30046, bot.Gone}, {403, 50005, bot.Gone}, {403, 50021, bot.Gone},
		{500, 130000, bot.Transient}, {503, 130000, bot.Transient}, {400, 130000, bot.Transient},
		{403, 40333, bot.Transient}, {400, 40004, bot.Transient}, {400, 40006, bot.Transient},
		{500, 0, bot.Uncertain}, {502, 0, bot.Uncertain}, {504, 0, bot.Uncertain},
		{429, 0, bot.RetryAfter}, {429, 40062, bot.RetryAfter},
		{403, 99999, bot.Forbidden}, {404, 99999, bot.Gone}, {400, 99999, bot.Content}, {405, 0, bot.Content},
		{403, 0, bot.Transient}, {404, 0, bot.Transient},
	} {
		t.Run(fmt.Sprintf("%d/%d", tt.status, tt.code), func(t *testing.T) {
			got := sendError(&failure{Status: tt.status, Code: tt.code, Message: "no", sent: tt.status >= 500})
			if got.Kind != tt.want {
				t.Errorf("got %v, want %v", got.Kind, tt.want)
			}
			if (got.RetryAfter > 0) != (got.Kind == bot.RetryAfter) {
				t.Errorf("%v waits for %v", got.Kind, got.RetryAfter)
			}
			if got.Message == "" {
				t.Error("it says nothing")
			}
		})
	}
}

func TestFailuresWithoutAnAnswer(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		want bot.SendKind
	}{
		"NotSent":       {&failure{Message: "connection refused"}, bot.Transient},
		"Sent":          {&failure{Message: "connection reset", sent: true}, bot.Uncertain},
		"AnswerUnread":  {&failure{Status: 200, Message: "in an unknown form", sent: true}, bot.Uncertain},
		"NoneOfDiscord": {&failure{Status: 502, Message: "with something else", foreign: true}, bot.Transient},
		"Other":         {errors.New("x"), bot.Transient},
		"Cancelled":     {context.Canceled, bot.Transient},
		"Classified":    {&bot.SendError{Kind: bot.Content}, bot.Content},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sendError(tt.err); got.Kind != tt.want {
				t.Errorf("got %v, want %v", got.Kind, tt.want)
			}
		})
	}
}

func TestAGlobalLimitHoldsForAll(t *testing.T) {
	got := sendError(&failure{Status: 429, RetryAfter: 300 * time.Millisecond, Global: true})
	if !got.Global || got.RetryAfter != 300*time.Millisecond {
		t.Errorf("got %+v", got)
	}
	if got := sendError(&failure{Status: 429, RetryAfter: time.Second, Shared: true}); got.Global {
		t.Errorf("a shared limit holds for all: %+v", got)
	}
}

func TestEditsDoNoHarmTwice(t *testing.T) {
	if got := editError(&failure{Status: 502, sent: true}); got.Kind != bot.Transient {
		t.Errorf("got %v", got.Kind)
	}
}
