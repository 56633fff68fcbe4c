package fetch

import (
	"net/http"
	"net/url"
	"time"
)

// A Request asks for one document.
type Request struct {
	// URL is absolute, http or https. A user and password in it are sent as
	// basic authentication to that host alone, and stand in no error.
	URL string
	// ETag and LastModified, from an earlier Response, make the request
	// conditional.
	ETag, LastModified string
	// Accept is the header of that name; "*/*" if empty.
	Accept string
	// MaxBytes bounds the body in place of Options.MaxBytes, if not 0.
	MaxBytes int64
	// Robots asks for what robots.txt allows only, at every hop, and no faster
	// than its Crawl-delay up to 30 s. Where robots.txt cannot be had because
	// the host fails, is busy or does not answer, the Error has that Kind.
	Robots bool
	// Form, if not nil, is sent with POST. Redirects of a POST are refused.
	Form url.Values
}

// A Response is one document, read to its end. Nothing is left to close.
type Response struct {
	// URL is where the document was found, after redirects, normalised, and
	// without user, password and fragment.
	URL string
	// Permanent is the address that permanent redirects alone (301, 308) lead
	// to from the one asked for; the address asked for, letter by letter, if
	// there were none. It holds user and password if they are for that host.
	Permanent string
	// Status is 200 to 299, or 304.
	Status int
	Header http.Header
	// Body is decompressed. It is empty with NotModified.
	Body []byte
	// NotModified tells that the document is as ETag and LastModified said.
	NotModified bool
	// ETag and LastModified as the server gave them, "" if it did not.
	ETag, LastModified string
	// Fresh is for how long the server declares the document fresh
	// (Cache-Control: max-age less Age, else Expires), 0 if it does not say,
	// at most a day.
	Fresh time.Duration
	// Wire is how many bytes the body had as transferred.
	Wire int64
}

// ContentType returns the header of that name.
func (r *Response) ContentType() string { return r.Header.Get("Content-Type") }
