package serve

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// guard decides which requests are the author's own browser looking at the
// preview, and not another website doing so through it.
type guard struct{ hosts []string }

func newGuard(hosts []string) guard { return guard{append([]string{"localhost"}, hosts...)} }

// refuse returns why a request is not answered, and the status, or 0.
//
//   - Only reading: GET and HEAD.
//   - The Host must be one of ours. A website that points its own name at this
//     machine (DNS rebinding) calls by that name, and not by ours.
//   - A request that a page of another origin makes says so, in Origin or in
//     Sec-Fetch-Site. Of those, only a link that is followed to a page passes;
//     nothing below /.trigpoint/ does.
func (g guard) refuse(r *http.Request) (status int, why string) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return http.StatusMethodNotAllowed, "The preview is only for reading."
	case !g.ours(r.Host):
		return http.StatusForbidden, "This name is not the preview's: open it by the address that it printed when it was started."
	case foreign(r):
		return http.StatusForbidden, "The preview answers its own pages, and no other website's."
	}
	return 0, ""
}

// ours reports whether a Host header names this preview.
func (g guard) ours(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"))
	if slices.Contains(g.hosts, name) {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.IsLoopback()
}

// foreign reports whether a page of another origin is behind a request.
func foreign(r *http.Request) bool {
	if slices.ContainsFunc(r.Header.Values("Origin"), func(o string) bool { return o != "http://"+r.Host }) {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	// Browsers set both headers and no page can. An editor's built-in browser
	// shows the preview in a frame.
	visit := r.Header.Get("Sec-Fetch-Mode") == "navigate" && slices.Contains([]string{"document", "iframe"}, r.Header.Get("Sec-Fetch-Dest"))
	return !visit || strings.HasPrefix(r.URL.Path, ownPrefix)
}
