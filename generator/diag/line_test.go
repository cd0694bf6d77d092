package diag_test

import (
	"testing"

	"trigpoint/generator/diag"
)

// TestLine: lines end as they do for the compiler, which counts them.
func TestLine(t *testing.T) {
	t.Parallel()
	const text = "one\r\ntwo\rthree\n\r\nfive\r\r\nseven"
	for i, want := range []string{"one", "two", "three", "", "five", "", "seven"} {
		if got, ok := diag.Line([]byte(text), i+1); !ok || string(got) != want {
			t.Errorf("line %d is %q, want %q", i+1, got, want)
		}
	}
	if got, ok := diag.Line([]byte(text), 8); ok {
		t.Errorf("there is a line 8: %q", got)
	}
	if got, ok := diag.Line([]byte("one\n"), 2); !ok || len(got) != 0 {
		t.Errorf("after the last line end: %q, %t", got, ok)
	}
}
