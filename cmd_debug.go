package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"

	"wirebrief/adapters/file"
	"wirebrief/briefing"
)

// debugCommand holds what measures single steps.
type debugCommand struct {
	Sentences debugSentences `cmd:"" help:"Text to sentences: JSON lines with id, text and language to byte spans."`
	Topics    debugTopics    `cmd:"" help:"Names, one a line, to the keys of index and topics."`
}

// longestLine is the longest line of input to the debug commands, in bytes.
const longestLine = 64 << 20

type debugSentences struct {
	JSONL bool `name:"jsonl" help:"Read JSON lines (else each line is a text)."`
}

// Run implements the command.
func (c *debugSentences) Run(a *app) error {
	return eachLine(a, func(line []byte) (any, error) {
		in := struct{ ID, Text, Language string }{Text: string(line), Language: "en"}
		if c.JSONL {
			in.Text = ""
			if err := json.Unmarshal(line, &in); err != nil {
				return nil, err
			}
		}
		spans := [][2]int{}
		for _, s := range briefing.Sentences(in.Text, in.Language) {
			spans = append(spans, [2]int{s.Start, s.End})
		}
		return struct {
			ID    string   `json:"id,omitempty"`
			Spans [][2]int `json:"spans"`
		}{in.ID, spans}, nil
	})
}

type debugTopics struct{}

// Run implements the command.
func (debugTopics) Run(a *app) error {
	return eachLine(a, func(line []byte) (any, error) {
		name := strings.TrimSpace(string(line))
		return struct {
			Name string   `json:"name"`
			Keys []string `json:"keys"`
		}{name, append([]string{}, briefing.NameKeys(name)...)}, nil
	})
}

// eachLine answers every line of standard input with one line of JSON. A line
// that cannot be read fails the command and names its number.
func eachLine(a *app, answer func([]byte) (any, error)) error {
	stdin, stop := file.Interruptible(a.ctx, a.stdin)
	defer stop()
	in := bufio.NewScanner(stdin)
	in.Buffer(nil, longestLine)
	out := bufio.NewWriter(a.stdout)
	encoder := newEncoder(out)
	for n := 1; in.Scan(); n++ {
		result, err := answer(in.Bytes())
		if err != nil {
			return fmt.Errorf("read line %d of standard input: %w", n, err)
		}
		if err := encoder.Encode(result); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	return out.Flush()
}
