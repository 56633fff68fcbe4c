package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"
)

// A guard decides which addresses are dialled. It is asked with the address
// that a connection is about to be made to, or was made to, so that what a
// name resolved to a moment ago plays no part.
type guard struct {
	allow  []netip.Prefix
	public *ssrf.Guardian
}

// azureHost serves every machine in Azure, from a public address, what its
// metadata service does.
var azureHost = netip.MustParsePrefix("168.63.129.16/32")

func newGuard(allow []netip.Prefix) *guard {
	g := &guard{public: ssrf.New(ssrf.WithAnyPort(), ssrf.WithDeniedV4Prefixes(azureHost))}
	for _, p := range allow {
		g.allow = append(g.allow, unmapPrefix(p))
	}
	return g
}

// unmapPrefix turns ::ffff:10.0.0.0/104 into 10.0.0.0/8: addresses are
// compared unmapped.
func unmapPrefix(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96).Masked()
	}
	return p.Masked()
}

// A guardError is the refusal of an address. Its text is for operators.
type guardError struct{ text string }

func (e *guardError) Error() string { return e.text }

// Unwrap lets errors.Is find ErrGuarded.
func (e *guardError) Unwrap() error { return ErrGuarded }

func refuse(addr netip.Addr, why string) error {
	return &guardError{fmt.Sprintf("%s %s; to open it, put this line under [fetch] in the configuration: allow = [%q]", addr, why, addr)}
}

// control is a net.Dialer.Control.
func (g *guard) control(network, address string, _ syscall.RawConn) error {
	if network != "tcp4" && network != "tcp6" {
		return &guardError{"only TCP connections are made"}
	}
	return g.checkAddress(address)
}

// checkConn looks at a connection that was made elsewhere.
func (g *guard) checkConn(c net.Conn) error {
	return g.checkAddress(c.RemoteAddr().String())
}

func (g *guard) checkAddress(address string) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return &guardError{"the connection leads to no internet address"}
	}
	return g.check(ap)
}

func (g *guard) check(ap netip.AddrPort) error {
	addr := ap.Addr().WithZone("").Unmap()
	for _, p := range g.allow {
		if p.Contains(addr) {
			return nil
		}
	}
	if inner, ok := translated(addr); ok {
		// Whoever has only IPv6 reaches the public IPv4 web this way.
		if err := g.check(netip.AddrPortFrom(inner, ap.Port())); err != nil {
			return refuse(addr, "leads through NAT64 to a private network or a guarded port")
		}
		return nil
	}
	if g.public.SafeAddr(addr) != nil {
		return refuse(addr, "is in a private or reserved network")
	}
	if !webPort(ap.Port()) {
		return refuse(addr, fmt.Sprintf("would be asked on port %d, which is not one of the web", ap.Port()))
	}
	return nil
}

// translated returns the IPv4 address inside one of the NAT64 prefix.
func translated(addr netip.Addr) (netip.Addr, bool) {
	if !ssrf.IPv6NAT64Prefix.Contains(addr) {
		return netip.Addr{}, false
	}
	b := addr.As16()
	return netip.AddrFrom4([4]byte(b[12:])), true
}

// otherPorts are those above 1023 on which well-known services listen that do
// not speak HTTP, or speak it to administrators: databases, queues, caches,
// remote desktops, container and cluster control, and those that browsers
// block (the Fetch standard's list of bad ports). In order.
var otherPorts = []uint16{
	1099, 1433, 1434, 1521, 1719, 1720, 1723, 1883, 2049, 2181, 2375, 2376, 2379, 2380, 3268, 3269, 3306, 3389, 3659,
	4045, 4190, 4369, 5060, 5061, 5222, 5269, 5432, 5671, 5672, 5900, 5901, 5984, 5985, 5986, 6000, 6379, 6380, 6443,
	6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 7000, 7001, 8086, 8500, 8883, 9042, 9092, 9100, 9160, 9200, 9300,
	10080, 10250, 10255, 11211, 26257, 27017, 27018, 27019, 33060, 50000, 61616,
}

func webPort(port uint16) bool {
	if port < 1024 {
		return port == 80 || port == 443
	}
	_, other := slices.BinarySearch(otherPorts, port)
	return !other
}

// checkProxied decides about an address that a proxy will dial, whose names
// resolve there: addresses and the names of local networks are refused.
func (g *guard) checkProxied(u *url.URL) error {
	port, err := strconv.ParseUint(portOf(u), 10, 16)
	if err != nil {
		return &guardError{"the address has no valid port"}
	}
	host := strings.TrimSuffix(u.Hostname(), ".")
	if addr, err := netip.ParseAddr(host); err == nil {
		return g.check(netip.AddrPortFrom(addr, uint16(port)))
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == host || slices.Contains(localNames, last) || strings.HasSuffix(host, ".home.arpa") {
		return &guardError{"names of a local network are not asked for through a proxy: write the address of the host and open it with allow under [fetch] in the configuration"}
	}
	if !webPort(uint16(port)) {
		return &guardError{fmt.Sprintf("port %d is not one of the web", port)}
	}
	return nil
}

// localNames are top-level names that never lead to the public internet (RFC
// 6761, RFC 6762 and its appendix G, ICANN on .internal).
var localNames = []string{"localhost", "local", "internal", "lan", "home", "corp", "intranet", "private", "localdomain"}

// ParseAllow reads what Options.Allow takes from the words of a configuration:
// addresses such as "10.1.2.3" and networks such as "192.168.1.0/24". The
// error names the word that is neither.
func ParseAllow(list []string) ([]netip.Prefix, error) {
	var allow []netip.Prefix
	for _, word := range list {
		p, err := parseNetwork(strings.TrimSpace(word))
		if err != nil {
			return nil, fmt.Errorf("allow %q: %w", word, err)
		}
		allow = append(allow, p)
	}
	return allow, nil
}

func parseNetwork(word string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(word); err == nil {
		addr = addr.WithZone("").Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	p, err := netip.ParsePrefix(word)
	if err != nil {
		return p, errors.New("it is no address such as 10.1.2.3 and no network such as 192.168.1.0/24")
	}
	if masked := p.Masked(); masked != p {
		return p, fmt.Errorf("the address has bits beyond the %d of its network: write %s, or the address alone", p.Bits(), masked)
	}
	return unmapPrefix(p), nil
}
