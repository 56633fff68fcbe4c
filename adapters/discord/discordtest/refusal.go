package discordtest

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// A Refusal is an answer of the API that is no success.
type Refusal struct {
	// Route is the method and the template of the path, see Call.
	Route string
	// Channel is the channel of the path, 0 if there is none.
	Channel ID
	Status  int
	// Code is that of the body, 0 for general errors.
	Code    int
	Message string
	// Errors is the tree that tells which fields of a form are wrong.
	Errors FieldErrors
	// RetryAfter is how long to wait; with it Scope is "user", "shared" or
	// "global", empty for what is documented without.
	RetryAfter time.Duration
	Scope      string
	Global     bool
	// HTML tells that it came from what stands before the API, as a page.
	HTML bool
	// Ordered tells that a Fault was the cause, see Server.Fail.
	Ordered bool
	Time    time.Time
}

// Error describes the refusal.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s is refused with %d, code %d: %s", r.Route, r.Status, r.Code, r.Message)
}

// invalid reports whether it counts against the limit of invalid requests.
func (r *Refusal) invalid() bool {
	switch r.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return true
	case http.StatusTooManyRequests:
		return r.Scope != "shared"
	}
	return false
}

// knownErrors are the codes of the API that the server answers with or that
// tests order, with their status and words.
var knownErrors = map[int]struct {
	status  int
	message string
}{
	10002:  {http.StatusNotFound, "Unknown Application"},
	10003:  {http.StatusNotFound, "Unknown Channel"},
	10004:  {http.StatusNotFound, "Unknown Guild"},
	10008:  {http.StatusNotFound, "Unknown Message"},
	10013:  {http.StatusNotFound, "Unknown User"},
	10015:  {http.StatusNotFound, "Unknown Webhook"},
	10062:  {http.StatusNotFound, "Unknown interaction"},
	10063:  {http.StatusNotFound, "Unknown application command"},
	20016:  {http.StatusTooManyRequests, "This action cannot be performed due to slowmode rate limit"},
	20022:  {http.StatusTooManyRequests, "This message cannot be edited due to announcement rate limits"},
	20028:  {http.StatusTooManyRequests, "The write action you are performing on the channel has hit the write rate limit"},
	20029:  {http.StatusTooManyRequests, "The write action you are performing on the server has hit the write rate limit"},
	30032:  {http.StatusBadRequest, "Maximum number of application commands reached (100)"},
	30034:  {http.StatusBadRequest, "Max number of daily application command creates has been reached (200)"},
	30046:  {http.StatusTooManyRequests, "Maximum number of edits to messages older than 1 hour reached. Try again later"},
	40001:  {http.StatusUnauthorized, "Unauthorized. Provide a valid token and try again"},
	40003:  {http.StatusBadRequest, "You are opening direct messages too fast"},
	40005:  {http.StatusRequestEntityTooLarge, "Request entity too large"},
	40033:  {http.StatusBadRequest, "This message has already been crossposted"},
	40060:  {http.StatusBadRequest, "Interaction has already been acknowledged."},
	40062:  {http.StatusTooManyRequests, "Service resource is being rate limited."},
	40067:  {http.StatusBadRequest, "A tag is required to create a forum post in this channel"},
	40094:  {http.StatusBadRequest, "This interaction has reached the maximum number of follow-up messages"},
	40333:  {http.StatusForbidden, "internal network error"},
	50001:  {http.StatusForbidden, "Missing Access"},
	50003:  {http.StatusForbidden, "Cannot execute action on a DM channel"},
	50005:  {http.StatusForbidden, "Cannot edit a message authored by another user"},
	50006:  {http.StatusBadRequest, "Cannot send an empty message"},
	50007:  {http.StatusForbidden, "Cannot send messages to this user"},
	50008:  {http.StatusBadRequest, "Cannot send messages in a non-text channel"},
	50013:  {http.StatusForbidden, "Missing Permissions"},
	50014:  {http.StatusUnauthorized, "Invalid authentication token provided"},
	50024:  {http.StatusBadRequest, "Cannot execute action on this channel type"},
	50027:  {http.StatusUnauthorized, "Invalid Webhook Token"},
	50033:  {http.StatusBadRequest, "Invalid Recipient(s)"},
	50035:  {http.StatusBadRequest, "Invalid Form Body"},
	50041:  {http.StatusBadRequest, "Invalid API version provided"},
	50083:  {http.StatusBadRequest, "Thread is archived"},
	50109:  {http.StatusBadRequest, "The request body contains invalid JSON."},
	50278:  {http.StatusForbidden, "Cannot send messages to this user due to having no mutual guilds"},
	130000: {http.StatusServiceUnavailable, "API resource is currently overloaded. Try again a little later"},
	160004: {http.StatusBadRequest, "A thread has already been created for this message"},
	160005: {http.StatusBadRequest, "Thread is locked"},
	200000: {http.StatusBadRequest, "Message was blocked by automatic moderation"},
	240000: {http.StatusBadRequest, "Message blocked by harmful links filter"},
}

// Refuse is a Refusal by its code, with the status and the words that go with
// it; a code that the server does not know is a plain 400.
func Refuse(code int) *Refusal {
	known, ok := knownErrors[code]
	if !ok {
		return &Refusal{Status: http.StatusBadRequest, Code: code, Message: "Error " + strconv.Itoa(code)}
	}
	r := &Refusal{Status: known.status, Code: code, Message: known.message}
	if known.status == http.StatusTooManyRequests {
		r.RetryAfter, r.Scope = codedWait, "user"
	}
	return r
}

// codedWait is how long a Refusal asks to wait whose code says that there was
// too much of something.
const codedWait = 5 * time.Second

// general is a Refusal without a code, whose words are its status.
func general(status int) *Refusal {
	return &Refusal{Status: status, Message: strconv.Itoa(status) + ": " + http.StatusText(status)}
}

// FieldErrors are what is wrong with a form, in the order in which it was
// found.
type FieldErrors []FieldError

// A FieldError is one thing that is wrong.
type FieldError struct {
	// Path leads to the field, such as embeds, 0, title.
	Path []string
	// Code is a word such as BASE_TYPE_MAX_LENGTH.
	Code, Message string
}

// add notes something that is wrong with the field at a path of names and
// numbers.
func (e *FieldErrors) add(path []any, code, format string, args ...any) {
	words := make([]string, len(path))
	for i, part := range path {
		words[i] = fmt.Sprint(part)
	}
	*e = append(*e, FieldError{Path: words, Code: code, Message: fmt.Sprintf(format, args...)})
}

// refusal is that of the form, nil if nothing is wrong.
func (e FieldErrors) refusal() error {
	if len(e) == 0 {
		return nil
	}
	r := Refuse(50035)
	r.Errors = e
	return r
}

// tree is how the API shows what is wrong: an object for each step of the path
// and a list "_errors" at its end.
func (e FieldErrors) tree() map[string]any {
	if len(e) == 0 {
		return nil
	}
	root := map[string]any{}
	for _, one := range e {
		at := root
		for _, step := range one.Path {
			next, ok := at[step].(map[string]any)
			if !ok {
				next = map[string]any{}
				at[step] = next
			}
			at = next
		}
		list, _ := at["_errors"].([]any)
		at["_errors"] = append(list, map[string]string{"code": one.Code, "message": one.Message})
	}
	return root
}

// Has reports whether a field is among those that are wrong. Its path is
// written with dots, such as "embeds.0.title".
func (e FieldErrors) Has(path, code string) bool {
	for _, one := range e {
		joined := ""
		for i, step := range one.Path {
			if i > 0 {
				joined += "."
			}
			joined += step
		}
		if joined == path && one.Code == code {
			return true
		}
	}
	return false
}
