package main

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"wirebrief/adapters/file"
	"wirebrief/bot/text"
)

const (
	// progressAfter is how long an import is silent at first: most are over
	// by then.
	progressAfter = 2 * time.Second
	// progressEvery is the time between two lines where there is no terminal.
	progressEvery = 10 * time.Second
)

// A progress tells how far a long import is: a bar on a terminal, a line each
// so often elsewhere. What it reports as stored is stored.
type progress struct {
	out   io.Writer
	total file.Total
	bar   *progressbar.ProgressBar
	bytes int64
	count int
	next  time.Time
}

func newProgress(out io.Writer, total file.Total) *progress {
	p := &progress{out: out, total: total, next: time.Now().Add(progressAfter)}
	if isTerminal(out) && total.Bytes > 0 {
		p.bar = progressbar.NewOptions64(total.Bytes,
			progressbar.OptionSetWriter(out), progressbar.OptionShowBytes(true),
			progressbar.OptionSetDescription("importing"), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
	}
	return p
}

// read notes that n more bytes were read.
func (p *progress) read(n int64) { p.bytes += n }

// stored notes that count articles are in the store.
func (p *progress) stored(count int) {
	p.count = count
	if p.bar != nil {
		p.bar.Describe(text.Number(count) + " articles")
		_ = p.bar.Set64(min(p.bytes, p.total.Bytes)) // drawing is no reason to stop
		return
	}
	if now := time.Now(); now.After(p.next) {
		p.next = now.Add(progressEvery)
		fmt.Fprintf(p.out, "%s articles stored%s\n", text.Number(count), p.share())
	}
}

// share is how much of the input has been read, if its size is known.
func (p *progress) share() string {
	if p.total.Bytes == 0 {
		return ""
	}
	return fmt.Sprintf(", %d %% of the input read", min(p.bytes*100/p.total.Bytes, 100))
}

// clear makes room for a line of text where the bar stands.
func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

// finish takes the bar away.
func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
