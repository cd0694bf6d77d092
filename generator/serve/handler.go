package serve

import (
	"bytes"
	"html"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"trigpoint/generator/build"
)

// ownPrefix begins the addresses of the preview itself. No file of a site can
// have a name that begins so; see output.NewSet.
const ownPrefix = "/.trigpoint/"

// policy lets pages use what comes from the preview and nothing else. A site
// needs nothing else wherever it is published.
const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"

// timeLimit is how long an answer may take to be read.
const timeLimit = 30 * time.Second

// serve answers a request. It does not use http.ServeMux, which would answer
// unclean paths with redirects.
func (p *Preview) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-cache")
	if status, why := p.guard.refuse(r); status != 0 {
		h.Set("Allow", "GET, HEAD")
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(time.Second)) // for what else it wants to send
		http.Error(w, why, status)
		return
	}
	select { // nobody is told that there is nothing before the first build is done
	case <-p.ready:
	case <-r.Context().Done():
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(timeLimit))
	if name, ok := strings.CutPrefix(r.URL.Path, ownPrefix); ok {
		p.own(w, r, name)
		return
	}
	p.file(w, r)
}

// file answers with a file of the edition. The path is not cleaned: a file has
// one name.
func (p *Preview) file(w http.ResponseWriter, r *http.Request) {
	key, ok := strings.CutPrefix(r.URL.Path, "/")
	if !ok {
		http.NotFound(w, r)
		return
	}
	if key == "" || strings.HasSuffix(key, "/") {
		key += "index.html"
	}
	e := p.now.Load().edition
	if e != nil && !e.has(key) {
		key = strings.TrimPrefix(key, e.base) // of links in the 404 page
	}
	if !e.has(key) && e.has(key+"/index.html") && key != "" {
		w.Header().Set("Location", (&url.URL{Path: "/" + key + "/"}).EscapedPath())
		w.WriteHeader(http.StatusFound)
		return
	}
	c, err := e.render(key)
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(timeLimit)) // some copies take long to make
	if err != nil {
		c = p.shown.last(key)
	}
	switch {
	case c == nil && (e == nil || err != nil):
		p.page(w, r, key, placeholder("This page cannot be shown yet", err), http.StatusServiceUnavailable)
	case c == nil && p.retired.find(key) != nil:
		p.send(w, r, key, p.retired.find(key))
	case c == nil:
		p.missing(w, r, key, e)
	case isCopy(key):
		w.Header().Set("Content-Disposition", "attachment")
		p.send(w, r, key, c)
	case isPage(key):
		p.page(w, r, key, c, http.StatusOK)
	default:
		p.send(w, r, key, c)
	}
}

// missing answers with the site's own 404 page.
func (p *Preview) missing(w http.ResponseWriter, r *http.Request, key string, e *edition) {
	if !isPage(key) && path.Ext(key) != "" {
		http.NotFound(w, r)
		return
	}
	c, err := e.render("404.html")
	if c == nil || err != nil {
		c = placeholder("There is no page here", err)
	}
	p.page(w, r, key, c, http.StatusNotFound)
}

// isCopy tells off-line copies, which are made when they are asked for. They are
// for keeping: the preview's policy would keep what stands in them from working.
func isCopy(key string) bool { return strings.HasPrefix(key, build.CopiesDir+"/") }

func isPage(key string) bool { return path.Ext(key) == ".html" }

// placeholder is a page where there is none, for the client to show problems
// over. What keeps this page alone from being rendered is among those only once
// a tab shows it, so the placeholder says it itself.
func placeholder(title string, why error) *content {
	t, more := html.EscapeString(title), ""
	if why != nil {
		more = "<p>" + html.EscapeString(why.Error()) + "</p>"
	}
	return &content{bytes: []byte("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + t +
		"</title></head>\n<body><main><p>" + t + ".</p>" + more + "</main></body></html>\n")}
}

// page sends a page with the client in it. What is sent with another status
// than 200 stands in for the page: the client takes it to have no content.
func (p *Preview) page(w http.ResponseWriter, r *http.Request, key string, c *content, status int) {
	hash := c.hash
	if status != http.StatusOK {
		hash = ""
	} else {
		p.shown.note(key, c)
	}
	body := p.inject(c.bytes, key, hash)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if status == http.StatusOK {
		w.Header().Set("ETag", `"`+hash+"-"+p.token+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
		return
	}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// inject puts the client into a page, at the end of its head.
func (p *Preview) inject(page []byte, key, hash string) []byte {
	tag := `<script type="module" src="` + ownPrefix + `client.js" data-trigpoint data-address="` + html.EscapeString(key) +
		`" data-hash="` + hash + `" data-token="` + p.token + `"></script>`
	at := bytes.Index(page, []byte("</head>"))
	if at < 0 {
		at = len(page)
	}
	out := make([]byte, 0, len(page)+len(tag))
	out = append(append(out, page[:at]...), tag...)
	return append(out, page[at:]...)
}

// send sends a file as it is.
func (p *Preview) send(w http.ResponseWriter, r *http.Request, key string, c *content) {
	w.Header().Set("Content-Type", mediaType(key))
	w.Header().Set("ETag", `"`+c.hash+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(c.bytes))
}

// mediaType is the type of a file by its name, the same on every machine.
func mediaType(key string) string {
	types := map[string]string{
		".html": "text/html; charset=utf-8", ".xhtml": "application/xhtml+xml", ".css": "text/css; charset=utf-8",
		".js": "text/javascript; charset=utf-8", ".json": "application/json", ".jsonld": "application/ld+json",
		".webmanifest": "application/manifest+json", ".xml": "application/xml", ".atom": "application/atom+xml",
		".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".md": "text/plain; charset=utf-8",
		".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
		".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon", ".woff2": "font/woff2", ".woff": "font/woff",
		".pdf": "application/pdf", ".epub": "application/epub+zip", ".zip": "application/zip",
		".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".vtt": "text/vtt",
	}
	if t := types[strings.ToLower(path.Ext(key))]; t != "" {
		return t
	}
	return "application/octet-stream"
}
