// Package fetch is the one way in which content comes from the web: every
// address that an operator, a feed, a page or a reader names goes through a
// Client.
//
// It treats each address as if an enemy had written it. Only http and https
// are spoken. The address that is really dialled is checked at every hop, so
// that neither a name that resolves to a machine of the operator's own nor a
// redirect to one gets through; operators open their own networks with
// Options.Allow, and the refusal prints the line that does it. Bodies are
// bounded before and after decompression, headers and the whole exchange by
// time. Every host is left in peace between two requests, and robots.txt is
// read for those who ask.
//
// A request may go to ports 80, 443 and those from 1024 on where no well-known
// service listens that is none of the web. At most eight redirects are
// followed, none of them from https to http, and none after a POST. No cookie,
// referrer or proxy of the environment is used.
package fetch
