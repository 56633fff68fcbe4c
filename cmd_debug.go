package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"wirebrief/adapters/file"
	"wirebrief/briefing"
)

// debugCommand holds what measures single steps.
type debugCommand struct {
	Sentences debugSentences `cmd:"" help:"Text to sentences: JSON lines with id, text and language to byte spans."`
	Stories   debugStories   `cmd:"" help:"Articles, as they arrive, to stories: JSON lines with id, title, text, published and publisher to labels."`
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

type debugStories struct {
	JSONL bool `name:"jsonl" help:"Read JSON lines; there is no other form, so it may be left out."`
}

// Run implements the command. The label of a story is the id of its first
// article.
func (debugStories) Run(a *app) error {
	grouper := briefing.NewGrouper()
	var ids []string
	var latest time.Time
	return eachLine(a, func(line []byte) (any, error) {
		var in struct{ ID, Title, Text, Published, Publisher string }
		if err := json.Unmarshal(line, &in); err != nil {
			return nil, err
		}
		article := briefing.Article{Title: in.Title, Text: in.Text, Publisher: in.Publisher}
		if in.Published != "" {
			at, err := time.Parse(time.RFC3339, in.Published)
			if err != nil {
				return nil, fmt.Errorf("published: %q is no time in the form of RFC 3339, such as 2026-11-06T08:00:00Z", in.Published)
			}
			article.Published = at
		}
		article = briefing.Clean(article)
		// What is not dated counts as of its arrival, which is after what was
		// published before it.
		at := article.Published
		if at.IsZero() {
			at = latest
		}
		latest = at
		ids = append(ids, in.ID)
		story, _ := grouper.Add(briefing.Grouped{
			Article: int64(len(ids)), Publisher: article.Publisher, At: at, Fingerprint: briefing.FingerprintOf(article),
		})
		return struct {
			ID    string `json:"id"`
			Story string `json:"story"`
		}{in.ID, ids[story-1]}, nil
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
