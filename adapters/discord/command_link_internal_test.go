package discord

import (
	"encoding/json"
	"testing"

	"wirebrief/bot"
)

func TestCommandsAreLearnt(t *testing.T) {
	var k knownCommands
	if k.ids() != nil {
		t.Error("it knows commands before it was told any")
	}
	k.learn(json.RawMessage(`[{"id":"12","type":1,"name":"latest"},{"id":"13","type":3,"name":"Brief this"},{"id":"14","type":1,"name":"delete_my_data"}]`))
	if ids := k.ids(); len(ids) != 2 || ids["latest"] != 12 || ids["delete_my_data"] != 14 {
		t.Errorf("it has learnt %v", ids)
	}
	k.learn(json.RawMessage(`{"message":"no"}`))
	if len(k.ids()) != 2 {
		t.Error("it has forgotten them")
	}
	m := bot.Message{Blocks: []bot.Block{{Runs: []bot.Run{{Text: "See "}, {Text: "/delete_my_data", Bold: true, Command: true}, {Text: "."}}}}}
	if got := render(m, renderOptions{commands: k.ids()})[0].Content; got != "See </delete_my_data:14>." {
		t.Errorf("got %q", got)
	}
}

func TestNamesOfCommands(t *testing.T) {
	for text, want := range map[string]string{"/latest": "latest", "/latest [topic]": "latest", "/a_b-c9é": "a_b-c9", "latest": "", "/": "", "": "", "/ x": ""} {
		if got := commandName(text); got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}
