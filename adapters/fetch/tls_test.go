package fetch_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wirebrief/adapters/fetch"
)

func serveTLS(t *testing.T, h http.HandlerFunc) (*httptest.Server, *x509.CertPool) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // clients here break off on purpose
	s.StartTLS()
	t.Cleanup(s.Close)
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return s, pool
}

func TestHTTPS(t *testing.T) {
	plain := serve(t, moving)
	s, pool := serveTLS(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/down" {
			http.Redirect(w, r, plain.URL+"/end", http.StatusMovedPermanently)
			return
		}
		fmt.Fprint(w, r.Proto)
	})
	up := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, s.URL, http.StatusMovedPermanently) })
	c := newClient(t, fetch.Options{})
	c.Trust(pool)
	if got := get(t, c, fetch.Request{URL: s.URL}); string(got.Body) != "HTTP/2.0" {
		t.Errorf("spoken: %s", got.Body)
	}
	t.Run("http to https is followed", func(t *testing.T) {
		if got := get(t, c, fetch.Request{URL: up.URL}); got.Permanent != s.URL+"/" {
			t.Errorf("permanent %s", got.Permanent)
		}
	})
	t.Run("https to http is refused", func(t *testing.T) {
		fails(t, c, fetch.Request{URL: s.URL + "/down"}, fetch.Refused, "from https to http://127.0.0.1")
	})
	t.Run("an unknown certificate", func(t *testing.T) {
		fails(t, newClient(t, fetch.Options{}), fetch.Request{URL: s.URL}, fetch.Unreachable, "signed by nobody")
	})
	t.Run("a certificate of another host", func(t *testing.T) {
		fails(t, c, fetch.Request{URL: strings.Replace(s.URL, "127.0.0.1", "localhost", 1)}, fetch.Unreachable, "belongs to another host")
	})
	t.Run("no TLS there", func(t *testing.T) {
		fails(t, c, fetch.Request{URL: strings.Replace(plain.URL, "http:", "https:", 1)}, fetch.Unreachable, "does not speak TLS")
	})
	t.Run("TLS where none is expected", func(t *testing.T) {
		fails(t, c, fetch.Request{URL: strings.Replace(s.URL, "https:", "http:", 1)}, fetch.Denied, "status 400")
	})
}

// selfSigned is a certificate for 127.0.0.1 that is valid until then.
func selfSigned(t *testing.T, until time.Time) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: until.Add(-time.Hour), NotAfter: until,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(cert)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func TestTLSFaults(t *testing.T) {
	for name, test := range map[string]struct {
		until  time.Time
		config *tls.Config
		want   string
	}{
		"expired":      {time.Now().Add(-time.Minute), &tls.Config{}, "has expired"},
		"not valid":    {time.Now().Add(48 * time.Hour), &tls.Config{}, "not valid yet"},
		"only TLS 1.1": {time.Now().Add(time.Minute), &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, "no way to encrypt"},
		"wants ours":   {time.Now().Add(time.Minute), &tls.Config{MaxVersion: tls.VersionTLS12, ClientAuth: tls.RequireAnyClientCert}, "no way to encrypt"},
	} {
		t.Run(name, func(t *testing.T) {
			cert, pool := selfSigned(t, test.until)
			s := httptest.NewUnstartedServer(http.NotFoundHandler())
			s.TLS = test.config
			s.TLS.Certificates = []tls.Certificate{cert}
			s.Config.ErrorLog = log.New(io.Discard, "", 0)
			s.StartTLS()
			t.Cleanup(s.Close)
			c := newClient(t, fetch.Options{})
			c.Trust(pool)
			fails(t, c, fetch.Request{URL: s.URL}, fetch.Unreachable, test.want)
		})
	}
	t.Run("silent handshake", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		fails(t, newClient(t, quickHeader), fetch.Request{URL: "https://" + l.Addr().String()}, fetch.Unreachable, "did not answer within 250ms")
	})
}

func TestHTTP2Faults(t *testing.T) {
	s, pool := serveTLS(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/body":
			io.WriteString(w, "half of")
			w.(http.Flusher).Flush()
		case "/short":
			w.Header().Set("Content-Length", "50")
			io.WriteString(w, "half of")
			return
		case "/large":
			for block := make([]byte, 64<<10); ; {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		case "/header":
			for i := range 6000 {
				w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("x", 100))
			}
			return
		case "/drip":
			for {
				if _, err := io.WriteString(w, "x"); err != nil || r.Context().Err() != nil {
					return
				}
				w.(http.Flusher).Flush()
				time.Sleep(5 * time.Millisecond)
			}
		}
		panic(http.ErrAbortHandler)
	})
	for path, test := range map[string]struct {
		kind fetch.Kind
		want string
	}{
		"/":       {fetch.Unreachable, "broke off"},
		"/body":   {fetch.Unreachable, "broke off"},
		"/short":  {fetch.Garbled, "cut off"},
		"/large":  {fetch.TooLarge, "1024 KiB"},
		"/header": {fetch.Garbled, "header is too large"},
		"/drip":   {fetch.Unreachable, "was not there within"},
	} {
		t.Run(path, func(t *testing.T) {
			o := fetch.Options{MaxBytes: 1 << 20}
			if path == "/drip" {
				o.Timeout = 2 * time.Second
			}
			c := newClient(t, o)
			c.Trust(pool)
			fails(t, c, fetch.Request{URL: s.URL + path}, test.kind, test.want)
		})
	}
}
