package bot

import "time"

// A Message is what the bot says, free of any platform. Adapters render the
// blocks in order and escape every Run's text themselves.
type Message struct {
	Blocks []Block
	// Shared, if not nil, are these Blocks as many messages have them, see
	// OnceOf.
	Shared *SharedBlocks
	// Buttons are rows of buttons below the message.
	Buttons [][]Button
	// Silent asks for delivery without a sound.
	Silent bool
	// Files go with the message where the platform can send files.
	Files []File
	// Preview is the address whose preview may be shown below, "" for none.
	Preview string
	// Topic names what the message is about, "" for none: platforms that give
	// messages a colour give those of one topic the same.
	Topic string
	// Ask, if not "", tells that the message is a question, and is the hint
	// to show where the answer is typed: platforms that can open the field for
	// a reply do.
	Ask string
	// Question names what an answer completes, "subscribe weekly", where Ask is
	// set: a form gives it back as Command.AnswerTo.
	Question string
}

// A File is something to keep, sent with a message.
type File struct {
	// Name with its ending, "data.json".
	Name  string
	Bytes []byte
}

// A BlockKind tells how a block is meant; the adapter decides how it looks.
type BlockKind int

// The kinds of block.
const (
	// Paragraph is plain running text.
	Paragraph BlockKind = iota
	// Header is the line above a result: the topic, and in Right the totals.
	Header
	// Headline is the headline of a story, linked when a Run has a URL.
	Headline
	// Meta is the small line of publisher, number of sources and age.
	Meta
	// Quotation is a quote with its marks.
	Quotation
	// Attribution says who said the quotation above it.
	Attribution
	// Section is a small heading: Figures, Denied.
	Section
	// Item is an entry of a list.
	Item
	// Line is an entry of a list that begins with a number of its own: one
	// line, close to the next, without a bullet.
	Line
)

// A Block is one paragraph-like unit of a message.
type Block struct {
	Kind BlockKind
	Runs []Run
	// Right is text set against the right margin where there is one; other
	// adapters put it on the same line after a separator.
	Right string
	// Spare tells that the reader loses nothing without the block: it repeats
	// what they asked. Where a message is narrow it is left out.
	Spare bool
}

// A Run is a stretch of text in one style.
type Run struct {
	Text string
	Bold bool
	// URL makes the run a link.
	URL string
	// Time, when set, is the instant that Text tells in words; a platform
	// that can show instants in the reader's own zone may use it.
	Time time.Time
	// Command tells that Text begins with a command of the bot, which a
	// platform may let people press. Elsewhere nothing in Text may be live.
	Command bool
}

// MaxButtonData is the longest Button.Data in bytes (Telegram's limit, the
// smallest of the platforms).
const MaxButtonData = 64

// A Button is something to press. Exactly one of Data and URL is set.
type Button struct {
	Label string
	// Data comes back as Command.Button; at most MaxButtonData bytes.
	Data string
	URL  string
	// Private asks that the press count in the presser's own private chat,
	// where the platform can, see Linker; elsewhere the button is left out.
	Private bool
}

// A Reply is the answer to a command.
type Reply struct {
	Messages []Message
	// Replace asks that the first message take the place of the one whose
	// button was pressed, where the platform can.
	Replace bool
	// ForUser asks that only the asker see it, where the platform can.
	ForUser bool
	// Here tells, of a reply that is ForUser, that it is about this chat alone:
	// where the platform cannot show something to one person in the chat, all
	// see it rather than that it is said elsewhere.
	Here bool
	// Notice is a short text shown over the chat, where the platform can.
	Notice string
	// Sent, if not nil, wants to hear what became of the reply: nil if it was
	// shown, else why it was not, or not all of it. Adapters call Ended.
	Sent func(err error)
}

// Ended tells what became of the reply to whoever wants to hear it, and returns
// err.
func (r Reply) Ended(err error) error {
	if r.Sent != nil {
		r.Sent(err)
	}
	return err
}

// A MessageRef names a message that was sent, by an opaque id.
type MessageRef struct {
	Chat ChatRef
	ID   string
}
