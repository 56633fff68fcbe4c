// Package web is the local port of the program: one small HTTP server that
// tells whether the program is alive, and on which others mount what must be
// reachable from outside, such as the pushes of feeds. It is off unless an
// address to listen at is configured; TLS is the business of the proxy in
// front of it.
package web
