package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// A DeliveryKind tells what is delivered, and how urgently: alerts go before
// corrections, and these before digests.
type DeliveryKind string

// The kinds of delivery.
const (
	DigestDelivery     DeliveryKind = "digest"
	AlertDelivery      DeliveryKind = "alert"
	CorrectionDelivery DeliveryKind = "correction"
	NoticeDelivery     DeliveryKind = "notice"
)

// A DeliveryState is where a delivery stands. DESIGN.md section 7 has the rules.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryReady     DeliveryState = "ready"
	DeliveryClaimed   DeliveryState = "claimed"
	DeliverySending   DeliveryState = "sending"
	DeliverySent      DeliveryState = "sent"
	DeliveryFailed    DeliveryState = "failed"
	DeliveryUncertain DeliveryState = "uncertain"
)

// A Delivery is one message that a chat is owed.
type Delivery struct {
	ID   int64
	Chat ChatRef
	// ChatKind is what kind of chat it is, as last heard: groups are paced
	// differently.
	ChatKind ChatKind
	// Strikes are those of the chat when this was claimed.
	Strikes int
	Kind    DeliveryKind
	// Key is unique to it and the same in every attempt: platforms that know
	// how use it to send once.
	Key string
	// Content is what it says: a *Digest, *Alert, *Correction or *Notice.
	Content any
	Silent  bool
	// Edits is the message that it changes, zero for a new one.
	Edits MessageRef
	// Plain asks for plain text, after the platform refused the message.
	Plain bool
	// Due is when it may be sent, Expires from when on it is of no use any
	// more; zero for never.
	Due, Expires time.Time
	State        DeliveryState
	// Attempt counts claims and fences late writers; First is when the first
	// request was made, Ended when it was sent or failed for good.
	Attempt      int
	First, Ended time.Time
	// Message is what was sent, Class and Problem why it was not; in a claimed
	// delivery they are those of the last attempt.
	Message MessageRef
	Class   string
	Problem string
}

// Classes of a delivery whose request may or may not have taken effect: after
// ClassUncertain it may be sent once more if its kind is worth it, after
// ClassRepeated that was done, and never again. A repeat that a crash cuts short
// is in doubt anew, of ClassUncertain: it may never have gone out.
// ClassForbidden marks what a chat has refused, and may yet take.
const (
	ClassUncertain = "uncertain"
	ClassRepeated  = "repeated"
	ClassForbidden = "forbidden"
)

// A Claim asks for deliveries to send.
type Claim struct {
	Owner    string
	Platform Platform
	// Lease is how long they are the owner's.
	Lease time.Duration
	Limit int
	// Sole tells that nobody else delivers on the platform: what another
	// owner has claimed or was sending counts as expired at once.
	Sole bool
	// Holder, if not "", is who must hold the service lease: nothing is
	// claimed while another does.
	Holder string
	// Uncertain deliveries that are due are taken, too, where that does no
	// harm or less harm than silence: those that edit a message; those whose
	// First is not before KeySince, for the platform still knows their Key;
	// and those of the kinds Repeat and of ClassUncertain, whose class then
	// becomes ClassRepeated. A zero KeySince is none.
	KeySince time.Time
	Repeat   []DeliveryKind
	// Alerts bind alerts that are ready: one that its chat no longer wants is
	// given up instead of taken, and one that it may not have yet waits.
	Alerts AlertRules
}

// A DeliveryStore is the ledger of what is owed.
type DeliveryStore interface {
	// ClaimDeliveries takes deliveries that are due: at most one a chat, its
	// oldest, the most urgent kind first; none of a chat that has one claimed
	// or in sending, and none that has to wait for one of its chat that was
	// tried before, is as urgent and is due later. Expired claims become ready
	// first, expired sendings uncertain, of ClassUncertain. What cannot be
	// read fails.
	ClaimDeliveries(ctx context.Context, c Claim) ([]Delivery, error)
	// BeginDelivery notes, alone in a transaction and synced, that the request
	// is about to be made. ok is false if the claim was lost.
	BeginDelivery(ctx context.Context, id int64, owner string, attempt int) (ok bool, err error)
	// EndDeliveries writes what became of deliveries, begun or only claimed;
	// those whose claim was lost are left out. First stays as it is.
	EndDeliveries(ctx context.Context, owner string, ends []DeliveryEnd) error
	// ReleaseDeliveries gives back claims that were not begun.
	ReleaseDeliveries(ctx context.Context, owner string) error
}

// A DeliveryEnd is what became of one attempt.
type DeliveryEnd struct {
	ID      int64
	Attempt int
	// State is DeliverySent, DeliveryFailed, DeliveryUncertain, or
	// DeliveryReady to be tried again at Due. An uncertain one is repeated at
	// Due at the earliest, if it is at all.
	State DeliveryState
	Due   time.Time
	// Message is what was sent, or what the message that it edits is called
	// now, which may have changed also if the edit failed.
	Message MessageRef
	Class   string
	Problem string
	Plain   bool
	// Stop, if not "", stops the chat for this reason; MovedTo, if not zero,
	// moves it with all it has, in the same transaction. Strike counts
	// against it, and a sent delivery forgives all strikes.
	Stop    string
	MovedTo ChatRef
	Strike  bool
}

// A Pace says how fast a platform lets messages go out.
type Pace struct {
	// PerSecond overall with a Burst; Chat is the least time between two
	// messages to one chat; Group, if not zero, how many a minute a group may
	// have.
	PerSecond float64
	Burst     int
	Chat      time.Duration
	Group     int
	// Whole returns the chat that a topic or thread belongs to, and any other
	// chat itself: Chat and Group count for the whole. nil if every chat is
	// one.
	Whole func(ChatRef) ChatRef
}

// A Pacer is a ChatAdapter that says how fast it may send.
type Pacer interface{ Pace() Pace }

// A KeyedSender is a ChatAdapter whose platform sends a message once for each
// key, within KeyLife of the first attempt. Every error is a *SendError.
type KeyedSender interface {
	SendKeyed(ctx context.Context, to ChatRef, m Message, key string) (MessageRef, error)
	// KeyLife is at most KeyLife of the zero ChatRef, and zero for a chat in
	// which the platform knows no keys, such as a forum of posts.
	KeyLife(to ChatRef) time.Duration
}

// EncodeContent returns the stored form of a Delivery's Content.
func EncodeContent(content any) ([]byte, error) {
	if d, ok := content.(*Digest); ok && d != nil {
		return encodeDigest(d)
	}
	return json.Marshal(content)
}

// DecodeContent is the inverse of EncodeContent for a delivery of that kind.
func DecodeContent(kind DeliveryKind, b []byte) (any, error) {
	var content any
	switch kind {
	case DigestDelivery:
		content = new(Digest)
	case AlertDelivery:
		content = new(Alert)
	case CorrectionDelivery:
		content = new(Correction)
	case NoticeDelivery:
		content = new(Notice)
	default:
		return nil, fmt.Errorf("read a delivery: its kind %q is not known", kind)
	}
	if err := json.Unmarshal(b, content); err != nil {
		return nil, fmt.Errorf("read a delivery: %w", err)
	}
	return content, nil
}
