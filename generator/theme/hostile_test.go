package theme_test

import (
	"bytes"
	"strings"
	"testing"
)

// TestEndless: a template that never ends is stopped, and named.
func TestEndless(t *testing.T) {
	for name, c := range map[string]struct {
		override   map[string]string
		want, also string
	}{
		"a partial that calls itself": {map[string]string{"partials/foot.html": "{{template \"foot\" .}}"}, "theme/partials/foot.html:1:12", "depth"},
		"one that writes as well":     {map[string]string{"partials/foot.html": "words {{template \"foot\" .}}"}, "theme/partials/foot.html", "depth"},
		"a range without end":         {map[string]string{"layouts/page.html": "{{range 1000000000}}words{{end}}"}, "layouts/page.html writes more than 1 MB", "range"},
	} {
		err := load(t, "base", c.override, "").Within(1<<20).Execute(&bytes.Buffer{}, "page", nil)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.also) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
