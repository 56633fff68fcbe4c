package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"

	"wirebrief/adapters/feed"
	"wirebrief/adapters/fetch"
	"wirebrief/adapters/file"
	"wirebrief/config"
)

// newClient returns the client that everything is fetched through which the
// operator or a feed names.
func newClient(c config.Config) (*fetch.Client, error) { return newClientFor(c, c.Fetch.Allow) }

// newChatClient returns the client for addresses that people in chats send:
// what is open to feeds is not open to them.
func newChatClient(c config.Config) (*fetch.Client, error) {
	return newClientFor(c, c.Fetch.AllowChats)
}

func newClientFor(c config.Config, allow []netip.Prefix) (*fetch.Client, error) {
	o := fetch.Options{UserAgent: userAgent(c.Fetch.Contact), Allow: allow}
	if !c.Fetch.Proxy.IsEmpty() {
		proxy, err := url.Parse(c.Fetch.Proxy.Reveal())
		if err != nil {
			return nil, errors.New("fetch.proxy is no address") // config has checked it
		}
		o.Proxy = proxy
	}
	return fetch.New(o), nil
}

// withReader has work done with a reader of sources.
func withReader(c config.Config, o feed.ReaderOptions, work func(*feed.Reader) error) error {
	client, err := newClient(c)
	if err != nil {
		return err
	}
	defer client.Close()
	return work(feed.NewReader(client, o))
}

// userAgent names the program, and whom to write to.
func userAgent(contact string) string {
	agent := "wirebrief/" + release()
	if contact != "" {
		agent += " (+" + contact + ")"
	}
	return agent
}

// release is the version as one word.
func release() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := strings.Trim(info.Main.Version, "()"); v != "" {
		return v
	}
	return "devel"
}

// acceptArticle is what imports ask for.
const acceptArticle = "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.8, application/json;q=0.8, */*;q=0.5"

// fetchInputs returns how the addresses among inputs are fetched, nil if there
// are none, and what ends it. An address that a person names is fetched as by
// their browser: robots.txt is for programs that follow links, and is not
// asked.
func fetchInputs(c config.Config, inputs []string) (fetcher file.Fetcher, stop func(), err error) {
	if !slices.ContainsFunc(inputs, file.IsAddress) {
		return nil, func() {}, nil
	}
	client, err := newClient(c)
	if err != nil {
		return nil, nil, err
	}
	limit := int64(c.Limits.FileMiB) << 20
	return func(ctx context.Context, address string) (file.Document, error) {
		r, err := client.Fetch(ctx, fetch.Request{URL: address, Accept: acceptArticle, MaxBytes: limit})
		if err != nil {
			return file.Document{}, fetchReason(address, err)
		}
		return file.Document{URL: r.URL, Body: r.Body, ContentType: r.ContentType()}, nil
	}, client.Close, nil
}

// fetchReason words an error of the client without the address that is printed
// before it anyway, unless a redirect led to another.
func fetchReason(address string, err error) error {
	var fe *fetch.Error
	if !errors.As(err, &fe) || !strings.HasPrefix(address, strings.TrimSuffix(fe.URL, "/")) {
		return err
	}
	return reasonError{fe.Message, err}
}

// A reasonError is an error in other words.
type reasonError struct {
	text  string
	cause error
}

func (e reasonError) Error() string { return e.text }

func (e reasonError) Unwrap() error { return e.cause }

// shownAddress is an address without the user and password that it may hold.
func shownAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	u.User = nil
	return fmt.Sprint(u)
}
