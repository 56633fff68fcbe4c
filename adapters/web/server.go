package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"
)

const (
	headerTimeout = 5 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = 60 * time.Second
	idleTimeout   = 2 * time.Minute
	// maxHeader bounds the header of a request in bytes.
	maxHeader = 16 << 10
	// graceTime is how long requests under way may take when the server ends.
	graceTime = 5 * time.Second
	// maxConnections bounds how many clients are served at once; others wait.
	maxConnections = 256
)

// Options are what a Server may be given.
type Options struct {
	// Listen is "host:port"; port 0 takes a free one.
	Listen string
	// Logger hears of failures of requests. Silent by default.
	Logger *slog.Logger
	// MaxBody bounds the body of a request in bytes; 16 MiB and a little if
	// zero.
	MaxBody int64
}

// A Server is the local port. Handle and Run may not be called at once.
type Server struct {
	o        Options
	mux      *http.ServeMux
	listener net.Listener
}

// New returns a Server that answers GET /healthz. It does no I/O.
func New(o Options) *Server {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.MaxBody <= 0 {
		o.MaxBody = 16<<20 + 1<<10
	}
	s := &Server{o: o, mux: http.NewServeMux()}
	s.mux.HandleFunc("GET /healthz", healthy)
	return s
}

// healthy answers that the program runs.
func healthy(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	io.WriteString(w, "ok\n")
}

// Handle mounts h at a pattern of http.ServeMux. A pattern that is taken
// panics, as there.
func (s *Server) Handle(pattern string, h http.Handler) { s.mux.Handle(pattern, h) }

// Open begins to listen, so that a port that is taken is known at once. Run
// does so itself if it was not called. The error names the address and what to
// do.
func (s *Server) Open(ctx context.Context) error {
	if s.listener != nil {
		return nil
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", s.o.Listen)
	if err != nil {
		return listenError(s.o.Listen, err)
	}
	s.listener = newLimited(l, maxConnections)
	return nil
}

// listenError says what to do about an address that cannot be listened at.
func listenError(address string, err error) error {
	var remedy string
	var dns *net.DNSError
	var form *net.AddrError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		remedy = "another program has that port; choose another one as web.listen, or end that program"
	case errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EPERM):
		remedy = "this user may not open that port; choose one from 1024 up as web.listen"
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.As(err, &dns):
		remedy = "this machine has no such address; use 127.0.0.1 or one of its own as web.listen"
	case errors.As(err, &form):
		remedy = `web.listen is host:port, such as "127.0.0.1:8080"`
	default:
		remedy = err.Error()
	}
	return fmt.Errorf("listen at %q: %s", address, remedy)
}

// Addr is the address in use, "" before Open.
func (s *Server) Addr() string {
	if s.listener == nil {
		return ""
	}
	return s.listener.Addr().String()
}

// Run serves until ctx ends, then lets requests under way come to their end
// for a few seconds. It returns nil when ctx ended it. A Server runs once.
func (s *Server) Run(ctx context.Context) error {
	if err := s.Open(ctx); err != nil {
		return err
	}
	server := &http.Server{
		Handler:           s.bounded(s.mux),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       slog.NewLogLogger(s.o.Logger.Handler(), slog.LevelDebug),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(s.listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve at %s: %w", s.Addr(), err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		server.Close() // whoever is still there has had its time
	}
	<-served
	return nil
}

// bounded limits bodies and keeps a handler that panics from taking more than
// its own request.
func (s *Server) bounded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil && v != http.ErrAbortHandler {
				s.o.Logger.Error("a request failed because of a mistake in wirebrief; please report it", "path", r.URL.Path, "panic", v)
				http.Error(w, "internal error", http.StatusInternalServerError)
			}
		}()
		r.Body = http.MaxBytesReader(w, r.Body, s.o.MaxBody)
		next.ServeHTTP(w, r)
	})
}
