package site_test

import (
	"testing"

	"trigpoint/generator/site"
)

// TestAZ: however many names there are, each is on one page of the index, the
// pages are in order, and none is too long.
func TestAZ(t *testing.T) {
	for _, n := range []int{0, 1, 999, 1000, 1001, 1500, 10_000} {
		pages := site.AZ(n)
		if pages[0].Address != site.AZAddress {
			t.Errorf("the index of %d names begins at %s", n, pages[0].Address)
		}
		next, seen := 0, map[string]bool{}
		for _, p := range pages {
			if p.From > p.To || p.To > n || p.To-p.From > 1000 || seen[p.Address] {
				t.Errorf("%d names: a page %+v", n, p)
			}
			seen[p.Address] = true
			if p.From < p.To {
				if p.From != next {
					t.Errorf("%d names: a page begins at %d, not at %d", n, p.From, next)
				}
				next = p.To
			}
		}
		if next != n {
			t.Errorf("%d of %d names are listed", next, n)
		}
	}
}
