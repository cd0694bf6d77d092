package config

import (
	"net/url"
	"slices"
	"time"

	"trigpoint/generator/diag"
	"trigpoint/generator/record"
)

// Security is [security]: whom to tell of a weakness. It becomes the file
// .well-known/security.txt (RFC 9116), which needs a contact and a day.
type Security struct {
	Contact   []string // mailto:, https: or tel: addresses; none: there is no such file
	Expires   time.Time
	ExpiresAt diag.Position // where that stands
	Policy    string        // address of a page that says how reports are dealt with
}

func readSecurity(r record.Reader) Security {
	s := Security{Expires: r.Date("expires"), Policy: readReport(r, "policy")}
	for _, v := range r.List("contact") {
		text, _ := v.Text()
		if fault := reportFault(text); fault != "" {
			r.Diags.Add(v.Position(), "value-unknown", `write it like "mailto:security@example.org" or "https://www.example.org/report"`, "the contact %s", fault)
			continue
		}
		s.Contact = append(s.Contact, text)
	}
	if v, ok := r.Get("expires"); ok {
		s.ExpiresAt = v.Position()
	}
	r.Reject("contact", "expires", "policy")
	if len(s.Contact) > 0 && !r.Has("expires") {
		r.Diags.Add(r.Position(), "key-missing", "add expires = 2027-05-11", "the contact has no day on which it should no longer be trusted")
	}
	return s
}

func readReport(r record.Reader, key string) string {
	text := r.Text(key)
	if text == "" {
		return ""
	}
	if fault := reportFault(text); fault != "" {
		v, _ := r.Get(key)
		r.Diags.Add(v.Position(), "value-unknown", `write it like "https://www.example.org/report"`, "%s %s", key, fault)
		return ""
	}
	return text
}

// reportFault tells what is wrong with an address, or is empty.
func reportFault(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "is not an address"
	case !slices.Contains([]string{"https", "mailto", "tel"}, u.Scheme):
		return "is not an address that begins with https:, mailto: or tel:"
	}
	return ""
}
