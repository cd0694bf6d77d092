package serve

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

//go:embed client
var client embed.FS

// own answers at the preview's own addresses. Everything but the client's files
// is for who can say the token, which only a page of the preview's origin can
// read.
func (p *Preview) own(w http.ResponseWriter, r *http.Request, name string) {
	switch name {
	case "client.js", "stream.js", "worker.js", "morph.js", "overlay.js", "edit.js", "client.css":
		p.clientFile(w, r, name)
		return
	case "token":
		p.sayToken(w, r)
		return
	}
	if r.URL.Query().Get("token") != p.token {
		http.Error(w, "The preview was started anew.", http.StatusForbidden)
		return
	}
	switch name {
	case "events":
		p.events(w, r)
	case "page":
		p.rawPage(w, r)
	case "places":
		p.places(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (p *Preview) clientFile(w http.ResponseWriter, r *http.Request, name string) {
	b, err := client.ReadFile("client/" + name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	c := newContent(b)
	p.send(w, r, name, c)
}

// sayToken tells the token to scripts of the preview's own origin: a script of
// another one cannot set the header without asking first, which is refused.
func (p *Preview) sayToken(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Trigpoint-Client") == "" {
		http.Error(w, "The client alone may ask.", http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte(p.token))
}

// rawPage sends a page as it is in the edition, unless the tab has it already.
func (p *Preview) rawPage(w http.ResponseWriter, r *http.Request) {
	address := r.URL.Query().Get("address")
	c, err := p.now.Load().edition.render(address)
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case err != nil || !isPage(address):
		http.Error(w, "The page cannot be shown now.", http.StatusServiceUnavailable)
	case c == nil:
		http.NotFound(w, r)
	case c.hash == r.URL.Query().Get("have"):
		w.WriteHeader(http.StatusNoContent)
	default:
		p.shown.note(address, c)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8") // it is data here
		w.Header().Set("Trigpoint-Hash", c.hash)
		_, _ = w.Write(c.bytes)
	}
}

const (
	heartbeat = 20 * time.Second // a stream that is dead is noticed by then
	patience  = 10 * time.Second // with a client that does not read
)

// events streams updates (server-sent events, HTML Living Standard 9.2).
func (p *Preview) events(w http.ResponseWriter, r *http.Request) {
	s := p.hub.open()
	if s == nil {
		http.Error(w, "Too many tabs are listening.", http.StatusServiceUnavailable)
		return
	}
	defer p.hub.leave(s)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		var message []byte
		select {
		case <-r.Context().Done():
			return
		case _, open := <-s.wake:
			if !open {
				return
			}
			message = encode(p.hub.take(s))
		case <-beat.C:
			message = []byte(": still here\n\n")
		}
		_ = out.SetWriteDeadline(time.Now().Add(patience))
		if _, err := w.Write(message); err != nil || out.Flush() != nil {
			return
		}
	}
}

// encode makes an event of an update.
func encode(u *update) []byte {
	if u == nil {
		return nil
	}
	data, err := json.Marshal(u)
	if err != nil {
		return nil
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "retry: 500\nid: %s\ndata: %s\n\n", u.id(), data)
	return b.Bytes()
}
