package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
)

// Headers are what a store says of a file to those who fetch it.
type Headers struct {
	Type  string // a media type
	Cache string // the value of Cache-Control
}

const (
	// forever is for a file whose name changes with its content.
	forever = "public, max-age=31536000, immutable"
	// fresh is for all others: a browser may keep it, and asks whether it is still
	// the same, so that what is withdrawn is gone.
	fresh = "public, max-age=0, must-revalidate"
)

// headersOf says how a file of the site is to be served.
func headersOf(name string, sum [sha256.Size]byte) Headers {
	h := Headers{Type: mediaType(name), Cache: fresh}
	if carries(path.Base(name), sum) {
		h.Cache = forever
	}
	return h
}

// ownHeaders are for what is no part of the site.
func ownHeaders() Headers { return Headers{"text/plain; charset=utf-8", "no-store"} }

// carries tells whether a name has the start of its content's hash as its
// second-last part, as in style.59b0492a.css.
func carries(name string, sum [sha256.Size]byte) bool {
	stem := strings.TrimSuffix(name, path.Ext(name))
	hash := strings.TrimPrefix(path.Ext(stem), ".")
	return len(hash) >= 8 && strings.HasPrefix(hex.EncodeToString(sum[:]), hash)
}

// print is a short name for a content and its headers.
func (h Headers) print(sum [sha256.Size]byte) string {
	all := sha256.Sum256([]byte(hex.EncodeToString(sum[:]) + "\n" + h.Type + "\n" + h.Cache))
	return hex.EncodeToString(all[:16])
}

// mediaType is the registered type of a file. The tables of the operating system
// are not asked: they differ from one to the next.
func mediaType(name string) string {
	if t, ok := mediaTypes[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	if base := path.Base(name); base == "_headers" || base == "_redirects" {
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// Types of the registry of media types (RFC 6838).
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".htm": "text/html; charset=utf-8", ".xhtml": "application/xhtml+xml",
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".json": "application/json", ".jsonld": "application/ld+json", ".webmanifest": "application/manifest+json",
	".xml": "application/xml", ".atom": "application/atom+xml", ".xsd": "application/xml",
	".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8",
	".nojekyll": "text/plain; charset=utf-8", ".toml": "application/toml", ".ics": "text/calendar; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".ico": "image/vnd.microsoft.icon",
	".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf",
	".mp3": "audio/mpeg", ".mp4": "video/mp4", ".webm": "video/webm", ".vtt": "text/vtt; charset=utf-8",
	".pdf": "application/pdf", ".zip": "application/zip", ".epub": "application/epub+zip", ".gz": "application/gzip",
	".odt":  "application/vnd.oasis.opendocument.text",
	".ods":  "application/vnd.oasis.opendocument.spreadsheet",
	".odp":  "application/vnd.oasis.opendocument.presentation",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
