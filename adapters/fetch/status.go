package fetch

import (
	"fmt"
	"net/http"
	"time"
)

// judge tells a document from a redirect and from what is neither.
func (e *exchange) judge(res *http.Response) (location string, failure *Error) {
	switch s := res.StatusCode; {
	case s == http.StatusNotModified:
		if e.conditional() {
			return "", nil
		}
		return "", e.answered(res, Garbled, "it says that nothing has changed, which was not asked")
	case s == http.StatusPartialContent:
		return "", e.answered(res, Garbled, "it gives a part of the document where the whole was asked for")
	case s >= 200 && s < 300:
		return "", nil
	case s == 301, s == 302, s == 303, s == 307, s == 308:
		if location = res.Header.Get("Location"); location == "" {
			return "", e.answered(res, Garbled, "it redirects to nowhere")
		}
		return location, nil
	}
	return "", e.refusal(res)
}

// conditional tells whether the answer may be that nothing has changed.
func (e *exchange) conditional() bool {
	return e.r.Form == nil && (e.r.ETag != "" || e.r.LastModified != "")
}

// refusal classifies a status that is no success and no redirect.
func (e *exchange) refusal(res *http.Response) *Error {
	switch s := res.StatusCode; {
	case s == http.StatusNotFound:
		return e.answered(res, Missing, "there is nothing at this address: check it")
	case s == http.StatusGone:
		return e.answered(res, Gone, "what was here is gone for good")
	case s == http.StatusTooManyRequests, s == http.StatusServiceUnavailable:
		return e.answered(res, Busy, "the host is busy and asks to be left alone")
	case s == http.StatusUnauthorized && e.user != nil:
		return e.answered(res, Denied, "the host does not accept the user name and password")
	case s == http.StatusUnauthorized:
		return e.answered(res, Denied, "the host wants a user name and password: write them as https://user:password@host/path")
	case s == http.StatusProxyAuthRequired:
		return e.answered(res, Denied, "the proxy wants a user name and password: check the proxy of the configuration")
	case s == http.StatusForbidden:
		return e.answered(res, Denied, "the host does not let this program in")
	case s == http.StatusUnavailableForLegalReasons:
		return e.answered(res, Denied, "the host may not show it, for legal reasons")
	case s == http.StatusRequestTimeout, s == http.StatusMisdirectedRequest, s == http.StatusTooEarly:
		return e.answered(res, Failed, "the host was not ready") // may pass, as 5xx
	case s >= 500 && s < 600:
		return e.answered(res, Failed, "the host has a fault of its own")
	case s < 400:
		return e.answered(res, Garbled, "the host gives an answer that fits no question")
	}
	return e.answered(res, Denied, "the host does not answer this request")
}

// answered is the failure that an answer is.
func (e *exchange) answered(res *http.Response, kind Kind, message string) *Error {
	name := fmt.Sprintf("status %d", res.StatusCode)
	if text := http.StatusText(res.StatusCode); text != "" {
		name += " " + text
	}
	return &Error{
		Kind: kind, Status: res.StatusCode, RetryAfter: retryAfter(res.Header, time.Now()),
		URL: showURL(e.at), Message: fmt.Sprintf("%s (%s)", message, name),
	}
}
