package discord

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"
	"unicode"

	"wirebrief/bot"
)

// A subject is the channel that an answer given elsewhere is about, such as that
// of "/subscribe grain channel:#news": what the buttons of the answer do is done
// there. Their ids bear a mark that names it and tells whether the person to
// whom the answer was shown may change what comes to the channel. What a press
// tells does not say that, and whoever has a client of their own may press what
// was never shown, so the mark is signed, for one person and a while.
type subject struct {
	chat bot.ChatRef
	// kind is the type of the channel.
	kind  int
	admin bool
}

const (
	// subjectSign stands before a mark in an id.
	subjectSign = "!"
	// subjectLife is how long a mark is believed: rights may be lost.
	subjectLife = time.Hour
	// subjectBytes is how long a mark is before it is encoded: a letter apart,
	// the id of the channel, the time and the signature.
	subjectBytes, signatureBytes = 8 + 4 + signatureBytes, 9
)

// subjectKinds are the letters of the types of channel, for members; those of
// administrators are great ones.
var subjectKinds = map[rune]int{'t': textChannel, 'n': newsChannel, 'f': forumChannel}

// letter is that of the subject.
func (s subject) letter() rune {
	found := 't'
	for letter, kind := range subjectKinds {
		if kind == s.kind {
			found = letter
		}
	}
	if s.admin {
		found = unicode.ToUpper(found)
	}
	return found
}

// mark names a subject to a person, signed.
func (a *Adapter) mark(s subject, user snowflake) string {
	p, err := parsePlace(s.chat)
	if err != nil {
		return ""
	}
	b := binary.BigEndian.AppendUint64(nil, uint64(p.id))
	b = binary.BigEndian.AppendUint32(b, uint32(a.o.Now().Unix()/60))
	b = append(b, a.sign(s.letter(), b, user)...)
	return string(s.letter()) + base64.RawURLEncoding.EncodeToString(b)
}

// readMark is the opposite of mark. ok is false for a mark that was made for
// somebody else, by somebody else, or too long ago.
func (a *Adapter) readMark(mark string, user snowflake) (s subject, ok bool) {
	if mark == "" {
		return s, false
	}
	letter := rune(mark[0])
	kind, known := subjectKinds[unicode.ToLower(letter)]
	b, err := base64.RawURLEncoding.DecodeString(mark[1:])
	if err != nil || !known || len(b) != subjectBytes {
		return s, false
	}
	named := b[:subjectBytes-signatureBytes]
	at := time.Unix(int64(binary.BigEndian.Uint32(named[8:]))*60, 0)
	age := a.o.Now().Sub(at)
	if !hmac.Equal(b[len(named):], a.sign(letter, named, user)) || age >= subjectLife || age < -time.Minute {
		return s, false
	}
	c := channel{ID: snowflake(binary.BigEndian.Uint64(named)), Type: kind}
	return subject{chat: c.place().ref(), kind: kind, admin: unicode.IsUpper(letter)}, true
}

// sign signs what a mark names for one person.
func (a *Adapter) sign(letter rune, named []byte, user snowflake) []byte {
	key := sha256.Sum256([]byte("the buttons of " + a.o.Token))
	h := hmac.New(sha256.New, key[:])
	h.Write([]byte(string(letter)))
	h.Write(named)
	h.Write([]byte(user.String()))
	return h.Sum(nil)[:signatureBytes]
}

// in makes c a command about the subject.
func (s subject) in(c *bot.Command) {
	c.Chat, c.Forum, c.User.Admin, c.ChatName = s.chat, bot.ChatRef{}, s.admin, ""
	c.Kind = (&channel{Type: s.kind}).chatKind()
}

// markedID puts a mark into the id of a button of ours.
func markedID(id, mark string) string {
	head, data, ok := strings.Cut(id, ":")
	if kind, _, ours := parseCustomID(id); !ok || !ours || kind == chooses {
		return id
	}
	marked := head + subjectSign + mark + ":" + data
	if len(marked) > customUnits && customKind(head[0]) == asks { // whose data is a hint alone
		marked = strings.ToValidUTF8(marked[:customUnits], "")
	}
	return marked
}

// markButtons puts a mark into the ids of buttons and of what menus hold.
func markButtons(rows []row, mark string) {
	if mark == "" {
		return
	}
	for _, r := range rows {
		for i := range r.Components {
			c := &r.Components[i]
			if c.CustomID != "" {
				c.CustomID = markedID(c.CustomID, mark)
			}
			for j := range c.Options {
				c.Options[j].Value = markedID(c.Options[j].Value, mark)
			}
		}
	}
}

// readID reads the id of a button or a form: its kind, 0 for one that is none of
// ours, the mark of its subject, "" for none, and its data.
func readID(id string) (kind customKind, mark, data string) {
	head, data, ok := strings.Cut(id, ":")
	head, mark, _ = strings.Cut(head, subjectSign)
	kind, _, ours := parseCustomID(head + ":")
	if !ok || !ours {
		return 0, "", ""
	}
	return kind, mark, data
}
