package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
)

// A handshakeError is whatever ended a TLS handshake.
type handshakeError struct{ err error }

func (e *handshakeError) Error() string { return "TLS handshake: " + e.err.Error() }
func (e *handshakeError) Unwrap() error { return e.err }

// A streamError is how net/http lets one of HTTP/2 be found: errors.As fills
// any struct of these fields.
type streamError struct {
	StreamID, Code uint32
	Cause          error
}

func (streamError) Error() string { return "stream reset" }

// fail returns the Error of what kept the present hop from an answer.
func (e *exchange) fail(err error) *Error {
	f := &Error{URL: showURL(e.at)}
	f.Kind, f.Message, f.cause = e.classify(err)
	return f
}

// failBody is fail for an answer whose header was sound.
func (e *exchange) failBody(err error, status int) *Error {
	f := e.fail(err)
	f.Status = status
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		f.Kind, f.Message = Garbled, "the answer is cut off before its end: it may pass"
	}
	return f
}

// classify sorts errors by their types alone; the text of none gets into the
// message, for some hold addresses with passwords.
func (e *exchange) classify(err error) (Kind, string, error) {
	var guarded *guardError
	var slow *timeoutError
	switch {
	case errors.As(err, &guarded):
		return Refused, guarded.text, ErrGuarded
	case errors.Is(err, context.Canceled):
		return Unreachable, "the request was given up", context.Canceled
	case errors.As(err, &slow):
		return Unreachable, fmt.Sprintf("%v: the host may be down or overloaded", slow), context.DeadlineExceeded
	case errors.Is(err, context.DeadlineExceeded):
		return Unreachable, "there was no time left for the request", context.DeadlineExceeded
	case errors.Is(err, errTooLarge):
		return TooLarge, fmt.Sprintf("the document is larger than %d KiB, which is the bound", (e.limit+1023)>>10), nil
	case errors.Is(err, errNoPacking):
		return Garbled, "the document is compressed in a way that was not asked for", nil
	case errors.Is(err, errLayers):
		return Garbled, fmt.Sprintf("the document is compressed more than %d times", maxLayers), nil
	case errors.Is(err, errPacked):
		return Garbled, "the compression of the document is broken", nil
	}
	if message := e.connectFault(err); message != "" {
		return Unreachable, message, nil
	}
	return Garbled, "the answer breaks the rules of HTTP, or its header is too large", nil
}

// connectFault names what is wrong with the connection, "" if it is sound.
func (e *exchange) connectFault(err error) string {
	if message := e.proxyFault(err); message != "" {
		return message
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		if dns.IsNotFound {
			return "there is no host of this name: check the address"
		}
		return "the name of the host could not be looked up: check the network and the name server"
	}
	if message := tlsFault(err); message != "" {
		return message
	}
	var network net.Error
	var stream streamError
	var handshake *handshakeError
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("the host refuses the connection: nothing listens on port %s, or a firewall is in between", portOf(e.at))
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.EADDRNOTAVAIL):
		return "there is no way to the host: check the network"
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return "this machine has too many files open: raise the limit on open files"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "the host closed the connection without a full answer"
	case errors.As(err, &stream):
		return "the host broke off its answer"
	case errors.As(err, &network) && network.Timeout():
		return "the host does not answer: it may be down or overloaded"
	case errors.As(err, &handshake):
		return "the host and this program find no way to encrypt that both accept"
	case errors.As(err, &network):
		return "the connection to the host failed"
	}
	return ""
}

// proxyFault names what is wrong with the way over the proxy.
func (e *exchange) proxyFault(err error) string {
	var op *net.OpError
	var refused *proxyError
	switch {
	case errors.As(err, &refused) && refused.status == http.StatusProxyAuthRequired:
		return "the proxy wants a user name and password: check the proxy of the configuration"
	case errors.As(err, &refused):
		return fmt.Sprintf("the proxy does not connect to the host (status %d)", refused.status)
	case errors.As(err, &op) && (op.Op == "proxyconnect" || op.Op == "socks connect"):
		return "the proxy does not answer or does not reach the host: check the proxy of the configuration"
	}
	return ""
}

// tlsFault names what is wrong with an encrypted connection.
func tlsFault(err error) string {
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the TLS certificate of the host has expired or is not valid yet: check the clock of this machine, else tell whoever runs the host"
	case errors.As(err, &host):
		return "the TLS certificate belongs to another host: check the address"
	case errors.As(err, &verification):
		return "the TLS certificate of the host is signed by nobody this machine trusts: whoever runs the host, or the certificates of this machine, are to blame"
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, &record):
		return "the host does not speak TLS on this port: try http"
	}
	return ""
}
